import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { requireSameTokens, type ReaderName } from '../../../../src/main/trainer/export/proof-tokens.ts'
import { openModelFolder } from '../../../../src/main/trainer/model/model-folder.ts'
import { writeTextFiles } from '../../../../src/main/trainer/model/save-model.ts'
import { TextTokenizer } from '../../../../src/main/trainer/tokens/tokenizer.ts'
import { exported, makeClassifier } from '../../../support/exported-folder.ts'
import { temporaryFolder } from '../../../support/tiny-model.ts'

const all: ReaderName[] = ['tokenizers', 'transformers', 'transformers.js']
const maxLength = 32

/** A model's files beside its weights, and what was written of them. */
async function written(settings: object, files: Record<string, string | null> = {}) {
  const model = await makeClassifier()
  await writeFile(join(model, 'tokenizer_config.json'), JSON.stringify(settings))
  for (const [name, content] of Object.entries(files)) {
    if (content === null) await rm(join(model, name))
    else await writeFile(join(model, name), content)
  }
  const source = await openModelFolder(model)
  const folder = await temporaryFolder()
  await writeTextFiles({ source, labels: ['neg', 'pos'], maxLength }, folder)
  const own = TextTokenizer.open(source)
  await source.close()
  return { model, folder, own }
}

describe('What is written is read alike by every program', () => {
  test.each<[string, object, Record<string, string | null>?]>([
    [
      'lower case that only tokenizer_config.json turns off',
      { tokenizer_class: 'BertTokenizer', do_lower_case: false },
    ],
    ['accents that only tokenizer_config.json keeps', { strip_accents: false }],
    ['Chinese that is not cut', { tokenize_chinese_chars: false }],
    ['a vocab.txt alone', { do_lower_case: true }, { 'tokenizer.json': null }],
    ['other special tokens', { cls_token: '[MASK]' }],
    ['what transformers.js alone would do', { remove_space: true, do_lowercase_and_remove_accent: true, do_lower_case: false }], // prettier-ignore
    ['a generic class', { tokenizer_class: 'PreTrainedTokenizerFast', do_lower_case: false }],
  ])('with %s', async (_, settings, files) => {
    const { folder, own } = await written(settings, files)
    await requireSameTokens(own, maxLength, folder, all, ['A text of the data'])
  })
})

describe('A program that would read otherwise is named', () => {
  let model: string
  beforeAll(async () => {
    model = await makeClassifier()
    await writeFile(join(model, 'tokenizer_config.json'), '{"do_lower_case":false}')
  })

  /** The files as they would be, had they only been copied. */
  async function copied(name: ReaderName): Promise<void> {
    const source = await openModelFolder(model)
    const folder = join(await temporaryFolder(), 'copy')
    await cp(model, folder, { recursive: true })
    const config = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')) as object
    await writeFile(join(folder, 'config.json'), JSON.stringify({ ...config, lastlayer: { max_length: maxLength } }))
    const own = TextTokenizer.open(source)
    await source.close()
    await requireSameTokens(own, maxLength, folder, [name], [])
  }

  test.each<ReaderName>(['tokenizers', 'transformers.js'])('%s', async (name) => {
    await expect(copied(name)).rejects.toMatchObject({
      code: 'proof',
      message: expect.stringContaining(`${name} reads "The Soup was WARM`),
    })
  })

  test('and one that reads tokenizer_config.json is not', async () => {
    await copied('transformers')
  })
})

test('a model that cuts texts at their beginning is exported for Python alone', async () => {
  const { model } = await written({ truncation_side: 'left' })
  await expect(exported(model, 'onnx')).rejects.toMatchObject({ code: 'proof' })
  expect((await exported(model, 'huggingface')).equalLabels).toBe(1)
})
