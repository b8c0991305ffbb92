import { open, rm, type FileHandle } from 'node:fs/promises'
import { sync, writing } from '../../disk/atomic-files.ts'
import type { Answer } from './requests.ts'
import { isContentOfFile } from './digest.ts'
import { subjectOf, wrongContent, type Hub, type HubModel } from './hub.ts'
import type { NeededFile } from './needed-files.ts'
import { TemporaryFailure, whileFlowing, withRetries, type Waiting } from './retries.ts'

export interface DownloadOptions extends Waiting {
  /** Called with the bytes of the file that are on the disk. */
  readonly onBytes: (bytes: number) => void
}

/**
 * Fetches one file into `part`, from where an earlier download stopped, until it is whole and has its digest. A part
 * whose content is wrong is fetched once more from its beginning.
 * @throws LastlayerError `network`; the part stays, unless its content is wrong. The signal's reason after an abort
 */
export async function downloadFile(
  hub: Hub,
  model: HubModel,
  file: NeededFile,
  part: string,
  options: DownloadOptions,
): Promise<void> {
  for (let tries = 1; ; tries++) {
    const transfer = new Transfer(hub, model, file, part, options)
    await withRetries(
      subjectOf(model, file),
      options,
      () => transfer.goOn(),
      () => transfer.furthest,
    )
    if (await isContentOfFile(part, file.bytes, file.digest)) return
    await writing(part, () => rm(part))
    if (tries === 2) throw wrongContent(model, file)
  }
}

/** What the tries for one file share. */
class Transfer {
  /** The most bytes that a try has come to. */
  furthest = 0
  /** Names the version of the file that the last answer was about. */
  #version: string | null = null

  constructor(
    private readonly hub: Hub,
    private readonly model: HubModel,
    private readonly file: NeededFile,
    private readonly part: string,
    private readonly options: DownloadOptions,
  ) {}

  /** Fetches what is missing of the part. */
  async goOn(): Promise<void> {
    const out = await writing(this.part, () => open(this.part, 'a'))
    try {
      const { size } = await out.stat()
      // Longer than the file: the beginning of something else.
      const present = size > this.file.bytes ? await emptied(out) : size
      this.options.onBytes(present)
      if (present < this.file.bytes) {
        await whileFlowing(this.options, (signal, received) => this.#fetch(out, present, signal, received))
      }
      await writing(this.part, () => sync(out))
    } finally {
      await out.close()
    }
  }

  async #fetch(
    out: FileHandle,
    present: number,
    signal: AbortSignal,
    received: (bytes: number) => void,
  ): Promise<void> {
    const range = present > 0 ? { Range: `bytes=${present}-`, ...(this.#version && { 'If-Range': this.#version }) } : {}
    const answer = await this.hub.openFile(this.model, this.file, range, signal)
    let bytes = await this.#beginning(answer, out, present)
    for await (const chunk of answer.body) {
      received(chunk.byteLength)
      // What is longer than announced is cut there; the digest says whether the rest is right.
      const wanted = chunk.subarray(0, this.file.bytes - bytes)
      await writing(this.part, () => out.appendFile(wanted))
      bytes += wanted.byteLength
      this.furthest = Math.max(this.furthest, bytes)
      this.options.onBytes(bytes)
      if (bytes === this.file.bytes) return
    }
    throw new TemporaryFailure('the connection ended early')
  }

  /** Where the answer's bytes belong: behind those that are there, or at the beginning of an emptied part. */
  async #beginning({ status, headers, discard }: Answer, out: FileHandle, present: number): Promise<number> {
    const tag = headers.get('etag')
    this.#version = tag?.startsWith('"') ? tag : null
    const { bytes } = this.file
    if (status === 206 && headers.get('content-range') === `bytes ${present}-${bytes - 1}/${bytes}`) return present
    await emptied(out)
    if (status === 200) return 0
    await discard()
    throw new TemporaryFailure('another range came than was asked for')
  }
}

async function emptied(file: FileHandle): Promise<0> {
  await file.truncate(0)
  return 0
}
