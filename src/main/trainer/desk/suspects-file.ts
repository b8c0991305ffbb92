import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { suspect, suspectsHead, type Suspect, type SuspectsHead, type SuspectsPage } from '../../../shared/suspects.ts'
import { systemCode, writeStreamAtomic } from '../../disk/atomic-files.ts'
import { openToRead } from '../../disk/confinement.ts'
import { linesOf, parseLine, sealedLine } from '../../run-files/json-lines.ts'

const name = 'suspects.jsonl'

/** Writes a run's suspects as they come, the likeliest first. @throws LastlayerError `output` */
export async function writeSuspects(run: string, head: SuspectsHead, suspects: AsyncIterable<Suspect>): Promise<void> {
  await writeStreamAtomic(join(run, name), lines(head, suspects))
}

async function* lines(head: SuspectsHead, suspects: AsyncIterable<Suspect>): AsyncGenerator<Buffer> {
  yield Buffer.from(sealedLine(head))
  for await (const one of suspects) yield Buffer.from(sealedLine(one))
}

/** Some of a run's suspects; null if there is no file of them, or it is damaged: they are found again. */
export async function readSuspects(run: string, offset: number, limit: number): Promise<SuspectsPage | null> {
  const file = await openToRead(join(run, name)).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return null
    throw error
  })
  try {
    return file && (await readPage(file, offset, limit))
  } finally {
    await file?.close()
  }
}

async function readPage(file: FileHandle, offset: number, limit: number): Promise<SuspectsPage | null> {
  let head: SuspectsHead | null = null
  let place = 0
  const suspects: Suspect[] = []
  for await (const { bytes } of linesOf(file)) {
    if (head === null) {
      const { data } = suspectsHead.safeParse(parseLine(bytes))
      if (data === undefined) return null
      head = data
    } else if (place++ >= offset) {
      const { data } = suspect.safeParse(parseLine(bytes))
      if (data === undefined || data.probabilities.length !== head.labels.length) return null
      suspects.push(data)
      if (suspects.length === limit) break
    }
  }
  if (head === null || offset + suspects.length < Math.min(offset + limit, head.total)) return null
  return { ...head, suspects }
}
