import { z } from 'zod'

/** Where a tensor lies: `begin` and `end` are byte offsets in the file. */
export interface TensorEntry {
  readonly name: string
  readonly dtype: Dtype
  readonly shape: readonly number[]
  readonly begin: number
  readonly end: number
}

const bytesPerElement = {
  ...{ BOOL: 1, U8: 1, I8: 1, F8_E4M3: 1, F8_E5M2: 1, F8_E8M0: 1 },
  ...{ U16: 2, I16: 2, F16: 2, BF16: 2 },
  ...{ U32: 4, I32: 4, F32: 4 },
  ...{ U64: 8, I64: 8, F64: 8, C64: 8 },
}
export type Dtype = keyof typeof bytesPerElement

export const maxHeaderBytes = 8 * 2 ** 20
export const maxTensors = 4000

const size = z.int().min(0)
const entrySchema = z.strictObject({
  dtype: z.enum(Object.keys(bytesPerElement) as Dtype[]),
  shape: z.array(size).max(16),
  data_offsets: z.tuple([size, size]),
})

/** What is wrong with a header; the reader adds the file's name. */
export class HeaderError extends Error {}

/**
 * Reads the length of the header from a file's first 8 bytes and checks it against the file's size.
 * @throws HeaderError
 */
export function headerLength(prefix: Uint8Array, fileBytes: number): number {
  if (prefix.byteLength < 8) throw new HeaderError('it is shorter than 8 bytes')
  const length = new DataView(prefix.buffer, prefix.byteOffset).getBigUint64(0, true)
  if (length > BigInt(maxHeaderBytes)) throw new HeaderError(`it claims a header of ${length} bytes`)
  if (8 + Number(length) > fileBytes) throw new HeaderError('it ends within its header')
  return Number(length)
}

/**
 * Parses and checks a header: every byte after it belongs to exactly one tensor, whose size is that of its shape.
 * Nothing in it is trusted before the whole agrees with the file's size.
 * @throws HeaderError
 */
export function parseHeader(header: Uint8Array, fileBytes: number): Map<string, TensorEntry> {
  const tensors = readEntries(header)
  const dataBegin = 8 + header.byteLength
  const entries = new Map<string, TensorEntry>()
  let position = 0
  for (const { name, dtype, shape, data_offsets } of tensors) {
    const [begin, end] = data_offsets
    const expected = byteSize(shape, dtype)
    if (begin !== position) throw new HeaderError(`tensor ${name} leaves a gap or overlaps another one`)
    if (end - begin !== expected) {
      throw new HeaderError(`tensor ${name} has ${end - begin} bytes where its shape [${shape}] needs ${expected}`)
    }
    entries.set(name, { name, dtype, shape, begin: dataBegin + begin, end: dataBegin + end })
    position = end
  }
  const missing = dataBegin + position - fileBytes
  if (missing > 0) throw new HeaderError(`its last ${missing} bytes are missing`)
  if (missing < 0) throw new HeaderError(`it has ${-missing} bytes too many at its end`)
  return entries
}

/** The entries in the order of their data. */
function readEntries(header: Uint8Array): (z.infer<typeof entrySchema> & { name: string })[] {
  const text = decode(header)
  const json = parseObject(text)
  let keys = Object.keys(json).length
  if (keys > maxTensors + 1) throw new HeaderError(`it has more than ${maxTensors} tensors`)

  const entries = []
  for (const [name, value] of Object.entries(json)) {
    if (name === '__metadata__') {
      keys += metadataKeys(value)
    } else {
      const entry = entrySchema.safeParse(value)
      if (!entry.success) throw new HeaderError(`the entry of tensor ${name} is malformed`)
      entries.push({ name, ...entry.data })
      keys += 3
    }
  }
  // JSON.parse keeps the last of two equal keys and says nothing.
  if (keys !== countKeys(text)) throw new HeaderError('a key appears twice in its header')
  return entries.sort((a, b) => a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1])
}

function decode(header: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(header)
  } catch {
    throw new HeaderError('its header is not UTF-8')
  }
}

function parseObject(text: string): object {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new HeaderError('its header is not valid JSON')
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new HeaderError('its header is not a JSON object')
  }
  return json
}

function metadataKeys(metadata: unknown): number {
  const isTable = typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata)
  if (!isTable || Object.values(metadata).some((value) => typeof value !== 'string')) {
    throw new HeaderError('its __metadata__ is not a table of strings')
  }
  return Object.keys(metadata).length
}

/** Counts the keys in valid JSON: outside of strings, each has one colon. */
function countKeys(json: string): number {
  let keys = 0
  let inString = false
  for (let i = 0; i < json.length; i++) {
    const char = json[i]
    if (inString && char === '\\') i++
    else if (char === '"') inString = !inString
    else if (char === ':' && !inString) keys++
  }
  return keys
}

function byteSize(shape: readonly number[], dtype: Dtype): number {
  const bytes = shape.reduce((product, length) => product * length, bytesPerElement[dtype])
  if (!Number.isSafeInteger(bytes)) throw new HeaderError(`a shape of [${shape}] is too large`)
  return bytes
}
