import type { Affine, Family } from './family.ts'

/** The names of all tensors of one transformer block. */
export function blockTensors(family: Family, index: number): string[] {
  const layers: Record<string, Affine> = { ...family.block(index) }
  return Object.values(layers).flatMap(({ weight, bias }) => [weight, bias])
}

/** The names of all tensors of the embeddings. */
export function embeddingTensors({ embeddings }: Family): string[] {
  const { words, positions, types, norm } = embeddings
  return [words, positions, ...(types === null ? [] : [types]), norm.weight, norm.bias]
}

/**
 * The canonical name of a tensor as a file may call it: bare models have no family prefix (`encoder.layer.0…`), and the
 * oldest files call a layer norm's tensors gamma and beta.
 */
export function canonicalName({ prefix, bareParts }: Family, name: string): string {
  const modern = name
    .replace(/(LayerNorm|layer_norm)\.gamma$/, '$1.weight')
    .replace(/(LayerNorm|layer_norm)\.beta$/, '$1.bias')
  return bareParts.some((part) => modern.startsWith(`${part}.`)) ? `${prefix}.${modern}` : modern
}
