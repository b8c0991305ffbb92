import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Result } from '../../../../src/shared/contract.ts'
import { datasetChoice } from '../../../../src/shared/dataset-settings.ts'
import { evaluate } from '../../../../src/main/trainer/commands/evaluate.ts'
import { datasetOptions, readDataset } from '../../../../src/main/trainer/dataset/dataset.ts'
import { makeTinyModel, temporaryFolder } from '../../../support/tiny-model.ts'
import { faultOf, fileOf, folderOf } from '../dataset/scratch.ts'

const modelOf = (...labels: string[]): Promise<string> => makeTinyModel({ family: 'distilbert', labels, seed: 1 })

/** The folder of a run with a model of such labels, trained on a table of these columns. */
async function runOf(labels: string[], columns: { text: string; label: string }, recipe = {}): Promise<string> {
  const run = await temporaryFolder()
  await rename(await modelOf(...labels), join(run, 'model'))
  await writeFile(join(run, 'recipe.json'), JSON.stringify({ dataset: '/d.csv', model: '/m', ...recipe }))
  await writeFile(join(run, 'dataset.json'), JSON.stringify({ columns: { all: Object.values(columns), ...columns } }))
  return run
}

function measure(model: string, dataset: string, changes = {}): Promise<Result<'evaluate'>> {
  return evaluate({ model, choice: datasetChoice.parse({ dataset, ...changes }) }, new AbortController().signal)
}

describe('Any labelled file can be measured', () => {
  test('one with texts of one label', async () => {
    const file = fileOf('a.csv', 'text,label\ngood,pos\nfine,pos\n')
    const { metrics, notes } = await measure(await modelOf('neg', 'pos'), file)
    expect(notes).toEqual(['All texts have the label "pos": figures that need another one are missing (–).'])
    expect(metrics).toMatchObject({ examples: 2, recall: metrics.accuracy, precision: null, f1: null, macroF1: null })
  })

  test('one with a single text', async () => {
    const { metrics } = await measure(await modelOf('neg', 'pos'), fileOf('a.csv', 'text,label\ngood,neg\n'))
    expect(metrics).toMatchObject({ examples: 1, recall: null, rocAuc: null })
  })

  test('one with a test part of one label, of which only that is taken', async () => {
    const folder = folderOf({ 'train.csv': 'text,label\na,neg\nb,pos\n', 'test.csv': 'text,label\nc,pos\n' })
    expect((await measure(await modelOf('neg', 'pos'), folder)).metrics.examples).toBe(1)
  })

  test('but not one without a row that can be used', async () => {
    const fault = await faultOf(measure(await modelOf('neg', 'pos'), fileOf('a.csv', 'text,label\n,pos\ngood,\n')))
    expect(fault).toContain('no row that can be used')
  })
})

describe('Labels', () => {
  test('that are written otherwise are matched, with a note', async () => {
    const { metrics, notes } = await measure(
      await modelOf('LABEL_0', 'LABEL_1'),
      fileOf('a.csv', 'text,label\ngood,1\nbad,0\n'),
    )
    expect(metrics.perClass.map(({ support }) => support)).toEqual([1, 1])
    expect(notes).toEqual(['Labels are taken as the model writes them: "0" as "LABEL_0" and "1" as "LABEL_1".'])
  })

  test('that differ in case and are of one class do not count as different', async () => {
    const file = fileOf('a.csv', 'text,label\ngood,POS\nbad,neg\nfine,Pos\n')
    const { metrics, notes } = await measure(await modelOf('neg', 'pos'), file)
    expect(metrics.perClass.map(({ support }) => support)).toEqual([1, 2])
    expect(notes).toEqual(['Labels are taken as the model writes them: "POS" as "pos" and "Pos" as "pos".'])
  })

  test('that the model does not know are left out and counted', async () => {
    const file = fileOf('a.csv', 'text,label\ngood,pos\nbad,neg\nso so,neutral\nwell,neutral\n')
    const { metrics, notes } = await measure(await modelOf('neg', 'pos'), file)
    expect(metrics.examples).toBe(2)
    expect(notes).toEqual(['2 texts were left out: the model does not know "neutral" (2 texts).'])
  })

  test('of which it knows none are named beside its own', async () => {
    const file = fileOf('a.csv', 'text,label\ngood,1\nbad,0\n')
    const fault = await faultOf(measure(await modelOf('neg', 'pos'), file))
    expect(fault).toMatch(
      /knows no label of .*a\.csv: that has "0" \(1 text\) and "1" \(1 text\), the model "neg" and "pos"/,
    )
    expect(fault).toContain('--label-map')
  })
})

describe("A run's own columns", () => {
  const table = 'verdict,note,batch\npos,a text of some length,1\nneg,another text of some length,2\npos,one more,1\n'

  test('are taken where the table has them', async () => {
    const run = await runOf(['neg', 'pos'], { text: 'note', label: 'verdict' })
    expect((await measure(run, fileOf('a.csv', table))).metrics.examples).toBe(3)
  })

  test('give way to those that are asked for', async () => {
    const run = await runOf(['1', '2'], { text: 'note', label: 'verdict' })
    expect((await measure(run, fileOf('a.csv', table), { labelColumn: 'batch' })).metrics.examples).toBe(3)
  })

  test('are not missed where the table has others', async () => {
    const run = await runOf(['neg', 'pos'], { text: 'note', label: 'verdict' })
    expect((await measure(run, fileOf('a.csv', 'text,label\ngood,pos\n'))).metrics.examples).toBe(1)
  })

  test('are not missed in folders of texts', async () => {
    const run = await runOf(['neg', 'pos'], { text: 'note', label: 'verdict' })
    expect((await measure(run, folderOf({ 'neg/1.txt': 'bad', 'pos/1.txt': 'good' }))).metrics.examples).toBe(2)
  })

  test('may be several that were joined', async () => {
    const run = await runOf(['neg', 'pos'], { text: 'note,batch', label: 'verdict' })
    expect((await measure(run, fileOf('a.csv', table))).metrics.examples).toBe(3)
  })

  test('are unknown where its dataset.json is damaged, and nothing else is', async () => {
    const run = await runOf(['neg', 'pos'], { text: 'note', label: 'verdict' })
    await writeFile(join(run, 'dataset.json'), '{')
    expect((await measure(run, fileOf('a.csv', 'text,label\ngood,pos\n'))).metrics.examples).toBe(1)
  })
})

