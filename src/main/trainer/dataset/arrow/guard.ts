import { ByteBuffer } from 'flatbuffers'

let isGuarded = false

/**
 * Has FlatBuffers, in which Arrow's files describe themselves, refuse lists that are longer than the bytes that they lie
 * in. Its JavaScript has no verifier: a damaged file would be read for hours.
 */
export function guardFlatBuffers(): void {
  if (isGuarded) return
  isGuarded = true
  const prototype: Pick<ByteBuffer, '__vector_len' | 'capacity'> = ByteBuffer.prototype
  const length = Reflect.get(prototype, '__vector_len') as (this: ByteBuffer, offset: number) => number
  prototype.__vector_len = function (this: ByteBuffer, offset: number) {
    const claimed = length.call(this, offset)
    if (claimed > this.capacity()) throw new Error('a list in it is longer than the file')
    return claimed
  }
}
