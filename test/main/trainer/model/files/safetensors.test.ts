import fc from 'fast-check'
import { execFileSync } from 'node:child_process'
import { open, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { HeaderError, parseHeader } from '../../../../../src/main/trainer/model/files/safetensors-header.ts'
import { SafetensorsFile, writeSafetensors } from '../../../../../src/main/trainer/model/files/safetensors.ts'
import { LastlayerError } from '../../../../../src/shared/errors.ts'
import { encodeFloats, encodeSafetensors, temporaryFolder, withHeader } from '../../../../support/tiny-model.ts'

let folder: string
beforeAll(async () => {
  folder = await temporaryFolder()
})

test('what is written is read back', async () => {
  const tensors = [
    { name: 'b', shape: [2, 3], data: Float32Array.of(1, -2, 3.5, NaN, Infinity, 1e-40) },
    { name: '__proto__', shape: [1], data: Float32Array.of(7) },
    { name: 'a ☕ "quoted"', shape: [], data: Float32Array.of(-0) },
    { name: 'empty', shape: [0, 5], data: new Float32Array(0) },
  ]
  const path = join(folder, 'round-trip.safetensors')
  await writeSafetensors(path, tensors)
  const file = await SafetensorsFile.open(path)
  expect([...file.entries.keys()].sort()).toEqual(tensors.map(({ name }) => name).sort())
  for (const { name, shape, data } of tensors) {
    expect(file.entries.get(name)).toMatchObject({ dtype: 'F32', shape })
    expect(await file.readFloat32(name)).toEqual(data)
  }
  await file.close()
})

test('the header is padded to 8 bytes and says that the format is that of PyTorch', async () => {
  const path = join(folder, 'header.safetensors')
  await writeSafetensors(path, [{ name: 'abc', shape: [1], data: Float32Array.of(1) }])
  const bytes = await readFile(path)
  const length = Number(bytes.readBigUInt64LE(0))
  expect(length % 8).toBe(0)
  expect(bytes.byteLength).toBe(8 + length + 4)
  expect(bytes.toString('utf8', 8, 8 + length)).toContain('{"__metadata__":{"format":"pt"},"abc":')
})

test('the golden file of the Python reference is read', async () => {
  const file = await SafetensorsFile.open(join(import.meta.dirname, '../../../../golden/golden.safetensors'))
  for (const [name, { shape }] of file.entries) {
    const data = await file.readFloat32(name)
    expect(data.length).toBe(shape.reduce((product, side) => product * side, 1))
    expect(data.every(Number.isFinite)).toBe(true)
  }
  await file.close()
})

test('half floats are widened; other types are refused by name, but their bytes can be had', async () => {
  const values = Float32Array.of(1.5, -0.25)
  const file = await openBytes(
    encodeSafetensors([
      { name: 'half', dtype: 'F16', shape: [2], bytes: encodeFloats(values, 'F16') },
      { name: 'brain', dtype: 'BF16', shape: [2], bytes: encodeFloats(values, 'BF16') },
      { name: 'ids', dtype: 'I64', shape: [1], bytes: Buffer.from('0100000000000000', 'hex') },
    ]),
  )
  expect(await file.readFloat32('half')).toEqual(values)
  expect(await file.readFloat32('brain')).toEqual(values)
  await expect(file.readFloat32('ids')).rejects.toThrow('tensor ids holds I64; F32, F16 and BF16 are supported')
  expect(await file.readBytes('ids')).toEqual(Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0))
  await expect(file.readFloat32('none')).rejects.toThrow('tensor none is missing')
  await file.close()
})

const one = { dtype: 'F32', shape: [1], data_offsets: [0, 4] }
const four = Buffer.alloc(4)
const header = (entries: object) => JSON.stringify(entries)

