import { test } from 'vitest'
import { existsSync } from 'node:fs'
import { datasetOptions, readDataset } from '../../../../../src/main/trainer/dataset/dataset.ts'
const root = process.env.CASES
const list = [
  'C10_kaggle_competition/train.csv',
  'C11_multilabel_onehot/toxic.csv',
  'C1_float_int_labels/mixed.csv',
  'C1_float_int_labels/split',
  'C2_case_variants/case.csv',
  'C2_case_variants/zwsp.csv',
  'C2_case_variants/zero_width.csv',
  'C3_missing_words/nan.csv',
  'C3_missing_words/null_sql.csv',
  'C4_bool/split',
  'C5_numeric_order/twelve.csv',
  'C6_odd_labels/odd.csv',
  'D1_airline/Tweets.csv',
  'D2_amazon_jsonl/reviews.jsonl',
  'D3_clothing/reviews.csv',
  'D4_trec_hf/trec.csv',
  'D5_sorted_labels/sorted.csv',
  'D6_agnews/train.csv',
  'D7_setfit/train.jsonl',
  'D10_status_sorted/data.csv',
  'E3_doccano_list/all.jsonl',
  'E5_late_key/partly.jsonl',
  'E8_big_ints/ids.jsonl',
  'F8_classlabel_order/news.parquet',
  'E6_python_nan/nan.jsonl',
  'F4_nested/dotted.parquet',
  'C14_one_rare/rare.csv',
]
test.skipIf(!root).each(list)('%s', async (path) => {
  try {
    const d = await readDataset(datasetOptions({ dataset: `${root}/${path}` }))
    const { columns, labels, counts, rejected, findings } = d.summary
    console.log(
      path,
      JSON.stringify({
        t: columns?.text,
        l: columns?.label,
        labels: labels.map((x) => x.slice(0, 20)),
        train: counts.train,
        rej: rejected.count,
        why: rejected.rows[0]?.reason,
      }),
      findings
        .map((f) => '\n   ' + f.severity + ' ' + f.kind + ': ' + f.sentence + ' ' + f.fixes.map((x) => x.title))
        .join(''),
    )
  } catch (e) {
    console.log(path, String(e))
  }
})
