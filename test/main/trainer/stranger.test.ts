import { execFileSync } from 'node:child_process'
import { appendFile, mkdir, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { describe as describeModel } from '../../../src/main/trainer/commands/describe.ts'
import { estimate } from '../../../src/main/trainer/commands/estimate.ts'
import { exportModel } from '../../../src/main/trainer/export/export.ts'
import { inspect } from '../../../src/main/trainer/commands/inspect.ts'
import { finetune } from '../../../src/main/trainer/commands/finetune.ts'
import { evaluate } from '../../../src/main/trainer/commands/evaluate.ts'
import { predict } from '../../../src/main/trainer/commands/predict.ts'
import { LastlayerError } from '../../../src/shared/errors.ts'
import { parseRecipe } from '../../../src/shared/recipe.ts'
import { makeTinyModel, temporaryFolder, withHeader } from '../../support/tiny-model.ts'

// Model folders that a stranger made: whatever the person does with one, it is refused in a sentence that names it.

const signal = new AbortController().signal
let home: string
let dataset: string
beforeAll(async () => {
  home = await temporaryFolder()
  dataset = join(home, 'texts.csv')
  const rows = Array.from({ length: 20 }, (_, i) => `text number ${i},${i % 2 === 0 ? 'a' : 'b'}`)
  await writeFile(dataset, ['text,label', ...rows].join('\n'))
})

const acts: Record<string, (model: string) => Promise<unknown>> = {
  describe: (path) => describeModel({ path }),
  predict: (model) => predict({ model, texts: ['text'], files: [] }, signal),
  evaluate: (model) => evaluate({ model, choice: parseRecipe({ dataset, model }) }, signal),
  inspect: (model) => inspect({ choice: parseRecipe({ dataset, model }), model, maxLength: 32 }, signal),
  export: (model) => exportModel({ model, format: 'onnx', destination: join(home, 'out') }, signal, () => undefined),
  estimate: (model) => estimate({ recipe: recipeFor(model), places: places() }, signal),
  finetune: (model) =>
    finetune({ recipe: recipeFor(model), places: places(), out: null, signal, onEvent: () => undefined }),
}

const recipeFor = (model: string) => parseRecipe({ dataset, model, maxLength: 32, epochs: 1 })
const places = () => ({ runs: join(home, 'runs'), cache: join(home, 'cache'), models: join(home, 'models') })

type Stranger = [title: string, make: (folder: string) => Promise<unknown>, words: string]

const strangers: Stranger[] = [
  [
    'pickled weights',
    async (folder) => {
      await rm(join(folder, 'model.safetensors'))
      // Whoever opened this pipe would wait for ever.
      if (process.platform !== 'win32') execFileSync('mkfifo', [join(folder, 'pytorch_model.bin')])
      else await writeFile(join(folder, 'pytorch_model.bin'), '')
    },
    'Pickled files can run code, so it was not opened',
  ],
  [
    'a header that lies about its length',
    (folder) => writeFile(join(folder, 'model.safetensors'), withHeader('{}', undefined, 2n ** 62n)),
    'claims a header of',
  ],
  [
    'ten gigabytes in a small file',
    async (folder) => {
      const claim = '{"a":{"dtype":"F32","shape":[2500000000],"data_offsets":[0,10000000000]}}'
      await writeFile(join(folder, 'model.safetensors'), withHeader(claim, Buffer.alloc(64)))
    },
    'bytes are missing',
  ],
  [
    'a config that claims a model of ten gigabytes',
    (folder) => writeConfig(folder, { dim: 16_384, n_heads: 2, vocab_size: 150_000 }),
    'but config.json means [150000,16384]',
  ],
  ['weights that are cut off', (folder) => truncate(join(folder, 'model.safetensors'), 50_000), 'bytes are missing'],
  ['bytes after the weights', (folder) => appendFile(join(folder, 'model.safetensors'), 'PK'), '2 bytes too many'],
  [
    'a config that asks for remote code',
    (folder) => writeConfig(folder, { auto_map: { AutoModel: 'evil.Evil' } }),
    'auto_map',
  ],
  [
    'a type that is not supported',
    (folder) => writeConfig(folder, { model_type: 'deberta-v2' }),
    'model_type is "deberta-v2"; supported are distilbert, bert, roberta',
  ],
  [
    'a config that is a web page',
    (folder) => writeFile(join(folder, 'config.json'), '<!DOCTYPE html>'),
    'is a web page',
  ],
  [
    'weights in several parts without a list of them',
    async (folder) => {
      await rename(join(folder, 'model.safetensors'), join(folder, 'model-00001-of-00002.safetensors'))
      await writeFile(join(folder, 'model.safetensors.index.json'), '{}')
    },
    'has no weight_map',
  ],
]

const onPosix: Stranger[] = [
  [
    'weights that are a link out of the folder',
    async (folder) => {
      const elsewhere = join(await temporaryFolder(), 'secret.safetensors')
      await rename(join(folder, 'model.safetensors'), elsewhere)
      await symlink(elsewhere, join(folder, 'model.safetensors'))
    },
    'is a link out of its folder',
  ],
  [
    'a tokenizer that is a link out of the folder',
    async (folder) => {
      await rm(join(folder, 'tokenizer.json'))
      await symlink('/etc/passwd', join(folder, 'tokenizer.json'))
    },
    'is a link out of its folder',
  ],
]

describe.each([...strangers, ...(process.platform === 'win32' ? [] : onPosix)])('A model with %s', (_, make, words) => {
  let folder: string
  beforeAll(async () => {
    folder = join(home, 'strangers', Math.random().toString(36).slice(2))
    await mkdir(join(home, 'strangers'), { recursive: true })
    await rename(await makeTinyModel({ family: 'distilbert', labels: ['a', 'b'] }), folder)
    await make(folder)
  })

  test.each(Object.keys(acts))('is refused by %s', async (act) => {
    const error: unknown = await acts[act](folder).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(LastlayerError)
    expect(error).toMatchObject({ code: 'model', message: expect.stringContaining(folder) })
    expect(error).toMatchObject({ message: expect.stringContaining(words) })
  })
})

async function writeConfig(folder: string, change: object): Promise<void> {
  const config = { model_type: 'distilbert', dim: 16, n_heads: 2, n_layers: 2, hidden_dim: 32, vocab_size: 8192 }
  const classifier = { architectures: ['DistilBertForSequenceClassification'], id2label: { 0: 'a', 1: 'b' } }
  await writeFile(join(folder, 'config.json'), JSON.stringify({ ...config, ...classifier, ...change }))
}
