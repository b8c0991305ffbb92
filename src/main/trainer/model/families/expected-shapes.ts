import type { EncoderConfig } from './config.ts'
import type { Affine } from './family.ts'

export type Shapes = Map<string, readonly number[]>

/** The name and shape of every tensor of the embeddings and blocks. Weights of layers are [out, in]. */
export function encoderShapes(config: EncoderConfig): Shapes {
  const { family, dim, hiddenDim } = config
  const shapes: Shapes = new Map()
  const layer = (names: Affine, out: number, input: number) =>
    shapes.set(names.weight, [out, input]).set(names.bias, [out])
  const norm = (names: Affine) => shapes.set(names.weight, [dim]).set(names.bias, [dim])

  const { embeddings } = family
  shapes.set(embeddings.words, [config.vocabSize, dim])
  shapes.set(embeddings.positions, [config.firstPosition + config.positions, dim])
  if (embeddings.types !== null) shapes.set(embeddings.types, [config.typeVocab, dim])
  norm(embeddings.norm)
  for (let i = 0; i < config.blocks; i++) {
    const block = family.block(i)
    for (const names of [block.query, block.key, block.value, block.attentionOutput]) layer(names, dim, dim)
    norm(block.attentionNorm)
    layer(block.feedForwardIn, hiddenDim, dim)
    layer(block.feedForwardOut, dim, hiddenDim)
    norm(block.outputNorm)
  }
  return shapes
}

/** The name and shape of the dense layer before the classifier. */
export function denseShapes({ family, dim }: EncoderConfig): Shapes {
  const { dense } = family.head
  return new Map<string, readonly number[]>().set(dense.weight, [dim, dim]).set(dense.bias, [dim])
}

/** The name and shape of the classifier for so many labels. */
export function classifierShapes({ family, dim }: EncoderConfig, labels: number): Shapes {
  const { classifier } = family.head
  return new Map<string, readonly number[]>().set(classifier.weight, [labels, dim]).set(classifier.bias, [labels])
}

/** How many numbers tensors of these shapes hold. */
export function parameterCount(shapes: Shapes): number {
  return [...shapes.values()].reduce((sum, shape) => sum + shape.reduce((size, length) => size * length, 1), 0)
}
