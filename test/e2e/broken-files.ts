import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le')
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1')
const bytes = (...values: number[]): Buffer => Buffer.from(values)

/** Twenty files that claim to be texts and are none. */
export const brokenFiles: Readonly<Record<string, Buffer>> = {
  'archive.txt': bytes(0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0, 0xb7, 0xac),
  'cut-short.txt': Buffer.from('Grüße').subarray(0, 3),
  'empty.txt': Buffer.alloc(0),
  'gzip.txt': bytes(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3),
  'mark-and-lines.txt': Buffer.from('\ufeff\n\n'),
  'latin1.txt': latin1('Ein schöner Film, für alle Größen.'),
  'latin1-long.txt': latin1('é'.repeat(100_000)),
  'line-breaks.txt': Buffer.from('\n\r\n\n\r\n'),
  'lone-surrogate.txt': bytes(0x61, 0xed, 0xa0, 0x80, 0x62),
  'mark-only.txt': bytes(0xef, 0xbb, 0xbf),
  'nul.txt': Buffer.from('A good\0film'),
  'nul-only.txt': Buffer.alloc(4096),
  'overlong.txt': bytes(0xc0, 0xaf, 0x41),
  'picture.txt': bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13),
  'program.txt': bytes(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0),
  'spaces.txt': Buffer.from(' '.repeat(5000)),
  'tabs.txt': Buffer.from('\t\t\t\u00a0\u2003'),
  'utf16.txt': utf16('A wonderful film.'),
  'utf16-big.txt': utf16('A wonderful film.').swap16(),
  'windows.txt': latin1('\x93Quoted\x94 \x96 and \x85'),
}

/** Writes files into a folder, which it makes. */
export function writeAll(folder: string, files: Readonly<Record<string, Buffer | string>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
}
