import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'

/** What the hub says of a file's content: the SHA-256 of a large file, the blob id that git gives to a small one. */
export const digest = z.object({ algorithm: z.enum(['sha256', 'git']), hex: z.string().regex(/^[0-9a-f]{40,64}$/) })
export type Digest = z.infer<typeof digest>

/** Whether so many bytes have this digest. */
export function isContent(content: Uint8Array, { algorithm, hex }: Digest): boolean {
  return hashOf(algorithm, content.byteLength).update(content).digest('hex') === hex
}

/** Whether the file on the disk has this size and digest. */
export async function isContentOfFile(path: string, bytes: number, { algorithm, hex }: Digest): Promise<boolean> {
  const hash = hashOf(algorithm, bytes)
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex') === hex
}

function hashOf(algorithm: Digest['algorithm'], bytes: number): Hash {
  return algorithm === 'sha256' ? createHash('sha256') : createHash('sha1').update(`blob ${bytes}\0`)
}
