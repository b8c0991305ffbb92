import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { batchesOf } from '../../../src/renderer/pad/batches.ts'
import { uploadLimits } from '../../../src/shared/app-contract.ts'

const sizesOf = (sizes: number[]): number[][] =>
  [...batchesOf(sizes.map((size) => ({ size })))].map((batch) => batch.map(({ size }) => size))

describe('batchesOf', () => {
  it('sends few files at a time, so that answers come soon, and all through', () => {
    expect(sizesOf(Array(100).fill(1)).map(({ length }) => length)).toEqual([32, 32, 32, 4])
  })

  it('makes no batch of nothing', () => {
    expect(sizesOf([])).toEqual([])
  })

  it('keeps every file and the order, within what one call may carry in base64', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: uploadLimits.file }), { maxLength: 200 }), (sizes) => {
        const batches = sizesOf(sizes)
        expect(batches.flat()).toEqual(sizes)
        for (const batch of batches) {
          expect(batch.length).toBeLessThanOrEqual(uploadLimits.files)
          const base64 = batch.reduce((sum, size) => sum + 4 * Math.ceil(size / 3), 0)
          // As src/main/host/app/uploads.ts counts.
          expect(base64 * 0.75).toBeLessThanOrEqual(uploadLimits.bytes)
        }
      }),
    )
  })
})
