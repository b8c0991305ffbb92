import type { EncoderConfig } from '../src/main/trainer/model/families/config.ts'
import { distilbert } from '../src/main/trainer/model/families/distilbert.ts'
import { encoderShapes } from '../src/main/trainer/model/families/expected-shapes.ts'
import type { ModelFolder } from '../src/main/trainer/model/model-folder.ts'
import { normal, keyOf } from '../src/main/trainer/random.ts'

/** Sizes of models: DistilBERT's own, and that of the bundled one. */
export const sizes = {
  distilbert: { dim: 768, heads: 12, blocks: 6, hiddenDim: 3072, vocabSize: 30_522 },
  tiny: { dim: 192, heads: 3, blocks: 4, hiddenDim: 768, vocabSize: 8192 },
} as const
export type Size = keyof typeof sizes

/** A DistilBERT with random weights that exists in memory alone: speed does not depend on what it has learned. */
export function randomModel(size: Size): ModelFolder {
  const config: EncoderConfig = {
    ...sizes[size],
    family: distilbert,
    positions: 512,
    firstPosition: 0,
    typeVocab: 0,
    layerNormEps: 1e-12,
    activation: 'gelu',
    hiddenDropout: 0.1,
    attentionDropout: 0.1,
    headDropout: 0.2,
    padTokenId: 0,
    labels: null,
    unlabelled: 'has no head',
    trainedLength: null,
    textColumns: null,
    abstainBelow: null,
    raw: {},
  }
  const shapes = encoderShapes(config)
  const shape = (name: string): readonly number[] => shapes.get(name) ?? []
  return {
    path: `random ${size}`,
    config,
    has: (name) => shapes.has(name),
    shape,
    read: (name) => {
      const length = shape(name).reduce((product, n) => product * n, 1)
      return Promise.resolve(
        name.includes('norm.weight') ? new Float32Array(length).fill(1) : normal(keyOf(length), length, 0.02),
      )
    },
    stream: () => {
      throw new Error('A model of random numbers has no file.')
    },
    digest: () => Promise.resolve(size),
    text: () => null,
    json: () => null,
    pin: () => Promise.reject(new Error('A model of random numbers has no file.')),
    close: () => Promise.resolve(),
  }
}
