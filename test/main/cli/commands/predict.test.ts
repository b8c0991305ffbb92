import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { createProgram } from '../../../../src/main/cli/program.ts'
import { Screen } from '../../../../src/main/cli/screen/screen.ts'
import type { Session } from '../../../../src/main/cli/session.ts'
import { predict } from '../../../../src/main/trainer/commands/predict.ts'
import { predictTable } from '../../../../src/main/trainer/commands/predict-table.ts'
import { captureOutput, type CapturedOutput } from '../../../support/captured-output.ts'
import { FakeTrainer } from '../../../support/fake-trainer.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'
import { makeTinyModel } from '../../../support/tiny-model.ts'

let model: string
let folder: string
beforeAll(async () => (model = await makeTinyModel({ family: 'distilbert', labels: ['neg', 'pos'], seed: 1 })))
beforeEach(async () => (folder = await temporaryFolder()))

interface Outcome extends CapturedOutput {
  error: { code: string; message: string } | null
}

/** Runs `predict` on the model, in this process. */
async function run(...args: string[]): Promise<Outcome> {
  const host = new FakeTrainer()
  const never = new AbortController().signal
  host.answers = {
    predict: (params, { signal = never }) => predict(params, signal),
    predictTable: (params, { signal = never, onProgress = () => undefined }) =>
      predictTable(params, signal, onProgress),
  }
  const places = { runs: folder, cache: folder, models: folder }
  const session: Session = { host, screen: new Screen(), places, signal: never }
  const output = captureOutput()
  const error: unknown = await createProgram(session)
    .parseAsync(['node', 'lastlayer', 'predict', model, ...args])
    .then(() => null)
    .catch((reason: unknown) => reason)
  return { ...output, error: error as Outcome['error'] }
}

async function fileOf(name: string, content: string | Uint8Array): Promise<string> {
  await writeFile(join(folder, name), content)
  return join(folder, name)
}

function feed(content: string | Uint8Array): void {
  const stdin = vi.spyOn(process, 'stdin', 'get').mockReturnValue(Readable.from([content]) as typeof process.stdin)
  onTestFinished(() => stdin.mockRestore())
}

const table = 'id,text,score\n1,good,-1\n2,,0.5\n3,"dull, and awful",=1+1\n'