test.each<[string, Buffer, string]>([
  ['an empty file', Buffer.alloc(0), 'shorter than 8 bytes'],
  ['a file of 5 bytes', Buffer.alloc(5), 'shorter than 8 bytes'],
  ['a header that is cut off', withHeader('{}', four, 100n), 'ends within its header'],
  ['a header of 9 MB', withHeader('{}', four, 9_000_000n), 'claims a header of 9000000 bytes'],
  ['a header of 2^64 - 1 bytes', withHeader('{}', four, 2n ** 64n - 1n), 'claims a header'],
  ['no UTF-8', withHeader(Buffer.from('7b22ff223a317d', 'hex')), 'not UTF-8'],
  ['no JSON', withHeader('{"a":'), 'not valid JSON'],
  ['an array', withHeader('[]'), 'not a JSON object'],
  ['a null', withHeader('null'), 'not a JSON object'],
  ['a tensor twice', withHeader(`{"a":${header(one)},"a":${header(one)}}`, four), 'key appears twice'],
  ['a field twice', withHeader(`{"a":{"dtype":"F64",${header(one).slice(1)}}`, four), 'key appears twice'],
  ['metadata that is no table', withHeader('{"__metadata__":[]}'), '__metadata__'],
  ['metadata with a number', withHeader('{"__metadata__":{"a":1}}'), '__metadata__'],
  ['an unknown dtype', withHeader(header({ a: { ...one, dtype: 'F31' } }), four), 'tensor a is malformed'],
  ['a dtype of Object', withHeader(header({ a: { ...one, dtype: 'toString' } }), four), 'tensor a is malformed'],
  ['a further field', withHeader(header({ a: { ...one, more: 1 } }), four), 'tensor a is malformed'],
  ['a negative shape', withHeader(header({ a: { ...one, shape: [-1] } }), four), 'tensor a is malformed'],
  ['a fractional shape', withHeader(header({ a: { ...one, shape: [0.5, 2] } }), four), 'tensor a is malformed'],
  ['a shape of 1e300', withHeader(header({ a: { ...one, shape: [1e300] } }), four), 'tensor a is malformed'],
  ['a product beyond 2^53', withHeader(header({ a: { ...one, shape: [2 ** 30, 2 ** 30] } }), four), 'too large'],
  ['a shape that is not its size', withHeader(header({ a: { ...one, shape: [2] } }), four), 'needs 8'],
  ['offsets backwards', withHeader(header({ a: { ...one, data_offsets: [4, 0] } }), four), 'gap or overlaps'],
  ['data before the data', withHeader(header({ a: { ...one, data_offsets: [-4, 0] } }), four), 'malformed'],
  ['a hole', withHeader(header({ a: { ...one, data_offsets: [4, 8] } }), Buffer.alloc(8)), 'gap or overlaps'],
  ['an overlap', withHeader(header({ a: one, b: { ...one, data_offsets: [2, 6] } }), Buffer.alloc(6)), 'overlaps'],
  ['a shared place', withHeader(header({ a: one, b: one }), four), 'overlaps'],
  ['bytes after the end', withHeader(header({ a: one }), Buffer.alloc(5)), '1 bytes too many'],
  [
    'ten gigabytes in a small file',
    withHeader(header({ a: { dtype: 'F32', shape: [2.5e9], data_offsets: [0, 1e10] } }), four),
    'last 9999999996 bytes are missing',
  ],
  ['data that is cut off', withHeader(header({ a: one }), Buffer.alloc(3)), 'last 1 bytes are missing'],
  [
    'a claim of 10 GB',
    withHeader(header({ a: { ...one, shape: [2.5e9], data_offsets: [0, 1e10] } }), four),
    'last 9999999996 bytes are missing',
  ],
  [
    'more than 4,000 tensors',
    withHeader(header(Object.fromEntries(Array.from({ length: 4002 }, (_, i) => [i, one]))), four),
    'more than 4000 tensors',
  ],
])('%s is refused', async (_, bytes, words) => {
  await expect(openBytes(bytes)).rejects.toMatchObject({ code: 'model', message: expect.stringContaining(words) })
})

test('a missing file, a folder and a pipe are refused without waiting', async () => {
  await expect(SafetensorsFile.open(join(folder, 'none'))).rejects.toMatchObject({
    code: 'model',
    message: expect.stringContaining('ENOENT'),
  })
  await expect(SafetensorsFile.open(folder)).rejects.toThrow('not a file')
  if (process.platform === 'win32') return
  const pipe = join(folder, 'pipe')
  execFileSync('mkfifo', [pipe])
  await expect(SafetensorsFile.open(pipe)).rejects.toThrow('not a file')
})

