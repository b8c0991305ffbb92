import fc from 'fast-check'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { openZip } from '../../../src/main/trainer/dataset/bytes/zip.ts'
import { writeZip } from '../../../test/main/trainer/dataset/zip-writer.ts'
import type { Files } from '../target.ts'
import { mutated } from './bytes.ts'
import { mutatedJson } from './json.ts'

const test = join(import.meta.dirname, '..', '..', '..', 'test')
const largest = 8000

/** The small files of the tests by what their names end in: tables as they are met out there. */
export function filesLike(name: RegExp): Buffer[] {
  return ['real-world/inputs', 'main/trainer/dataset/formats/fixtures'].flatMap((folder) =>
    readdirSync(join(test, folder), { recursive: true, encoding: 'utf8' })
      .map((path) => join(test, folder, path))
      .filter((path) => name.test(path) && statSync(path).isFile() && statSync(path).size < largest)
      .sort()
      .map((path) => readFileSync(path)),
  )
}

const named = (name: string, content: fc.Arbitrary<Buffer>): fc.Arbitrary<Files> =>
  content.map((bytes) => ({ [name]: bytes }))

const csv = filesLike(/\.(csv|tsv|CSV)$/)
const jsonl = filesLike(/\.jsonl$/)
const json = filesLike(/\.json$/)
const parquet = filesLike(/\.parquet$/)
const arrow = filesLike(/\.(arrow|feather)$/)
const lines = filesLike(/(labelled|\.ft|pos|neg|lines)\.txt$/)
const texts = filesLike(/\.(txt|md|pdf)$/)
const workbooks = filesLike(/\.xlsx$/)
const zipped = filesLike(/\.zip$/)

function parsed(files: readonly Buffer[], values: (text: string) => unknown[]): unknown[] {
  return files.flatMap((bytes) => {
    try {
      return values(bytes.toString('utf8'))
    } catch {
      return []
    }
  })
}

const records = parsed(jsonl, (text) => [
  text
    .trim()
    .split('\n')
    .slice(0, 8)
    .map((line) => JSON.parse(line) as unknown),
])
const documents = [...parsed(json, (text) => [JSON.parse(text)]), ...records]

/** Forms of tables, each as a file of its name. */
export function tableInputs(sheets: Files): Readonly<Record<string, fc.Arbitrary<Files>>> {
  const sheetNames = Object.keys(sheets).filter((name) => name.endsWith('.xml'))
  const workbook = fc
    .constantFrom(...sheetNames)
    .chain((name) => mutated([Buffer.from(sheets[name])]).map((bytes) => writeZip({ ...sheets, [name]: bytes })))
  return {
    csv: named('x.csv', mutated(csv)),
    json: named(
      'x.json',
      fc.oneof(
        mutated(json),
        mutatedJson(documents).map((value) => Buffer.from(JSON.stringify(value))),
      ),
    ),
    jsonl: named('x.jsonl', fc.oneof(mutated(jsonl), mutatedJson(records).map(linesOf))),
    'labelled lines': named('x.txt', mutated(lines)),
    parquet: named('x.parquet', mutated(parquet)),
    arrow: named('x.arrow', mutated(arrow)),
    xlsx: named('x.xlsx', fc.oneof(mutated(workbooks), workbook)),
    packed: fc.oneof(
      named(
        'x.csv.gz',
        fc.oneof(
          mutated(csv).map((bytes) => gzipSync(bytes)),
          mutated(csv.map((bytes) => gzipSync(bytes))),
        ),
      ),
      named(
        'x.zip',
        fc.oneof(
          mutated(zipped),
          mutated(csv).map((bytes) => writeZip({ 'a.csv': bytes })),
        ),
      ),
      named('x.jsonl.zst', mutated(filesLike(/\.zst$/))),
    ),
    folders: folders(),
  }
}

/** Texts in folders of odd names, parts and tables beside each other. */
function folders(): fc.Arbitrary<Files> {
  const name = fc.oneof(
    fc.constantFrom(
      'train',
      'test',
      'pos',
      'neg',
      'valid',
      'data',
      '__proto__',
      'a b',
      '.hidden',
      'é',
      'con',
      'x'.repeat(200),
    ),
    fc.string({ minLength: 1, maxLength: 8 }).map((text) => text.replaceAll(/[/\0\p{C}]|^\.+$/gu, '_') || '_'),
  )
  const file = fc.oneof(
    fc.tuple(fc.constantFrom('1.txt', '2.txt', '3.txt', 'README.md'), mutated(texts)),
    fc.tuple(fc.constantFrom('train.csv', 'test.csv', 'labels.tsv'), mutated(csv)),
    fc.tuple(fc.constantFrom('dataset_info.json', 'dataset_dict.json', 'train.json'), mutated(json)),
  )
  const path = fc.tuple(fc.array(name, { maxLength: 3 }), file)
  return fc.array(path, { minLength: 1, maxLength: 8 }).map((paths) => {
    const files = paths.map(([names, [last, bytes]]) => [['x', ...names, last].join('/'), bytes] as const)
    // What is a file cannot be a folder.
    const known = new Map(files)
    return Object.fromEntries(
      [...known].filter(([path]) => ![...known.keys()].some((other) => other.startsWith(`${path}/`))),
    )
  })
}

/** Texts of their own, as the pad is given. */
export const textInputs = named(
  'x.txt',
  mutated([
    ...texts,
    Buffer.from('From: a@b.c\nTo: d@e.f\nSubject: =?utf-8?q?h=C3=A9?=\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n<p>good =E9</p>\n--b\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\nZ29vZA==\n--b--\n'), // prettier-ignore
  ]),
)

function linesOf(value: unknown): Buffer {
  const rows: unknown[] = Array.isArray(value) ? value : [value]
  return Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
}

/** The files of a workbook. */
export async function sheetsOfWorkbook(): Promise<Files> {
  const zip = await openZip(join(test, 'real-world/inputs/G2_excel/reviews.xlsx'))
  const files: Record<string, Buffer> = {}
  for (const member of zip.members) {
    const pieces: Buffer[] = []
    for await (const piece of zip.read(member)) pieces.push(piece)
    files[member.fileName] = Buffer.concat(pieces)
  }
  await zip.close()
  return files
}
