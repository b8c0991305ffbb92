import { lstat, readdir, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { makeFolder, replace, writing } from '../../disk/atomic-files.ts'
import { isGone, isMark, ownMark } from '../../disk/process-mark.ts'
import { LastlayerError } from '../../../shared/errors.ts'

/** The folder of all sessions' deleted runs. */
export function trashFolder(runs: string): string {
  return join(dirname(resolve(runs)), 'deleted-runs')
}

/**
 * Where deleted runs wait, beside the runs, until the next start: in a folder for each session, as several may be open.
 */
export class Trash {
  readonly #runs: string
  readonly #sessions: string
  readonly #folder: string

  constructor(runs: string) {
    this.#runs = resolve(runs)
    this.#sessions = trashFolder(runs)
    this.#folder = join(this.#sessions, ownMark)
  }

  /** Deletes for good what earlier sessions left, but not what belongs to one that goes on; best effort. */
  async empty(): Promise<void> {
    for (const mark of await readdir(this.#sessions).catch(() => [])) {
      // An earlier version had the runs themselves here.
      if (isMark(mark) && mark !== ownMark && !isGone(mark)) continue
      await rm(join(this.#sessions, mark), { recursive: true, force: true }).catch(() => undefined)
    }
  }

  /** What this session deleted and can bring back: where each run was, and where it lies now; the last one first. */
  async list(): Promise<{ folder: string; kept: string }[]> {
    const names = await readdir(this.#folder).catch(() => [])
    const found = await Promise.all(
      names.map(async (name) => {
        const kept = join(this.#folder, name)
        const { ctimeMs } = await lstat(kept)
        return { folder: join(this.#runs, name), kept, movedAt: ctimeMs }
      }),
    )
    return found.sort((a, b) => b.movedAt - a.movedAt).map(({ folder, kept }) => ({ folder, kept }))
  }

  /** @throws LastlayerError `usage` if the folder is not directly below the runs folder, or is not there; `output` */
  async put(folder: string): Promise<void> {
    const name = this.#nameOf(folder)
    const entry = await lstat(join(this.#runs, name)).catch(() => null)
    if (!entry?.isDirectory()) throw new LastlayerError('usage', `The run ${folder} is not there any more.`)
    await writing(this.#sessions, () => makeFolder(this.#folder))
    await rm(join(this.#folder, name), { recursive: true, force: true })
    await replace(join(this.#runs, name), join(this.#folder, name)).catch((cause: unknown) => {
      const message = `The run ${folder} cannot be moved away: another program may have a file of it open. Close that, and try again.`
      throw new LastlayerError('output', message, { cause })
    })
  }

  /** @throws LastlayerError `usage` if it was not deleted in this session, or something has its place */
  async restore(folder: string): Promise<void> {
    const name = this.#nameOf(folder)
    if (await lstat(join(this.#runs, name)).catch(() => null)) {
      throw new LastlayerError('usage', `The run ${folder} is there: nothing to bring back.`)
    }
    await replace(join(this.#folder, name), join(this.#runs, name)).catch((cause: unknown) => {
      throw new LastlayerError('usage', `The run ${folder} cannot be brought back any more.`, { cause })
    })
  }

  #nameOf(folder: string): string {
    const path = resolve(folder)
    if (dirname(path) === this.#runs) return basename(path)
    throw new LastlayerError(
      'usage',
      `${folder} is not in the runs folder ${this.#runs}: delete it in the file manager.`,
    )
  }
}