test('The table that a run was trained on is read as it was then, others as they are', async () => {
  const rows = 'text~label\na, b~pos\nc, d~neg\n'
  const folder = folderOf({ 'own.csv': rows, 'other.csv': rows.replaceAll('~', ';') })
  const recipe = { dataset: join(folder, 'own.csv'), separator: ',' }
  const run = await runOf(['neg', 'pos'], { text: 'text', label: 'label' }, recipe)
  expect(await faultOf(measure(run, join(folder, 'own.csv')))).toContain(
    'Choose --label-column a or --label-column "b~pos"',
  )
  expect((await measure(run, join(folder, 'own.csv'), { separator: '~' })).metrics.examples).toBe(2)
  expect((await measure(run, join(folder, 'other.csv'))).metrics.examples).toBe(2)
})

describe('The data that a run was trained on', () => {
  const rows = (first: number) =>
    Array.from({ length: 10 }, (_, i) => `text ${first + i},${i % 2 === 0 ? 'pos' : 'neg'}\n`).join('')
  const files = { 'train.csv': `text,label\n${rows(0)}`, 'test.csv': `text,label\n${rows(10)}` }

  /** A run that had the parts of these data made anew. */
  async function resplitRunOf(dataset: string): Promise<string> {
    const recipe = { dataset, resplit: true, seed: 5, testShare: 0.3 }
    const run = await runOf(['neg', 'pos'], { text: 'text', label: 'label' }, recipe)
    const { summary } = await readDataset(datasetOptions({ ...recipe }))
    await writeFile(join(run, 'dataset.json'), JSON.stringify(summary))
    return run
  }

  test('whose parts it had made anew is measured on what it was tested on', async () => {
    const folder = folderOf(files)
    const run = await resplitRunOf(folder)
    const { metrics, notes } = await measure(run, folder)
    expect(metrics.examples).toBe(6)
    expect(notes).toContain('The run has seen this data: what it was tested on is measured.')
  })

  test('and has changed since is measured by its own parts, and says so', async () => {
    const folder = folderOf(files)
    const run = await resplitRunOf(folder)
    await writeFile(join(folder, 'train.csv'), 'text,label\none,pos\n')
    const { metrics, notes } = await measure(run, folder)
    expect(metrics.examples).toBe(10)
    expect(notes).toContain('The run has seen this data: the figures look better than they are.')
  })

  test('is measured whole where it has no parts, and says so', async () => {
    const file = fileOf('a.csv', `text,label\n${rows(0)}`)
    const run = await runOf(['neg', 'pos'], { text: 'text', label: 'label' }, { dataset: file })
    const { metrics, notes } = await measure(run, file)
    expect(metrics.examples).toBe(10)
    expect(notes).toEqual(['The run has seen this data: the figures look better than they are.'])
  })
})

test("A run's own label map is applied, also where it leaves one label", async () => {
  const labelMap = [
    { from: 'good', to: 'pos' },
    { from: 'great', to: 'pos' },
    { from: 'junk', to: null },
  ]
  const run = await runOf(['neg', 'pos'], { text: 'text', label: 'label' }, { labelMap })
  const { metrics } = await measure(run, fileOf('a.csv', 'text,label\na,good\nb,great\nc,junk\n'))
  expect(metrics.perClass.map(({ support }) => support)).toEqual([0, 2])
  const own = { labelMap: [{ from: 'good', to: 'neg' }] }
  const changed = await measure(run, fileOf('a.csv', 'text,label\na,good\nb,pos\n'), own)
  expect(changed.metrics.perClass.map(({ support }) => support)).toEqual([1, 1])
})

test('Rows that cannot be used are counted, with the first reason', async () => {
  const { notes } = await measure(
    await modelOf('neg', 'pos'),
    fileOf('a.csv', 'text,label\ngood,pos\ndull,neg\n,neg\nbad,\n'),
  )
  expect(notes).toEqual(['2 rows were left out (a.csv line 4: No text.)'])
})

test.each([
  ['test', { 'train.csv': 'a,neg\nb,pos\n', 'validation.csv': 'c,pos\nd,neg\n', 'test.csv': 'e,pos\n' }, 1],
  ['validation', { 'train.csv': 'a,neg\nb,pos\nc,pos\n', 'validation.csv': 'd,pos\ne,neg\n' }, 2],
])('Of a dataset with parts the %s part is measured', async (_, parts, count) => {
  const files = Object.entries(parts).map(([name, rows]) => [name, `text,label\n${rows}`])
  const { metrics } = await measure(await modelOf('neg', 'pos'), folderOf(Object.fromEntries(files)))
  expect(metrics.examples).toBe(count)
})