test('a file that becomes shorter while it is open is an error, not zeros', async () => {
  const path = join(folder, 'shrinks.safetensors')
  await writeSafetensors(path, [{ name: 'a', shape: [1000], data: new Float32Array(1000) }])
  const file = await SafetensorsFile.open(path)
  const other = await open(path, 'r+')
  await other.truncate(500)
  await other.close()
  await expect(file.readFloat32('a')).rejects.toThrow('became shorter')
  await file.close()
})

describe('whatever the bytes are, the answer is right or a LastlayerError', () => {
  const valid = encodeSafetensors([
    { name: 'a', dtype: 'F32', shape: [2, 2], bytes: Buffer.alloc(16, 1) },
    { name: 'b', dtype: 'F16', shape: [3], bytes: Buffer.alloc(6, 2) },
    { name: 'c', dtype: 'I64', shape: [], bytes: Buffer.alloc(8, 3) },
  ])
  const headerBytes = Number(valid.readBigUInt64LE(0))

  test('random files', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), readsOrRefuses), { numRuns: 150 })
  })

  test('random headers of the right length', () => {
    const text = fc.oneof(
      fc.json(),
      fc.string(),
      fc.jsonValue().map((value) => header({ a: value, __metadata__: {} })),
    )
    fc.assert(
      fc.property(text, (text) => parsesOrRefuses(Buffer.from(text), 8 + Buffer.byteLength(text))),
      { numRuns: 1000 },
    )
  })

  test('entries that lie', () => {
    const edge = fc.oneof(fc.nat(40), fc.constantFrom(-1, 0.5, 2 ** 31, 2 ** 53, 1e300, null, '4'))
    const entry = fc.record({
      dtype: fc.constantFrom('F32', 'F16', 'U8', 'F64', 'X'),
      shape: fc.array(edge, { maxLength: 4 }),
      data_offsets: fc.array(edge, { minLength: 1, maxLength: 3 }),
    })
    fc.assert(
      fc.property(fc.dictionary(fc.string({ maxLength: 3 }), entry), fc.nat(64), (entries, data) => {
        const bytes = Buffer.from(header(entries))
        parsesOrRefuses(bytes, 8 + bytes.byteLength + data)
      }),
      { numRuns: 1000 },
    )
  })

  test('a valid file with bytes changed in its header', () => {
    const change = fc.tuple(fc.nat(headerBytes - 1), fc.nat(255))
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = Buffer.from(valid.subarray(8, 8 + headerBytes))
        for (const [at, value] of changes) bytes[at] = value
        parsesOrRefuses(bytes, valid.byteLength)
      }),
      { numRuns: 1000 },
    )
  })

  test('a valid file cut off or with another length of header', async () => {
    const lie = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
    const length = fc.oneof(fc.nat(300).map(BigInt), lie)
    await fc.assert(
      fc.asyncProperty(fc.nat(valid.byteLength), length, fc.boolean(), async (end, length, lies) => {
        const bytes = Buffer.from(valid.subarray(0, end))
        if (lies && end >= 8) bytes.writeBigUInt64LE(length)
        await readsOrRefuses(bytes)
      }),
      { numRuns: 150 },
    )
  })
})

async function openBytes(bytes: Uint8Array): Promise<SafetensorsFile> {
  const path = join(folder, 'bytes.safetensors')
  await writeFile(path, bytes)
  return await SafetensorsFile.open(path)
}

async function readsOrRefuses(bytes: Uint8Array): Promise<void> {
  const file = await openBytes(bytes).catch((error: unknown) => {
    expect(error).toBeInstanceOf(LastlayerError)
    return null
  })
  for (const [name, { begin, end }] of file?.entries ?? []) {
    expect(await file?.readBytes(name)).toEqual(new Uint8Array(bytes.subarray(begin, end)))
  }
  await file?.close()
}

/** What is accepted covers the data exactly. */
function parsesOrRefuses(bytes: Uint8Array, fileBytes: number): void {
  try {
    let position = 8 + bytes.byteLength
    for (const { begin, end } of parseHeader(bytes, fileBytes).values()) {
      expect(begin).toBe(position)
      position = end
    }
    expect(position).toBe(fileBytes)
  } catch (error) {
    expect(error).toBeInstanceOf(HeaderError)
  }
}
