import fc from 'fast-check'

/** Bytes that mean something to a reader, wherever they stand. */
const words = [
  ...[
    '\0',
    '\r',
    '\n',
    '\r\n',
    '\t',
    ',',
    ';',
    '|',
    '"',
    '""',
    "'",
    '\\',
    '\\"',
    '\\u0000',
    '\\ud800',
    '\u2028',
    '\x1a',
  ],
  ...[
    '\ufeff',
    '{',
    '}',
    '[',
    ']',
    '[[[[[[[[',
    '{"a":',
    '}}}}',
    ':',
    'null',
    'true',
    'NaN',
    '-Infinity',
    '1e999',
    '-1',
  ],
  ...['9007199254740993', '4294967296', '2147483648', '1.7976931348623157e308', '__proto__', 'constructor', 'toString'],
  ...[
    'text',
    'label',
    '__label__',
    '<a>',
    '</c>',
    '<!DOCTYPE a [<!ENTITY b "c">]>',
    '&#0;',
    '&#xD800;',
    '<![CDATA[',
    ']]>',
  ],
  ...[
    'é',
    '☃',
    '😀',
    '\u202e',
    '\u0301'.repeat(40),
    ' '.repeat(300),
    'x'.repeat(3000),
    '1'.repeat(400),
    ',"\n'.repeat(50),
  ],
].map((word) => Buffer.from(word))

const numbers = [
  0, 1, 2, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff,
]

/** A place among bytes, as a share of their length: each as likely as the others. */
export const share = fc.noBias(fc.nat({ max: 1e6 })).map((part) => part / 1e6)

type Change = (bytes: Buffer) => Buffer

const indexOf = (bytes: Buffer, share: number): number => Math.min(bytes.length - 1, Math.floor(share * bytes.length))

/** Replaces what lies between two places by other bytes. */
function replaced(bytes: Buffer, from: number, to: number, by: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, from), by, bytes.subarray(to)])
}

function changes(others: readonly Buffer[]): fc.Arbitrary<Change> {
  const two = fc.tuple(share, share).map((pair) => pair.sort((a, b) => a - b))
  const flip = fc.tuple(share, fc.nat({ max: 7 })).map(([share, bit]): Change => (bytes) => {
    const copy = Buffer.from(bytes)
    if (copy.length > 0) copy[indexOf(copy, share)] ^= 1 << bit
    return copy
  })
  const set = fc.tuple(share, fc.nat({ max: 255 })).map(([share, byte]): Change => (bytes) => {
    const copy = Buffer.from(bytes)
    if (copy.length > 0) copy[indexOf(copy, share)] = byte
    return copy
  })
  const number = fc
    .tuple(share, fc.constantFrom(...numbers), fc.boolean())
    .map(([share, value, isBig]): Change => (bytes) => {
      if (bytes.length < 4) return bytes
      const copy = Buffer.from(bytes)
      const at = Math.min(indexOf(copy, share), copy.length - 4)
      if (isBig) copy.writeUInt32BE(value, at)
      else copy.writeUInt32LE(value, at)
      return copy
    })
  const insert = fc.tuple(share, fc.constantFrom(...words)).map(([share, word]): Change => (bytes) => {
    const at = Math.floor(share * bytes.length)
    return replaced(bytes, at, at, word)
  })
  const cut = two.map(
    ([from, to]): Change =>
      (bytes) =>
        replaced(
          bytes,
          Math.floor(from * bytes.length),
          Math.floor((from + (to - from) / 8) * bytes.length),
          Buffer.alloc(0),
        ),
  )
  const end = share.map(
    (share): Change =>
      (bytes) =>
        bytes.subarray(0, Math.ceil(share * bytes.length)),
  )
  const repeat = fc.tuple(two, fc.nat({ max: 40 })).map(([[from, to], times]): Change => (bytes) => {
    const start = Math.floor(from * bytes.length)
    const piece = bytes.subarray(start, Math.min(start + 1000, Math.ceil(to * bytes.length)))
    return replaced(bytes, start, start, Buffer.concat(Array.from({ length: times }, () => piece)))
  })
  const splice = fc
    .tuple(fc.constantFrom(...others), two, share)
    .map(([other, [from, to], share]): Change => (bytes) => {
      const at = Math.floor(share * bytes.length)
      return replaced(bytes, at, at, other.subarray(Math.floor(from * other.length), Math.ceil(to * other.length)))
    })
  return fc.oneof(
    { weight: 3, arbitrary: flip },
    { weight: 3, arbitrary: set },
    { weight: 3, arbitrary: number },
    { weight: 4, arbitrary: insert },
    { weight: 2, arbitrary: cut },
    { weight: 1, arbitrary: end },
    { weight: 1, arbitrary: repeat },
    { weight: 1, arbitrary: splice },
  )
}

/** Valid bytes that one to five things were done to. */
export function mutated(seeds: readonly Buffer[]): fc.Arbitrary<Buffer> {
  const many = fc.array(changes(seeds), { minLength: 1, maxLength: 5 })
  return fc
    .tuple(fc.constantFrom(...seeds), many)
    .map(([seed, all]) => all.reduce((bytes, change) => change(bytes), seed))
}
