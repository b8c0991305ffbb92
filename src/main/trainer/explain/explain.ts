import { at } from '../../../shared/at.ts'
import type { Params, Result } from '../../../shared/contract.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import { startBackend, tf } from '../backend/tf.ts'
import { cleanText } from '../dataset/rows/clean.ts'
import { requireLabels } from '../model/families/labels.ts'
import { locateModel } from '../model/locate-model.ts'
import { openModelFolder, type ModelFolder } from '../model/model-folder.ts'
import { lengthRead } from '../model/tokenizer/tokenizer-file.ts'
import { argMax } from '../statistics/metrics.ts'
import { Tail } from '../tail/tail.ts'
import { TextTokenizer } from '../tokens/tokenizer.ts'
import { openTrunk } from '../trunk/trunk.ts'
import { trunkShape } from '../trunk/trunk-shape.ts'
import { integratedGradients } from './integrated-gradients.ts'
import { wordsOf, type Word } from './words.ts'

/**
 * Which words of a text mattered for its likeliest label, by two methods that may disagree: what the first token takes of
 * each token in the top block, and the gradients of the label's logit on the features below that block, along the way from
 * those of an empty text.
 * @throws LastlayerError `model` if the folder holds no classifier in safetensors, `cancelled`
 */
export async function explain(
  { model: path, text }: Params<'explain'>,
  signal: AbortSignal,
): Promise<Result<'explain'>> {
  const device = await startBackend()
  const { folder, stripHtml } = await locateModel(path)
  const model = await openModelFolder(folder)
  try {
    const labels = requireLabels(model.config, folder)
    const tokenizer = TextTokenizer.open(model)
    if (tokenizer.readsEnd)
      throw new LastlayerError('model', `${folder} reads the ends of texts: their words are not told.`)
    const maxLength = lengthRead(model)
    const cleaned = cleanText(text, stripHtml)
    const { ids } = tokenizer.encode(cleaned, maxLength)
    const words = wordsOf(cleaned, ids.length, (part) => tokenizer.encode(part, maxLength).fullLength)
    const shape = trunkShape(model, depth, { embeddings: false, precision: 'float32' })
    const trunk = await openTrunk(model, [shape], 'auto', device)
    const read = async (ids: Int32Array): Promise<Float32Array> =>
      Float32Array.from(at(await trunk.run(ids, 1, ids.length), 0))
    try {
      const features = await read(ids)
      const empty = await read(tokenizer.encode('', maxLength).ids)
      signal.throwIfAborted()
      return { text: cleaned, ...(await weigh(model, labels, words, features, empty)) }
    } finally {
      await trunk.close()
    }
  } finally {
    await model.close()
  }
}

/** The top block is what is looked into, whatever was trained. */
const depth = 1

async function weigh(
  model: ModelFolder,
  labels: readonly string[],
  words: readonly Word[],
  features: Float32Array,
  empty: Float32Array,
): Promise<Omit<Result<'explain'>, 'text'>> {
  const { dim } = model.config
  const tokens = features.length / dim
  const classes = labels.map((_, i) => i)
  const tail = await Tail.create(model, {
    unfreeze: depth,
    embeddings: false,
    labels: labels.length,
    classes,
    seed: 0,
    dropout: null,
  })
  const x = tf.tensor3d(features, [1, tokens, dim])
  const baseline = tf.tensor3d(baselineOf(empty, tokens, dim), [1, tokens, dim])
  try {
    const mask = (batch: number): tf.Tensor2D => tf.ones([batch, tokens])
    const [logits, attention] = tf.tidy(() => [tail.logits({ x, mask: mask(1) }), tail.attention({ x, mask: mask(1) })])
    const label = argMax(Float32Array.from(await logits.data()))
    const paid = await attention.data()
    tf.dispose([logits, attention])
    const logit = (x: tf.Tensor3D): tf.Tensor1D =>
      tf.reshape(tf.slice(tail.logits({ x, mask: mask(x.shape[0]) }), [0, label], [-1, 1]), [-1])
    const { tokens: gradients, difference, steps } = await integratedGradients(logit, x, baseline)
    const total = (values: ArrayLike<number>, { first, end }: Word): number =>
      Array.from({ length: end - first }, (_, i) => values[first + i] ?? 0).reduce((sum, one) => sum + one, 0)
    const weighed = words.map((word) => ({
      start: word.start,
      stop: word.stop,
      attention: total(paid, word),
      gradients: total(gradients, word),
    }))
    const rest = gradients.reduce((sum, one) => sum + one, 0) - weighed.reduce((sum, one) => sum + one.gradients, 0)
    return { label: at(labels, label), words: weighed, rest, difference, steps }
  } finally {
    tail.dispose()
    tf.dispose([x, baseline])
  }
}

/** The features of an empty text, its last token in the place of each of the text's. empty [2, dim] to [tokens, dim]. */
function baselineOf(empty: Float32Array, tokens: number, dim: number): Float32Array {
  const baseline = new Float32Array(tokens * dim)
  baseline.set(empty.subarray(0, dim))
  for (let i = 1; i < tokens; i++) baseline.set(empty.subarray(dim, 2 * dim), i * dim)
  return baseline
}
