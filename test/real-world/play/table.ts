import { afterAll, describe, expect, test } from 'vitest'
import { warm } from '../../../src/main/trainer/classifier/warm.ts'
import type { Case } from '../case.ts'
import { faultsOf } from './judge.ts'
import { perform } from './perform.ts'

/** Plays the rows of some tables, each table under its name, as tests. */
export function play(tables: Readonly<Record<string, readonly Case[]>>): void {
  afterAll(() => warm.close())

  describe.each(Object.entries(tables))('Of %s', (_, rows) => {
    test.each(rows.map((row) => [`${row.id}: ${row.what}`, row] as const))('%s', async (_, row) => {
      const outcome = await perform(row).catch((error: Error) => error)
      expect(faultsOf(row, outcome)).toEqual([])
    })
  })

  test('No two rows have one number', () => {
    const ids = Object.values(tables).flatMap((rows) => rows.map(({ id }) => id))
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([])
  })
}
