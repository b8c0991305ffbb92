import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodePart, partCode } from '../../../../../src/main/trainer/dataset/survey/rows.ts'
import { splitRows, type SplitOptions } from '../../../../../src/main/trainer/dataset/survey/split.ts'

const plain: SplitOptions = { smallRun: false, testShare: 0.2, validationShare: 0, seed: 42 }

function splitOf(rows: readonly { label: number; group: number | null }[], options: Partial<SplitOptions> = {}) {
  const columns = {
    label: Uint16Array.from(rows, ({ label }) => label),
    part: new Uint8Array(rows.length).fill(partCode.undecided),
    group: Int32Array.from(rows, ({ group }) => group ?? -1),
  }
  const labels = ['0', '1', '2']
  const parts = splitRows({ labels, rows: columns, isAutomatic: true }, { ...plain, ...options })
  return Array.from(parts, decodePart)
}

const row = fc.record({ label: fc.integer({ min: 0, max: 2 }), group: fc.option(fc.integer({ min: 0, max: 8 })) })

test('No group is in two parts, and some rows of each label stay for training', () => {
  const share = fc.double({ min: 0.05, max: 0.9, noNaN: true })
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 80 }), share, fc.nat(), (rows, testShare, seed) => {
      const parts = splitOf(rows, { testShare, seed, validationShare: 0.2 })
      const partOf = new Map<number, string | null>()
      for (const [i, { group }] of rows.entries()) {
        if (group === null) continue
        expect(partOf.get(group) ?? parts[i]).toBe(parts[i])
        partOf.set(group, parts[i])
      }
      for (const label of new Set(rows.map((one) => one.label))) {
        expect(rows.some((one, i) => one.label === label && parts[i] === 'train')).toBe(true)
      }
    }),
  )
})

test('The share of each label is near the wish where groups are small', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 120, maxLength: 160 })
  fc.assert(
    fc.property(sizes, fc.nat(), fc.double({ min: 0.1, max: 0.5, noNaN: true }), (groups, seed, testShare) => {
      const rows = groups.flatMap((size, group) =>
        Array.from({ length: size }, (_, i) => ({ label: (group + i) % 3, group })),
      )
      const parts = splitOf(rows, { seed, testShare })
      for (const label of [0, 1, 2]) {
        const own = parts.filter((_, i) => rows[i].label === label)
        const tested = own.filter((part) => part === 'test').length
        expect(Math.abs(tested / own.length - testShare)).toBeLessThan(0.1)
      }
    }),
    { numRuns: 50 },
  )
})

test('The parts depend on the seed alone', () => {
  const rows = Array.from({ length: 200 }, (_, i) => ({ label: i % 2, group: Math.floor(i / 4) }))
  expect(splitOf(rows)).toEqual(splitOf(rows))
  expect(splitOf(rows)).not.toEqual(splitOf(rows, { seed: 43 }))
})

test('One large group beside a small one gives the small one to the test part', () => {
  const rows = [...new Array(90).fill(0), ...new Array(10).fill(1)].map((group: number, i) => ({ label: i % 2, group }))
  const parts = splitOf(rows)
  expect(parts.filter((part) => part === 'test')).toHaveLength(10)
  expect(splitOf(rows.map((one) => ({ ...one, group: 0 }))).includes('test')).toBe(false)
})
