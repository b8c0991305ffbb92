/** What a file is by the bytes that it begins with, for those that are no text. */
export type Magic = keyof typeof signatures

type Signature = readonly (string | readonly [offset: number, bytes: string])[]

/** The bytes of each, one character a byte; any one of them will do. */
const signatures = {
  gzip: ['\x1f\x8b'],
  zip: ['PK\x03\x04', 'PK\x05\x06'],
  zstd: ['\x28\xb5\x2f\xfd'],
  bzip2: ['BZh'],
  xz: ['\xfd7zXZ\x00'],
  lz4: ['\x04\x22\x4d\x18'],
  '7z': ["7z\xbc\xaf'\x1c"],
  rar: ['Rar!\x1a\x07'],
  tar: [[257, 'ustar']],
  parquet: ['PAR1'],
  'encrypted-parquet': ['PARE'],
  'arrow-file': ['ARROW1'],
  'arrow-stream': ['\xff\xff\xff\xff'],
  feather1: ['FEA1'],
  orc: ['ORC'],
  avro: ['Obj\x01'],
  hdf5: ['\x89HDF\r\n\x1a\n'],
  sqlite: ['SQLite format 3\0'],
  numpy: ['\x93NUMPY'],
  pickle: ['\x80\x02', '\x80\x03', '\x80\x04\x95', '\x80\x05\x95'],
  matlab: ['MATLAB 5.0 MAT-file'],
  rdata: ['RDX2\n', 'RDX3\n', 'RDA2\n', 'X\n\0\0\0'],
  stata: ['<stata_dta>', '\x71\x02\x01\0', '\x72\x02\x01\0', '\x73\x02\x01\0'],
  spss: ['$FL2@(#)', '$FL3@(#)'],
  sas: [[12, '\xc2\xea\x81\x60\xb3\x14\x11\xcf\xbd\x92\x08\0\x09\xc7\x31\x8c']],
  safetensors: [[8, '{"']],
  ole: ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'],
  pdf: ['%PDF-'],
  rtf: ['{\\rtf'],
  postscript: ['%!PS'],
  picture: ['\x89PNG\r\n\x1a\n', '\xff\xd8\xff', 'GIF87a', 'GIF89a', 'II*\0', 'MM\0*', [8, 'WEBP'], [4, 'ftypheic']],
  sound: ['ID3', 'OggS', 'fLaC', [8, 'WAVE']],
  film: [[4, 'ftyp'], '\x1aE\xdf\xa3', [8, 'AVI ']],
  program: ['\x7fELF', 'MZ\x90\0', '\xcf\xfa\xed\xfe', '\xca\xfe\xba\xbe'],
} as const satisfies Readonly<Record<string, Signature>>

const table: readonly (readonly [Magic, Signature])[] = Object.entries(signatures) as [Magic, Signature][]

/** What the first bytes of a file say that it is; null for text, and for what is not known. */
export function magicOf(head: Buffer): Magic | null {
  const begins = (one: Signature[number]) => {
    const [offset, bytes] = typeof one === 'string' ? [0, one] : one
    return head.toString('latin1', offset, offset + bytes.length) === bytes
  }
  const found = table.find(([kind, signature]) => signature.some(begins) && (checks[kind]?.(head) ?? true))
  return found?.[0] ?? null
}

/** Whether bytes hold what no text does: a table may begin with a column PARENT, a text with any letters. */
const isNoText = (head: Buffer): boolean => head.some((byte) => byte < 9)

/** What else must be so where a signature is too short to tell. */
const checks: Partial<Readonly<Record<Magic, (head: Buffer) => boolean>>> = {
  bzip2: (head) => /^BZh[1-9]1AY&SY/.test(head.toString('latin1', 0, 10)),
  'encrypted-parquet': isNoText,
  'arrow-file': isNoText,
  feather1: isNoText,
  orc: (head) => head.includes(0),
  picture: (head) => head.subarray(0, 64).some((byte) => byte < 9 || byte > 0x7e),
  pickle: (head) => head.length > 4,
  sound: (head) => head.includes(0),
  film: (head) => head.subarray(0, 64).includes(0),
  safetensors: (head) =>
    head.length > 16 && head.readUInt32LE(4) === 0 && head.toString('latin1', 8, 4096).includes('"dtype"'),
}
