import { lstat, mkdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { LastlayerError } from '../../../shared/errors.ts'

/** Where deleted runs wait, beside the runs, until the next start. */
export class Trash {
  readonly #runs: string
  readonly #folder: string

  constructor(runs: string) {
    this.#runs = resolve(runs)
    this.#folder = join(dirname(this.#runs), 'deleted-runs')
  }

  /** Deletes for good what an earlier session left. */
  async empty(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true })
  }

  /** @throws LastlayerError `usage` if the folder is not directly below the runs folder, or is not there */
  async put(folder: string): Promise<void> {
    const name = this.#nameOf(folder)
    const entry = await lstat(join(this.#runs, name)).catch(() => null)
    if (!entry?.isDirectory()) throw new LastlayerError('usage', `The run ${folder} is not there any more.`)
    await mkdir(this.#folder, { recursive: true })
    await rm(join(this.#folder, name), { recursive: true, force: true })
    await rename(join(this.#runs, name), join(this.#folder, name))
  }

  /** @throws LastlayerError `usage` if it was not deleted in this session, or something has its place */
  async restore(folder: string): Promise<void> {
    const name = this.#nameOf(folder)
    if (await lstat(join(this.#runs, name)).catch(() => null)) {
      throw new LastlayerError('usage', `The run ${folder} is there: nothing to bring back.`)
    }
    await rename(join(this.#folder, name), join(this.#runs, name)).catch((cause: unknown) => {
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
