import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bitsOf, passLevels, passRuns } from '../../../../../src/main/trainer/dataset/formats/parquet-runs.ts'

const readerOf = (bytes: readonly number[]) => ({ view: new DataView(Uint8Array.from(bytes).buffer), offset: 0 })

/** A number as Parquet's runs begin: seven bits a byte, the lowest first. */
function varInt(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varInt(value >>> 7)]
}

interface Run {
  readonly isPacked: boolean
  readonly length: number
}
const run = fc.record({ isPacked: fc.boolean(), length: fc.integer({ min: 1, max: 300 }) })
const valuesOf = ({ isPacked, length }: Run): number => (isPacked ? 8 * length : length)

function bytesOf({ isPacked, length }: Run, width: number): number[] {
  const size = isPacked ? length * width : Math.ceil(width / 8)
  return [...varInt(2 * length + Number(isPacked)), ...new Array<number>(size).fill(7)]
}

test('Runs are passed over to the byte behind them', () => {
  fc.assert(
    fc.property(fc.array(run), fc.integer({ min: 1, max: 20 }), (runs, width) => {
      const bytes = runs.flatMap((one) => bytesOf(one, width))
      const reader = readerOf([...bytes, 1, 2, 3])
      passRuns(
        reader,
        width,
        runs.reduce((sum, one) => sum + valuesOf(one), 0),
      )
      expect(reader.offset).toBe(bytes.length)
    }),
  )
})

test.each([false, true])('A run that claims more values than its page has is refused (packed: %s)', (isPacked) => {
  const bytes = bytesOf({ isPacked, length: 1000 }, 1)
  expect(() => passRuns(readerOf(bytes), 1, 100)).toThrow('longer than its page')
})

test('Levels end where their length says, and are not there where all are 0', () => {
  const reader = readerOf([3, 0, 0, 0, 8, 1, 99, 5])
  passLevels(reader, 1, 4)
  expect(reader.offset).toBe(7)
  passLevels(reader, 0, 4)
  expect(reader.offset).toBe(7)
})

test.each([
  [0, 0],
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 3],
  [255, 8],
  [256, 9],
])('%i takes %i bits', (highest, bits) => {
  expect(bitsOf(highest)).toBe(bits)
})
