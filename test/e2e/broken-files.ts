import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const bytes = (...values: number[]): Buffer => Buffer.from(values)

/** Twenty files that claim to be texts and are none. */
export const brokenFiles: Readonly<Record<string, Buffer>> = {
  'archive.txt': bytes(0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0, 0xb7, 0xac),
  'empty.txt': Buffer.alloc(0),
  'gzip.txt': bytes(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3),
  'mark-and-lines.txt': Buffer.from('\ufeff\n\n'),
  'line-breaks.txt': Buffer.from('\n\r\n\n\r\n'),
  'mark-only.txt': bytes(0xef, 0xbb, 0xbf),
  'nul.txt': Buffer.from('A good\0film'),
  'nul-only.txt': Buffer.alloc(4096),
  'picture.txt': bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13),
  'program.txt': bytes(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0),
  'spaces.txt': Buffer.from(' '.repeat(5000)),
  'database.txt': Buffer.from('SQLite format 3\0\0\0\0\0'),
  'document.txt': Buffer.from('%PDF-1.4\n%\u00e2\u00e3\u0000\n1 0 obj\n'),
  'photograph.txt': bytes(0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1),
  'pickle.txt': bytes(0x80, 4, 0x95, 7, 0, 0, 0, 0, 0, 0, 0, 0x8c, 3, 0x61, 0x62, 0x63, 0x94, 0x2e),
  'rar.txt': bytes(0x52, 0x61, 0x72, 0x21, 0x1a, 7, 1, 0, 0x33, 0x92),
  'seven-zip.txt': bytes(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4, 0, 0),
  'table.txt': Buffer.from('PAR1\u0000\u0001\u0002PAR1'),
  'word.txt': bytes(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0, 0, 0),
  'tabs.txt': Buffer.from('\t\t\t\u00a0\u2003'),
}

/** Writes files into a folder, which it makes. */
export function writeAll(folder: string, files: Readonly<Record<string, Buffer | string>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
}
