import { describe, expect, test } from 'vitest'
import type { Table } from '../../../../../../src/main/trainer/dataset/formats/table.ts'
import { guessColumns } from '../../../../../../src/main/trainer/dataset/rows/columns.ts'
import { keyOf, randomBits } from '../../../../../../src/main/trainer/random.ts'
import { at } from '../../../../../../src/shared/at.ts'
import { published } from './headers.ts'

const rows = 120

function valueOf(kind: string, row: number, column: number): string {
  const any = (bound: number) => randomBits(keyOf(column), row) % bound
  const [letter, count] = [kind[0], Number(kind.slice(1))]
  if (letter === 'T')
    return `What was written at ${any(97)} o'clock about the ${row}th of so many things, at some length`
  if (letter === 't') return `Of thing ${row}`
  if (letter === 'L') return `kind ${'abcdefghi'[any(count)]}`
  if (letter === 'N') return String(any(count))
  if (letter === 'B') return String(any(2))
  if (letter === 'I') return `A${100_000 + row}`
  if (letter === 'D') return `2019-0${1 + any(9)}-1${any(9)}`
  if (letter === 'U') return `https://example.org/${row}`
  if (letter === 'F') return String(any(99_991) / 100)
  if (letter === 'W') return `Name ${any(25)}`
  if (letter === 'E') return row === 40 ? 'x' : ''
  return letter === 'C' ? 'same' : `some thing ${row}`
}

function tableOf(columns: string): Table {
  const all = columns.split(' ').map((column) => {
    const colon = column.lastIndexOf(':')
    return { name: column.slice(0, colon).replaceAll('·', ' '), kind: column.slice(colon + 1) }
  })
  const names = all.map(({ name }) => name)
  return {
    path: 'x.csv',
    columns: names,
    async *rows(wanted) {
      const places = wanted.map((name) => names.indexOf(name))
      for (let row = 0; row < rows; row++) {
        yield await Promise.resolve({ line: row, cells: places.map((i) => valueOf(at(all, i).kind, row, i)) })
      }
    },
  }
}

describe('the columns of', () => {
  test.each(published)('%s are told, or asked for', async (_, columns, text, label) => {
    const guesses = await guessColumns([tableOf(columns)], { textColumn: null, labelColumn: null })
    expect([guesses.text.column, guesses.label.column]).toEqual([text, label])
  })
})
