import fc from 'fast-check'
import { mutated } from './inputs/bytes.ts'
import { mutatedJson } from './inputs/json.ts'
import { bert, joinSafetensors, roberta, splitSafetensors, without } from './inputs/model-files.ts'
import { drawn, worst, type Files, type Target, type Verdict } from './target.ts'
import type { Trainer } from './trainer.ts'

const models = [bert, roberta]

/** The bytes of one file of a model, changed as bytes, and as JSON where it is. */
function changed(content: Uint8Array): fc.Arbitrary<Buffer> {
  const bytes = Buffer.from(content)
  if (bytes[0] !== 0x7b) return mutated([bytes])
  const value: unknown = JSON.parse(bytes.toString('utf8'))
  return fc.oneof(
    { weight: 1, arbitrary: mutated([bytes]) },
    { weight: 4, arbitrary: mutatedJson([value]).map((json) => Buffer.from(JSON.stringify(json))) },
  )
}

/** A model, one or more of whose files are changed; some of the others may be missing. */
function withChanged(...names: readonly string[]): fc.Arbitrary<Files> {
  return fc.constantFrom(...models).chain((model) => {
    const own = names.filter((name) => name in model)
    const file = fc.constantFrom(...own).chain((name) => changed(model[name]).map((bytes) => ({ [name]: bytes })))
    const missing = fc.subarray(['tokenizer.json', 'tokenizer_config.json'], { minLength: 0 })
    return fc
      .tuple(file, fc.oneof({ weight: 3, arbitrary: fc.constant<string[]>([]) }, { weight: 1, arbitrary: missing }))
      .map(([files, gone]) => {
        const rest = Object.entries(model).filter(([name]) => !gone.includes(name))
        return { ...Object.fromEntries(rest), ...files }
      })
  })
}

const weights = fc.constantFrom(...models).chain((model) => {
  const file = Buffer.from(model['model.safetensors'])
  const { header, data } = splitSafetensors(file)
  const header2 = mutatedJson([header]).map((json) => joinSafetensors(json, data))
  const start = mutated([file.subarray(0, 4000)]).map((bytes) => Buffer.concat([bytes, file.subarray(4000)]))
  return fc.oneof(header2, start, mutated([file])).map((bytes): Files => ({ ...model, 'model.safetensors': bytes }))
})

const sharded = fc.tuple(mutatedJson([indexOf(bert)]), fc.boolean()).map(([index, isCut]): Files => {
  const { 'model.safetensors': whole, ...others } = bert
  const part = isCut ? whole.subarray(0, whole.length / 2) : whole
  return { ...others, 'a.safetensors': part, 'model.safetensors.index.json': Buffer.from(JSON.stringify(index)) }
})

function indexOf(model: Files): unknown {
  const { header } = splitSafetensors(Buffer.from(model['model.safetensors']))
  return { metadata: {}, weight_map: Object.fromEntries(Object.keys(header).map((name) => [name, 'a.safetensors'])) }
}

/** Every reader of models: of weights, of a config, of the files of a tokenizer. */
export function modelTargets(trainer: Trainer): Target[] {
  const targets = {
    safetensors: weights,
    'weights in parts': sharded,
    'config.json': withChanged('config.json'),
    'tokenizer.json': withChanged('tokenizer.json'),
    // It is read where there is no tokenizer.json.
    vocabulary: withChanged('vocab.txt', 'vocab.json', 'merges.txt').map((files) => without(files, 'tokenizer.json')),
    'tokenizer settings': withChanged('tokenizer_config.json'),
  }
  return Object.entries(targets).map(([name, inputs]) => ({
    name: `model, ${name}`,
    inputs: drawn(inputs),
    try: (folder: string) => tryModel(trainer, folder),
  }))
}

const texts = ['A good film, they say.', 'x'.repeat(3000), 'naïve ☃ 😀 \ud800 <b>[MASK]</b> 中文\n\0']

/** Opens a model, and asks it. */
export async function tryModel(trainer: Trainer, folder: string): Promise<Verdict> {
  return worst([
    await trainer.ask('describe', { path: folder }),
    await trainer.ask('predict', { model: folder, texts, files: [] }),
  ])
}
