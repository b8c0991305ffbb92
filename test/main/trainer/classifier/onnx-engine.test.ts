import { cp, readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { Classifier } from '../../../../src/main/trainer/classifier/classifier.ts'
import { describe as describeModel } from '../../../../src/main/trainer/commands/describe.ts'
import { finetune } from '../../../../src/main/trainer/commands/finetune.ts'
import { evaluate } from '../../../../src/main/trainer/commands/evaluate.ts'
import { predict } from '../../../../src/main/trainer/commands/predict.ts'
import { GraphBuilder } from '../../../../src/main/trainer/trunk/graph-builder.ts'
import { encodeOnnx, streamOnnx, type Graph } from '../../../../src/main/trainer/trunk/onnx-format.ts'
import { parseRecipe } from '../../../../src/shared/recipe.ts'
import { datasetChoice } from '../../../../src/shared/dataset-settings.ts'
import { exported, makeClassifier } from '../../../support/exported-folder.ts'
import { maxDifference } from '../../../support/numbers.ts'
import { temporaryFolder } from '../../../support/tiny-model.ts'

const never = new AbortController().signal
const texts = ['I loved it.', '', `It goes on ${'and on '.repeat(600)}`]

let model: string
let onnx: string
beforeAll(async () => {
  model = await makeClassifier()
  onnx = (await exported(model, 'onnx')).destination
})

describe('A folder with an ONNX file', () => {
  test.each(['onnx/model.onnx', 'model.onnx'])('answers as the weights do, from %s', async (place) => {
    const folder = await copyOf(onnx)
    await rename(join(folder, 'onnx/model.onnx'), join(folder, place))
    const [own, theirs] = await Promise.all(
      [model, folder].map((path) => predict({ model: path, texts, files: [] }, never)),
    )
    for (const [i, { probs, ...about }] of theirs.predictions.entries()) {
      const { probs: expected, ...same } = own.predictions[i]
      expect(about).toEqual(same)
      expect(maxDifference(probs, expected)).toBeLessThan(1e-5)
    }
    expect(theirs.predictions.map(({ truncated }) => truncated)).toEqual([false, false, true])
  })

  test('is described, and evaluated with the figures of the weights', async () => {
    const about = { family: 'distilbert', blocks: 2, dim: 64, positions: 512, labels: ['neg', 'pos'] }
    expect(await describeModel({ path: onnx })).toMatchObject(about)
    expect(await describeModel({ path: model })).toEqual({ ...(await describeModel({ path: onnx })), path: model, name: expect.any(String) }) // prettier-ignore
    const choice = datasetChoice.parse({ dataset: 'sample:reviews' })
    const [own, theirs] = await Promise.all([model, onnx].map((path) => evaluate({ model: path, choice }, never)))
    expect(theirs.metrics.confusion).toEqual(own.metrics.confusion)
    expect(theirs.metrics.loss).toBeCloseTo(own.metrics.loss, 5)
  })

  test('is no model to be fine-tuned, and the sentence says what is', async () => {
    const home = await temporaryFolder()
    const recipe = parseRecipe({ dataset: 'sample:reviews', model: onnx })
    const options = {
      recipe,
      places: { runs: home, cache: home, models: home },
      out: null,
      signal: never,
      onEvent: () => undefined,
    }
    await expect(finetune(options)).rejects.toMatchObject({
      code: 'model',
      message: expect.stringMatching(/ONNX export.*model\.safetensors.*huggingface/s),
    })
  })

  test.each<[string, Record<string, string | null>]>([
    ['vocab.txt alone', { 'tokenizer.json': null, 'tokenizer_config.json': '{"do_lower_case":false}' }],
    ['a tokenizer.json that is contradicted', { 'tokenizer_config.json': '{"do_lower_case":false}' }],
  ])('reads texts as transformers does, with %s', async (_, files) => {
    const [weights, theirs] = await Promise.all([model, onnx].map(copyOf))
    for (const folder of [weights, theirs]) {
      for (const [name, content] of Object.entries(files)) {
        if (content === null) await rm(join(folder, name))
        else await writeFile(join(folder, name), content)
      }
    }
    const ask = async (folder: string): Promise<number[][]> => {
      const { predictions } = await predict({ model: folder, texts: ['A GOOD film', 'Loved IT'], files: [] }, never)
      return predictions.map(({ probs }) => probs)
    }
    const [own, same, before] = await Promise.all([weights, theirs, onnx].map(ask))
    for (const [i, probs] of same.entries()) expect(maxDifference(probs, own[i])).toBeLessThan(1e-5) // prettier-ignore
    expect(same).not.toEqual(before)
  })

  test('stops when it is cancelled', async () => {
    const classifier = await Classifier.open(onnx)
    await expect(classifier.score(texts, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' })
    await classifier.close()
  })
})

describe('A stranger’s file is refused with one sentence:', () => {
  const refuse = async (folder: string, sentence: RegExp): Promise<void> => {
    const outcome = await predict({ model: folder, texts, files: [] }, never).catch((error: unknown) => error)
    expect(outcome).toMatchObject({ code: 'model', message: expect.stringMatching(sentence) })
    expect(String((outcome as Error).message).split('\n')).toHaveLength(1)
  }

  test('bytes that are no model', async () => {
    await refuse(await withFile(Buffer.from('This is no model. '.repeat(100))), /model\.onnx cannot be used: .*pars/)
  })

  test('a Git LFS pointer', async () => {
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 268\n`
    await refuse(await withFile(Buffer.from(pointer)), /model\.onnx is a Git LFS pointer .*git lfs pull/)
  })

  test('numbers that are none', async () => {
    await refuse(await withFile(await bytesOf(answering({ value: NaN }))), /gives no finite numbers/)
  })

  test('a file that stops early', async () => {
    const whole = await readFile(join(onnx, 'onnx/model.onnx'))
    await refuse(await withFile(whole.subarray(0, whole.length / 2)), /cannot be used/)
  })

  test('a file of 10 GB', async () => {
    const folder = await withFile(Buffer.alloc(1))
    await truncate(join(folder, 'onnx/model.onnx'), 10 * 2 ** 30)
    await refuse(folder, /larger than 2 GB/)
  })

  test('a weight that claims 10 GB', async () => {
    const graph = answering()
    const claim = { name: 'w', type: 'float32', shape: [50_000, 50_000], load: async () => Float32Array.of(1) } as const
    const file = encodeOnnx({ ...graph, initializers: [claim] }, [{ file: 'w.bin', offset: 0, length: 1e10 }])
    await refuse(await withFile(file), /cannot be used/)
  })

  test.each(['../../secret.bin', '/etc/hostname', 'link.bin'])('weights that lie at %s', async (location) => {
    const weight = { name: 'w', type: 'float32', shape: [2], load: async () => Float32Array.of(1, 2) } as const
    const file = encodeOnnx({ ...answering(), initializers: [weight] }, [{ file: location, offset: 0, length: 8 }])
    const folder = await withFile(file)
    const secret = join(folder, '..', 'secret.bin')
    await writeFile(secret, Buffer.alloc(8))
    await symlink(secret, join(folder, 'onnx/link.bin'))
    await refuse(folder, /cannot be used: .*External data/i)
  })

  test('a link out of its folder', async () => {
    const folder = await withFile(Buffer.alloc(0))
    await rm(join(folder, 'onnx/model.onnx'))
    await symlink(join(onnx, 'onnx/model.onnx'), join(folder, 'onnx/model.onnx'))
    await refuse(folder, /is a link out of its folder/)
  })

  test('another input', async () => {
    await refuse(await withFile(await bytesOf(answering({ inputs: ['input_ids', 'pixel_values'] }))), /asks for the input pixel_values/) // prettier-ignore
  })

  test('another output', async () => {
    await refuse(await withFile(await bytesOf(answering({ output: 'answer' }))), /no output named logits/)
  })

  test('more numbers than labels', async () => {
    await refuse(await withFile(await bytesOf(answering({ numbers: 3 }))), /answers with 3 numbers/)
  })

  test('a pickled file beside nothing else', async () => {
    const folder = await copyOf(onnx)
    await rm(join(folder, 'onnx'), { recursive: true })
    await writeFile(join(folder, 'pytorch_model.bin'), 'pickle')
    await refuse(folder, /Pickled files can run code/)
  })
})

/** A graph that answers every text with the same numbers, but for what is asked to be wrong. */
function answering({ inputs = ['input_ids'], output = 'logits', numbers = 2, value = 0 } = {}): Graph {
  const graph = new GraphBuilder()
  for (const name of inputs) graph.input(name, 'int64', ['batch', 'sequence'])
  const weight = graph.weight('w', [numbers], () => Promise.resolve(new Float32Array(numbers).fill(value)))
  graph.output(weight, { name: output, type: 'float32', shape: [numbers] })
  return graph.build()
}

async function bytesOf(graph: Graph): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of streamOnnx(graph)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function copyOf(folder: string): Promise<string> {
  const copy = join(await temporaryFolder(), 'model')
  await cp(folder, copy, { recursive: true })
  return copy
}

/** The exported folder with another ONNX file. */
async function withFile(bytes: Uint8Array): Promise<string> {
  const folder = await copyOf(onnx)
  await writeFile(join(folder, 'onnx/model.onnx'), bytes)
  return folder
}
