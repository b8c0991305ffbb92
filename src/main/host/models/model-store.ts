import { lstat, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { LastlayerError } from '../../../shared/errors.ts'
import type { IncompleteModel, InstalledModel } from '../../../shared/model-store.ts'
import { replace, writing } from '../../disk/atomic-files.ts'
import { withLock } from '../../disk/lock.ts'
import { folderSize } from '../../disk/folder-size.ts'
import { readNames } from '../../disk/whole-folder.ts'
import { folderName } from '../hub/repository.ts'
import { readSource, weightsIn } from './source.ts'

/** Where one model is, and where it is while it is not whole. */
export interface ModelPlace {
  readonly path: string
  readonly staging: string
  readonly lock: string
}

/** The folder of downloaded models: one folder each, and hidden ones for downloads that go on or were stopped. */
export class ModelStore {
  readonly folder: string

  constructor(folder: string) {
    this.folder = resolve(folder)
  }

  /** The place of a model by its name on the hub. */
  placeOf(name: string): ModelPlace {
    return this.#place(folderName(name))
  }

  /** The models that are whole, by name. Folders that are no downloaded models are passed over. */
  async installed(): Promise<InstalledModel[]> {
    const models = await Promise.all((await this.#names(/^([^.].*)$/)).map((name) => this.read(name)))
    return models.filter((model) => model !== null).sort((a, b) => a.name.localeCompare(b.name))
  }

  /** The downloads that were stopped, or go on in some process. */
  async incomplete(): Promise<IncompleteModel[]> {
    const models = await Promise.all(
      (await this.#names(/^\.(.+)\.part$/)).map(async (name) => {
        const { staging } = this.#place(name)
        const source = await readSource(staging)
        if (source === null) return null
        const totalBytes = source.files.reduce((sum, { bytes }) => sum + bytes, 0)
        const bytes = Math.min(totalBytes, await folderSize(staging))
        return { path: staging, name: source.name, bytes, totalBytes }
      }),
    )
    return models.filter((model) => model !== null)
  }

  /** One model by its name on the hub or its folder's; null if it is not there. */
  async read(name: string): Promise<InstalledModel | null> {
    const { path } = this.placeOf(name)
    const source = await readSource(path)
    if (source === null || source.downloadedAt === null) return null
    const { endpoint, revision, commit, licence, languages, downloadedAt } = source
    const weights = source.files.flatMap(weightsIn)
    const origin = { endpoint, revision, commit, downloadedAt }
    const bytes = await folderSize(path)
    return { path, name: source.name, kind: 'downloaded', bytes, licence, languages, weights, origin }
  }

  /**
   * Finds a model by its name; the organisation may be left out.
   * @throws LastlayerError `usage` if two models are called so
   */
  async find(name: string): Promise<InstalledModel | null> {
    const wanted = name.toLowerCase()
    const models = await this.installed()
    const exact = models.find((model) => model.name.toLowerCase() === wanted)
    const [first, second] = models.filter((model) => model.name.toLowerCase().endsWith(`/${wanted}`))
    if (exact || !first || !second) return exact ?? first ?? null
    throw new LastlayerError('usage', `${name} may be ${first.name} or ${second.name}: write its organisation too.`)
  }

  /**
   * Deletes a model, or what there is of a stopped download.
   * @throws LastlayerError `usage` for any other folder, and for a model that is being downloaded
   */
  async remove(path: string): Promise<void> {
    const folder = resolve(path)
    const place = this.#place(basename(folder).replace(/^\.(.+)\.part$/, '$1'))
    const isOurs = dirname(folder) === this.folder && (folder === place.path || folder === place.staging)
    const entry = isOurs ? await lstat(folder).catch(() => null) : null
    if (!entry?.isDirectory() || (await readSource(folder)) === null) {
      throw new LastlayerError('usage', `${path} is no downloaded model in ${this.folder}. Nothing was deleted.`)
    }
    await withLock(
      place.lock,
      (holder) => isBusy(basename(place.path), holder),
      async () => {
        await writing(folder, async () => {
          if (folder === place.path) {
            // What is only half deleted is no model any more.
            await rm(place.staging, { recursive: true, force: true })
            await replace(place.path, place.staging)
          }
          await rm(place.staging, { recursive: true, force: true })
        })
      },
    )
  }

  #place(name: string): ModelPlace {
    return {
      path: join(this.folder, name),
      staging: join(this.folder, `.${name}.part`),
      lock: join(this.folder, `.${name}.lock`),
    }
  }

  /** What the pattern finds in the names in the folder. @throws LastlayerError `output` if it cannot be read */
  async #names(pattern: RegExp): Promise<string[]> {
    const entries = await readNames(this.folder)
    return entries.flatMap((entry) => pattern.exec(entry)?.[1] ?? [])
  }
}

/** The error for a model that some process is changing. */
export function isBusy(name: string, holder: string): LastlayerError {
  const sentence = `${name} is being downloaded or deleted already (${holder}).`
  return new LastlayerError('usage', `${sentence} Wait for its end, or stop it there.`)
}
