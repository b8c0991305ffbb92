import { mkdir, rename, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { predict } from '../../../../src/main/trainer/commands/predict.ts'
import { predictTable } from '../../../../src/main/trainer/commands/predict-table.ts'
import {
  textReading,
  type TableAnswer,
  type TableHead,
  type TableProgress,
  type TableResult,
} from '../../../../src/shared/table-answers.ts'
import { datasetSummaryOf } from '../../../support/dataset-summary.ts'
import { makeTinyModel, temporaryFolder } from '../../../support/tiny-model.ts'
import { faultOf, fileOf, folderOf } from '../dataset/scratch.ts'
import { inEnglish } from '../../../in-english.ts'

const never = new AbortController().signal
let model: string
beforeAll(async () => (model = await makeTinyModel({ family: 'distilbert', labels: ['neg', 'pos'], seed: 1 })))

interface Asked {
  head: TableHead | undefined
  rows: TableAnswer[]
  result: TableResult
}

async function ask(path: string, reading = {}, by = model): Promise<Asked> {
  const told: TableProgress[] = []
  const params = { model: by, path, reading: textReading.parse(reading) }
  const result = await predictTable(params, never, (progress) => told.push(progress))
  return {
    head: told.find((one) => one.kind === 'table'),
    rows: told.flatMap((one) => (one.kind === 'rows' ? one.rows : [])),
    result,
  }
}

describe('The rows of a table', () => {
  test('are answered one by one as the same texts are, in their order, with their own columns', async () => {
    const texts = ['good', 'a longer and dull text', 'fine']
    const csv = `id,text,meta\n${texts.map((text, i) => `${i + 7},${text},m${i}\n`).join('')}`
    const { head, rows, result } = await ask(fileOf('a.csv', csv))
    expect(head).toEqual({
      kind: 'table',
      abstainBelow: null,
      columns: ['id', 'text', 'meta'],
      text: 'text',
      labels: ['neg', 'pos'],
      notes: expect.any(Array),
      facts: { encoding: { used: 'utf-8', others: [] }, separator: { used: ',' }, sheets: null, header: true },
    })
    expect(rows.map(({ cells, line }) => [line, ...cells])).toEqual(
      texts.map((text, i) => [i + 2, `${i + 7}`, text, `m${i}`]),
    )
    const { predictions } = await predict({ model, texts, files: [] }, never)
    rows.forEach(({ answer }, i) => {
      expect(answer?.label).toBe(predictions[i].label)
      answer?.probs.forEach((p, k) => expect(p).toBeCloseTo(predictions[i].probs[k], 5))
    })
    expect(result).toEqual({ kind: 'answered', answered: 3, truncated: 0, leftOut: { count: 0, rows: [] } })
  })

  test('have no answer where they have no text or cannot be read, and are counted', async () => {
    const { rows, result } = await ask(fileOf('a.csv', 'id,text\n1,good\n2,\n3,a,b,c\n4,fine\n'))
    expect(rows.map(({ answer }) => answer !== null)).toEqual([true, false, false, true])
    expect(rows[1]).toMatchObject({ line: 3, cells: ['2', ''], about: expect.stringContaining('No text') })
    expect(result).toMatchObject({ answered: 2, leftOut: { count: 2, rows: [{ line: 3 }, { line: 4 }] } })
  })

  test('are told of in pieces, however many they are', async () => {
    const told: number[] = []
    const path = fileOf('a.csv', `text\n${'good\n'.repeat(1000)}`)
    await predictTable({ model, path, reading: textReading.parse({}) }, never, (progress) => {
      if (progress.kind === 'rows') told.push(progress.rows.length)
    })
    expect(told).toEqual([256, 256, 256, 232])
  })

  test('that are large are told of in smaller pieces', async () => {
    const told: number[] = []
    const path = fileOf('a.csv', `text,note\n${`good,${'x'.repeat(3e6)}\n`.repeat(4)}`)
    await predictTable({ model, path, reading: textReading.parse({}) }, never, (progress) => {
      if (progress.kind === 'rows') told.push(progress.rows.length)
    })
    expect(told).toEqual([2, 2])
  })

  test('of JSON Lines keep numbers, lists and objects', async () => {
    const own = { text: 'good', n: 1.5, is: true, list: [1, 'a'], more: { a: null }, none: null }
    const { head, rows } = await ask(fileOf('a.jsonl', `${JSON.stringify(own)}\n{"text":"fine"}\n`))
    const valueOf = (row: TableAnswer) =>
      Object.fromEntries((head?.columns ?? []).map((name, i) => [name, row.cells[i]]))
    expect(valueOf(rows[0])).toMatchObject({ text: 'good', n: 1.5, is: true, none: null })
    expect(valueOf(rows[1])).toMatchObject({ text: 'fine', n: null })
  })

  test('can be stopped', async () => {
    const stop = new AbortController()
    const path = fileOf('a.csv', `text\n${'good\n'.repeat(2000)}`)
    const asking = predictTable({ model, path, reading: textReading.parse({}) }, stop.signal, () => stop.abort())
    await expect(asking).rejects.toMatchObject({ code: 'cancelled' })
  })
})

describe('The text column', () => {
  const csv = 'verdict,note,text\nx,good,wrong one\n'

  async function runOn(text: string): Promise<string> {
    const run = await temporaryFolder()
    await rename(await makeTinyModel({ family: 'distilbert', labels: ['neg', 'pos'], seed: 1 }), join(run, 'model'))
    await writeFile(join(run, 'recipe.json'), JSON.stringify({ dataset: '/d.csv', model: '/m' }))
    const columns = { all: ['note', 'verdict'], text, label: 'verdict' }
    const summary = datasetSummaryOf({ labels: ['neg', 'pos'], columns })
    await writeFile(join(run, 'dataset.json'), JSON.stringify(summary))
    return run
  }

  test("is the run's own where the table has it", async () => {
    expect((await ask(fileOf('a.csv', csv), {}, await runOn('note'))).head?.text).toBe('note')
  })

  test('may be several that are joined', async () => {
    const { head, rows } = await ask(fileOf('a.csv', csv), {}, await runOn('{note}: {text}'))
    expect(head?.text).toBe('{note}: {text}')
    expect(rows[0].about).toBe('good: wrong one')
    expect(rows[0].cells).toEqual(['x', 'good', 'wrong one'])
  })

  test('is what a model folder says that its texts were joined of', async () => {
    const lastlayer = { max_length: 64, text_columns: 'note,text' }
    const joined = await makeTinyModel({ family: 'distilbert', labels: ['neg', 'pos'], seed: 1, config: { lastlayer } })
    expect((await ask(fileOf('a.csv', csv), {}, joined)).rows[0].about).toBe('good\nwrong one')
  })

  test('is another where the table lacks that', async () => {
    expect((await ask(fileOf('a.csv', csv), {}, await runOn('body'))).head?.text).toBe('text')
  })

  test('is the one asked for before all', async () => {
    const { head } = await ask(fileOf('a.csv', csv), { textColumn: 'verdict' }, await runOn('note'))
    expect(head?.text).toBe('verdict')
  })

  test('that was asked for and is not there is an error that names the others', async () => {
    expect(await faultOf(ask(fileOf('a.csv', csv), { textColumn: 'body' }))).toMatch(/no text column "body".*"note"/)
  })

  test('is the only one, whatever its name', async () => {
    expect((await ask(fileOf('a.csv', 'x1\ngood\n'))).rows[0].answer).not.toBeNull()
  })

  test('is a question where nobody can tell, with the first values of each', async () => {
    const { result, rows } = await ask(fileOf('a.csv', 'a,b\n1,2\n3,4\n5,6\n7,8\n'))
    expect(rows).toEqual([])
    expect(inEnglish(result)).toMatchObject({
      kind: 'question',
      sentence: expect.stringContaining('--text-column'),
      columns: [
        { name: 'a', values: ['1', '3', '5'] },
        { name: 'b', values: ['2', '4', '6'] },
      ],
    })
  })
})

describe('Lines', () => {
  test('are one text each, without blank ones, CR and byte order mark', async () => {
    const { rows } = await ask(fileOf('a.txt', '\ufeffgood, and more\r\n\r\n  \r\nfine'), { as: 'lines' })
    expect(rows.map(({ line, about }) => [line, about])).toEqual([
      [1, 'good, and more'],
      [4, 'fine'],
    ])
  })

  test('that are no text, or too long for one, have no answer', async () => {
    const content = Buffer.concat([Buffer.from('good\nno\0pe\n'), Buffer.alloc(11e6, 'a'), Buffer.from('\nfine\n')])
    const { rows } = await ask(fileOf('a.txt', content), { as: 'lines' })
    expect(rows.map(({ answer }) => answer !== null)).toEqual([true, false, false, true])
  })
})

describe('A folder', () => {
  test('is a table of its text files, those in folders too and hidden ones not', async () => {
    const files = { 'b.txt': 'good', 'in/a': 'fine', '.hidden.txt': 'no', 'empty.md': ' ', 'x.bin': Buffer.alloc(9) }
    const { rows, head } = await ask(folderOf(files))
    expect(head).toMatchObject({ columns: ['file', 'text'], text: 'text' })
    expect(rows.map(({ cells, about }) => cells[0] ?? about)).toEqual([
      'b.txt',
      'empty.md: The file is empty.',
      join('in', 'a'),
      expect.stringMatching(/^x\.bin: .*NUL/),
    ])
  })

  test('of tables is a question which', async () => {
    expect(await faultOf(ask(folderOf({ 'train.csv': 'text\na\n', 'test.csv': 'text\nb\n' })))).toMatch(
      /holds tables.*test\.csv/,
    )
  })

  test('that holds itself comes to an end', async () => {
    const folder = folderOf({ 'a.txt': 'good' })
    await mkdir(join(folder, 'in'))
    await symlink(folder, join(folder, 'in', 'loop'))
    expect((await ask(folder)).rows.length).toBeLessThan(20)
  })
})

test('What is not there is a sentence', async () => {
  expect(await faultOf(ask('/nowhere/a.csv'))).toContain('/nowhere/a.csv cannot be read: it is not there.')
})
