import { createHash, hash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { LastlayerError } from '../../shared/errors.ts'
import { writeFileAtomic } from '../disk/atomic-files.ts'
import { openToRead, readText } from '../disk/confinement.ts'
import { namesIn } from '../disk/whole-folder.ts'

/**
 * In a model folder of a run: the SHA-256 of each file, as `sha256sum -c` reads it. A folder without it is taken as it is;
 * so is a file that it does not name.
 */
export const digestsFile = 'SHA256SUMS'

/** By the names of the files, in hexadecimal. */
export type Digests = ReadonlyMap<string, string>

/**
 * Keeps the digests of all files of a folder.
 * @param known digests of files that were just written
 * @throws LastlayerError `output`
 */
export async function keepDigests(folder: string, known: Digests = new Map()): Promise<void> {
  const digests = new Map<string, string>()
  for (const name of (await namesIn(folder)).filter((name) => name !== digestsFile).sort()) {
    digests.set(name, known.get(name) ?? (await digestOfFile(join(folder, name))))
  }
  await writeDigests(folder, digests)
}

/**
 * Replaces one of the small files of a folder. At no moment is it there with the digest of another.
 * @throws LastlayerError `output`
 */
export async function replaceFile(folder: string, name: string, content: string): Promise<void> {
  const others = new Map(await readDigests(folder))
  const wasKept = others.delete(name)
  if (wasKept) await writeDigests(folder, others)
  await writeFileAtomic(join(folder, name), content)
  if (wasKept) await writeDigests(folder, new Map([...others, [name, hash('sha256', content)]]))
}

/** The digests of a folder; none where they were not kept. What is no line of them is passed over. */
export async function readDigests(folder: string): Promise<Digests> {
  const text = await readText(join(folder, digestsFile)).catch(() => '')
  const lines = text.matchAll(/^(?<digest>[0-9a-f]{64}) [ *](?<name>.+)$/gm)
  return new Map([...lines].map(({ groups }) => [groups?.name ?? '', groups?.digest ?? '']))
}

/** Whether the digests of a folder were kept, and some of them are lost. */
export async function areDigestsDamaged(folder: string): Promise<boolean> {
  const text = await readText(join(folder, digestsFile)).catch(() => null)
  return text !== null && !/^(?:[0-9a-f]{64} [ *].+\n)+$/.test(text)
}

/** @throws LastlayerError `model` if a file has not the digest that was kept of it; null stands for a file that is not there */
export function requireDigest(folder: string, name: string, digests: Digests, digest: string | null): void {
  const kept = digests.get(name)
  if (kept !== undefined && kept !== digest) throw changed(folder, name)
}

/** @throws LastlayerError `model` if one of these small files of a folder is not what was written */
export async function requireUnchanged(folder: string, names: readonly string[]): Promise<void> {
  const [name] = await changedFiles(folder, names)
  if (name !== undefined) throw changed(folder, name)
}

/** The names of those small files of a folder that are not what was written. */
export async function changedFiles(folder: string, names: readonly string[]): Promise<string[]> {
  const digests = await readDigests(folder)
  const found: string[] = []
  for (const name of names.filter((name) => digests.has(name))) {
    const digest = await digestOfFile(join(folder, name)).catch(() => null)
    if (digest !== digests.get(name)) found.push(name)
  }
  return found
}

/** SHA-256 of chunks, in hexadecimal. */
export async function digestOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const digest = createHash('sha256')
  for await (const chunk of chunks) digest.update(chunk)
  return digest.digest('hex')
}

/** SHA-256 of a file, in hexadecimal. @throws as {@link openToRead} */
export async function digestOfFile(path: string): Promise<string> {
  const file = await openToRead(path)
  try {
    return await digestOfOpened(file)
  } finally {
    await file.close()
  }
}

/** SHA-256 of an open file, in hexadecimal. */
export async function digestOfOpened(file: FileHandle): Promise<string> {
  const digest = createHash('sha256')
  const buffer = new Uint8Array(2 ** 20)
  for (let position = 0; ;) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, position)
    if (bytesRead === 0) return digest.digest('hex')
    digest.update(buffer.subarray(0, bytesRead))
    position += bytesRead
  }
}

async function writeDigests(folder: string, digests: Digests): Promise<void> {
  const lines = [...digests].map(([name, digest]) => `${digest}  ${name}\n`)
  await writeFileAtomic(join(folder, digestsFile), lines.join(''))
}

function changed(folder: string, name: string): LastlayerError {
  return new LastlayerError(
    'model',
    `${join(folder, name)} is damaged or was changed: it is not what ${digestsFile} beside it says. ` +
      `Choose another model or train again; if you have changed it yourself, delete ${digestsFile}.`,
  )
}