describe('A table', () => {
  test('is shown with one answer a row', async () => {
    const { stdout, stderr, error } = await run('--file', await fileOf('a.csv', table))
    expect(error).toBeNull()
    expect(stdout).toMatch(
      /^(neg|pos) {2}0\.\d{3} {2}good\n– +– {2}line 3: No text\.\n(neg|pos) {2}0\.\d{3} {2}dull, and awful\n$/,
    )
    expect(stderr).toContain('1 of 3 have no answer.')
  })

  test('is one list of objects for programs', async () => {
    const { stdout } = await run('--json', '--file', await fileOf('a.csv', table))
    const rows = JSON.parse(stdout) as Record<string, unknown>[]
    expect(rows.map(({ id, text, score }) => [id, text, score])).toEqual([
      ['1', 'good', '-1'],
      ['2', '', '0.5'],
      ['3', 'dull, and awful', '=1+1'],
    ])
    expect(Object.keys(rows[0])).toEqual(['id', 'text', 'score', 'label', 'probability', 'p(neg)', 'p(pos)'])
    expect(rows[1]).toMatchObject({ label: null, probability: null, 'p(neg)': null })
    expect(rows[0].probability).toBe(Math.max(Number(rows[0]['p(neg)']), Number(rows[0]['p(pos)'])))
  })

  test('is written as CSV, its own columns kept and formulas disarmed', async () => {
    const out = join(folder, 'out.csv')
    const { error, stdout, stderr } = await run('--file', await fileOf('a.csv', table), '--out', out)
    expect(error).toBeNull()
    expect(stderr).toContain('1 cell begins like a formula (= + - @) and got an apostrophe')
    expect(stdout).toBe(`Wrote ${out}\n`)
    const lines = (await readFile(out, 'utf8')).split('\r\n')
    expect(lines[0]).toBe('id,text,score,label,probability,p(neg),p(pos)')
    expect(lines[1]).toMatch(/^1,good,-1,(neg|pos),0\.\d+,0\.\d+,0\.\d+$/)
    expect(lines[2]).toBe('2,,0.5,,,,')
    expect(lines[3]).toMatch(/^3,"dull, and awful",'=1\+1,/)
  })

  test('is written as JSON Lines, values as they were', async () => {
    const out = join(folder, 'out.jsonl')
    const own = { text: 'grüße', n: 1.5, list: ['a'], label: 'its own', sum: '=1+1' }
    const { stderr } = await run('--file', await fileOf('a.jsonl', `${JSON.stringify(own)}\n`), '--out', out)
    expect(stderr).not.toContain('formula')
    const [line, rest] = (await readFile(out, 'utf8')).split('\n')
    expect(JSON.parse(line)).toMatchObject({
      text: 'grüße',
      n: 1.5,
      label: 'its own',
      sum: '=1+1',
      'predicted label': expect.any(String),
    })
    expect(rest).toBe('')
  })

  test.each([
    ['a.jsonl', (row: string) => `${row}\n${row}\n`],
    ['a.json', (row: string) => `[\n${row.replace(', "n', ',\n "n')},\n${row}]`],
  ])('is written as JSON Lines, the objects of %s as they stood', async (name, write) => {
    const out = join(folder, 'out.jsonl')
    const row =
      '{"id": 9007199254740993, "text": "grüße\\u0041", "n": 1.50, "of": {"label": [1.0, {"b": {}}]}, "label": "own"}'
    await run('--file', await fileOf(name, write(row)), '--out', out)
    const lines = (await readFile(out, 'utf8')).trimEnd().split('\n')
    for (const line of lines) {
      expect(line).toMatch(/^\{.*\}$/)
      expect(line.startsWith(row.slice(0, -1)), line).toBe(true)
      expect(Object.keys(JSON.parse(line) as object).slice(5)).toEqual([
        'predicted label',
        'probability',
        'p(neg)',
        'p(pos)',
      ])
    }
  })

  test('keeps columns that every object has already', async () => {
    const path = await fileOf('a.csv', 'text,__proto__,constructor,valueOf\ngood,1,2,3\n')
    expect((await run('--json', '--file', path)).stdout).toMatch(
      /"__proto__": "1",\s+"constructor": "2",\s+"valueOf": "3"/,
    )
  })

  test('whose text column is not clear is an error, and nothing is written', async () => {
    const out = join(folder, 'out.csv')
    const { error } = await run('--file', await fileOf('a.csv', 'a,b\n1,2\n'), '--out', out)
    expect(error).toMatchObject({ code: 'dataset', message: expect.stringContaining('--text-column') })
    await expect(readFile(out)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('without any text is an error, and nothing is written', async () => {
    const out = join(folder, 'out.csv')
    const { error } = await run('--file', await fileOf('a.csv', 'text,b\n,2\n'), '--out', out)
    expect(error).toMatchObject({
      code: 'dataset',
      message: expect.stringMatching(/a\.csv has no text .*line 2: No text/),
    })
    await expect(readFile(out)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('of no rows is an error', async () => {
    const { error } = await run('--file', await fileOf('a.csv', 'text\n'))
    expect(error).toMatchObject({ code: 'dataset', message: expect.stringMatching(/a\.csv has no rows/) })
  })

  test('that cannot be read leaves a whole list for programs', async () => {
    const files = [await fileOf('a.csv', table), await fileOf('b.csv', '')]
    const { stdout, error } = await run('--json', '--file', ...files)
    expect(JSON.parse(stdout)).toHaveLength(3)
    expect(error?.message).toContain('b.csv is empty')
  })

  test.each(['utf16le', 'latin1'] as const)('in %s is read, and it is said', async (encoding) => {
    const mark = encoding === 'utf16le' ? '\ufeff' : ''
    const path = await fileOf('a.csv', Buffer.from(`${mark}text,id\nein schöner Tag für uns,1\n`, encoding))
    const { stdout, stderr } = await run('--file', path)
    expect(stdout).toMatch(/ein schöner Tag für uns\n$/)
    expect(stderr).toMatch(/a\.csv is not UTF-8 and was read as (utf-16le|windows-1252)/)
  })

  test('is what a file is where the person says how it is to be read', async () => {
    const path = await fileOf('reviews.tsv', 'n\tbody\n1\tgood\n')
    expect((await run('--text-column', 'body', '--file', path)).stdout).toMatch(/good\n$/)
  })
})

describe('--out', () => {
  test('never takes the place of a file', async () => {
    const out = await fileOf('there.csv', 'mine')
    expect((await run('good', '--out', out)).error).toMatchObject({
      code: 'usage',
      message: expect.stringContaining('there already'),
    })
  })

  test('says what it can write', async () => {
    expect((await run('good', '--out', join(folder, 'a.xlsx'))).error?.message).toMatch(/\.csv or \.jsonl/)
  })

  test('takes one table', async () => {
    const files = [await fileOf('a.csv', table), await fileOf('b.csv', table)]
    expect((await run('--file', ...files, '--out', join(folder, 'o.csv'))).error?.code).toBe('usage')
  })
})

describe('A text', () => {
  test.each(['it.txt', 'a folder'])('that is the name of what is there, %s, is not classified', async (name) => {
    await fileOf('it.txt', 'good')
    await mkdir(join(folder, 'a folder'))
    const { error, stdout } = await run(join(folder, name))
    expect(error).toMatchObject({ code: 'usage', message: expect.stringMatching(/ is a (file|folder): use --file /) })
    expect(stdout).toBe('')
  })

  test.each(['reviews.csv', './reviews', '/data/of/mine', 'C:\\data\\mine', 'letter.docx'])(
    'that only looks like one, %s, is noted',
    async (text) => {
      expect((await run(text)).stderr).toContain(`${text} looks like a file, but there is none`)
    },
  )

  test.each(['Good.', 'and/or', 'https://example.org/a.html', 'a b.csv', 'x'.repeat(5000), 'two\nlines.txt', 'nul\0'])(
    'such as %j is a text',
    async (text) => {
      expect(await run(text)).toMatchObject({ error: null, stderr: '' })
    },
  )
})

test.each(['', ' \n'])('An empty text, %j, is wrong usage', async (text) => {
  expect((await run('good', text)).error).toMatchObject({ code: 'usage', message: 'Text 2 is empty: leave it out.' })
})

describe('Files', () => {
  test('of many lines are one text, and the way to have more is told', async () => {
    const path = await fileOf('lines.txt', 'a long line of many words for a text that goes on and on\n'.repeat(60))
    expect((await run('--file', path)).stderr).toMatch(/lines\.txt has 60 lines and was read as one text: --lines/)
    const { stdout, stderr } = await run('--lines', '--file', path)
    expect(stdout.trim().split('\n')).toHaveLength(60)
    expect(stderr).toBe('')
  })

  test('that are documents are called what they are, in whatever file', async () => {
    const paths = [await fileOf('a.txt', '%PDF-1.7\n'), await fileOf('b', 'PAR1\0PAR1'), await fileOf('c.txt', 'good')]
    const { stdout, stderr, error } = await run('--file', ...paths)
    expect(stdout).toMatch(/c\.txt\n$/)
    expect(stderr).toMatch(
      /a\.txt: Is a PDF that cannot be read: .*\n.*b: Is a Parquet file, a table: its name must end/,
    )
    expect(error?.message).toContain('1 of 3')
  })

  test('in another encoding are read, and it is said', async () => {
    const path = await fileOf('a.txt', Buffer.from('ein schöner Tag für uns', 'latin1'))
    expect((await run('--file', path)).stderr).toMatch(/a\.txt is not UTF-8 and was read as windows-1252/)
    expect((await run('--encoding', 'macintosh', '--file', path)).stderr).toMatch(/read as macintosh/)
  })

  test('of a folder are shown by their names', async () => {
    await mkdir(join(folder, 'in'))
    await writeFile(join(folder, 'in', 'a.txt'), 'good')
    const { stdout } = await run('--file', join(folder, 'in'))
    expect(stdout).toMatch(/^(neg|pos) {2}0\.\d{3} {2}a\.txt\n$/)
    const [value] = JSON.parse((await run('--json', '--file', join(folder, 'in'))).stdout) as object[]
    expect(value).toMatchObject({ file: 'a.txt', text: 'good', probs: { neg: expect.any(Number) }, truncated: false })
  })

  test('come before tables, all in one list', async () => {
    const files = [await fileOf('a.csv', table), await fileOf('b.txt', 'fine')]
    const values = JSON.parse((await run('words', '--json', '--file', ...files)).stdout) as { text: string }[]
    expect(values.map(({ text }) => text)).toEqual(['words', 'fine', 'good', '', 'dull, and awful'])
  })
})

describe('Standard input', () => {
  test('is one text a line', async () => {
    feed('\ufeffgood\r\n\r\nfine, text\r\n')
    const values = JSON.parse((await run('--json')).stdout) as { text: string; neg_prob: number }[]
    expect(values.map(({ text }) => text)).toEqual(['good', 'fine, text'])
    expect(values[0].neg_prob).toEqual(expect.any(Number))
  })

  test('is checked as files are: other texts are answered, and it fails', async () => {
    feed(Buffer.concat([Buffer.from('good\nno\0pe\n'), Buffer.from('fine\n')]))
    const { stdout, stderr, error } = await run()
    expect(stdout).toMatch(/good\n.*line 2.*\n.*fine\n$/)
    expect(stderr).toMatch(/Standard input, line 2: .*NUL/)
    expect(error).toMatchObject({ code: 'dataset', message: expect.stringContaining('Only 2 of 3 texts') })
  })

  test('in another encoding is read as a file of it would be', async () => {
    feed(Buffer.from('ein schöner Tag für uns\nund noch ein süßer\n', 'latin1'))
    const { stdout, stderr, error } = await run()
    expect(error).toBeNull()
    expect(stdout).toMatch(/ein schöner Tag für uns\n.*und noch ein süßer\n$/)
    expect(stderr).toMatch(/standard input is not UTF-8 and was read as windows-1252/)
  })

  test('can be said to be in another encoding', async () => {
    feed(Buffer.from('d\xfcll\n', 'latin1'))
    expect((await run('--encoding', 'windows-1251')).stdout).toContain('dьll')
    feed('good\n')
    expect((await run('--encoding', 'morse')).error).toMatchObject({ code: 'usage' })
  })

  test.each(['{"text": "good"}\n{"text": "fine"}\n', 'id,text\n1,good\n', 'Review\ngood\n'])(
    'that looks like a table, %j, is lines, and the way to have it read is told',
    async (content) => {
      feed(content)
      const { stdout, stderr } = await run()
      expect(stdout.trim().split('\n')).toHaveLength(content.trim().split('\n').length)
      expect(stderr).toMatch(/looks like .*each line of it is read as one text: a table is given with --file/)
    },
  )

  test.each([
    ['%PDF-1.7\n', /^Standard input is a PDF: save its text/],
    ['version https://git-lfs.github.com/spec/v1\noid 1\n', /is a Git LFS pointer.*git lfs pull/],
  ])('that is no text, %j, is called what it is', async (content, sentence) => {
    feed(content)
    expect((await run()).error).toMatchObject({ code: 'dataset', message: expect.stringMatching(sentence) })
  })

  test.each(['', '\n \r\n'])('of nothing, %j, is wrong usage', async (content) => {
    feed(content)
    expect((await run()).error).toMatchObject({ code: 'usage', message: expect.stringContaining('Give a text') })
  })

  test('can be written', async () => {
    feed('good\nfine\n')
    const out = join(folder, 'out.csv')
    await run('--out', out)
    expect((await readFile(out, 'utf8')).split('\r\n').map((line) => line.split(',')[0])).toEqual([
      'text',
      'good',
      'fine',
      '',
    ])
  })
})
