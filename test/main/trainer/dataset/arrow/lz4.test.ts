import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decompressLz4 } from '../../../../../src/main/trainer/dataset/arrow/lz4.ts'

const most = 2 ** 20

/** Literal bytes, then bytes from so far back; a block ends with literals. */
interface Sequence {
  readonly literals: Uint8Array
  readonly back: number
  readonly length: number
}

const extra = (length: number): number[] => {
  if (length < 15) return []
  const rest = length - 15
  return [...new Array<number>(Math.floor(rest / 255)).fill(255), rest % 255]
}

function blockOf(sequences: readonly Sequence[], before: readonly number[]): { bytes: number[]; output: number[] } {
  const bytes: number[] = []
  const output = [...before]
  for (const { literals, back, length } of sequences) {
    output.push(...literals)
    const distance = 1 + (back % output.length)
    const matched = length - 4
    bytes.push((Math.min(15, literals.length) << 4) | Math.min(15, matched))
    bytes.push(...extra(literals.length), ...literals, distance & 255, distance >> 8, ...extra(matched))
    for (let i = 0; i < length; i++) output.push(output[output.length - distance] ?? 0)
  }
  return { bytes: [...bytes, 0x10, 77], output: [...output, 77] }
}

const word = (value: number): number[] => [0, 8, 16, 24].map((shift) => (value >>> shift) & 255)
const frameOf = (...blocks: readonly number[][]): Uint8Array =>
  Uint8Array.from([
    ...word(0x184d2204),
    0x40,
    0x40,
    0,
    ...blocks.flatMap((one) => [...word(one.length), ...one]),
    0,
    0,
    0,
    0,
  ])

const sequence = fc.record({
  literals: fc.uint8Array({ minLength: 1, maxLength: 40 }),
  back: fc.nat(60_000),
  length: fc.integer({ min: 4, max: 600 }),
})

test('What was packed is unpacked, over the ends of blocks too', () => {
  fc.assert(
    fc.property(fc.array(fc.array(sequence, { maxLength: 5 }), { minLength: 1, maxLength: 3 }), (all) => {
      let output: number[] = []
      const blocks = all.map((sequences) => {
        const block = blockOf(sequences, output)
        output = block.output
        return block.bytes
      })
      expect([...decompressLz4(frameOf(...blocks), most)]).toEqual(output)
    }),
  )
})

test('A block that is not packed is taken as it is', () => {
  const frame = Uint8Array.from([...word(0x184d2204), 0x40, 0x40, 0, ...word(0x80000003), 1, 2, 3, 0, 0, 0, 0])
  expect([...decompressLz4(frame, most)]).toEqual([1, 2, 3])
})

test.each([
  ['refers to what is not there', frameOf([0x10, 1, 2, 0]), most],
  ['refers to what is not there', frameOf([0x10, 1, 0, 0]), most],
  ['is cut short', frameOf([0xf0, 255]), most],
  ['unpacks to far more than its size', frameOf([0x1f, 1, 1, 0, 255, 255, 255, 0]), 100],
  ['no LZ4 frame', new Uint8Array(20), most],
])('One that is damaged %s', (reason, frame, limit) => {
  expect(() => decompressLz4(frame, limit)).toThrow(reason)
})

test('Damage ends in an error or in bytes within the limit', () => {
  const frame = frameOf(blockOf([{ literals: Uint8Array.of(1, 2, 3), back: 2, length: 300 }], []).bytes)
  fc.assert(
    fc.property(fc.nat(frame.length - 1), fc.nat(255), (place, byte) => {
      const damaged = frame.slice()
      damaged[place] = byte
      try {
        expect(decompressLz4(damaged, 5000).length).toBeLessThanOrEqual(5000)
      } catch (error) {
        expect(error).toBeInstanceOf(Error)
      }
    }),
  )
})
