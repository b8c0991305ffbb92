import { existsSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { LastlayerError } from '../../../shared/errors.ts'
import type { DownloadProgress, FoundModel, InstalledModel } from '../../../shared/model-store.ts'
import { freeBytes, makeFolder, replace, syncFolder, writing } from '../../disk/atomic-files.ts'
import { withLock } from '../../disk/lock.ts'
import { downloadFile } from '../hub/download.ts'
import type { Hub } from '../hub/hub.ts'
import type { LookUp } from '../hub/look-up.ts'
import { isBusy, type ModelStore } from './model-store.ts'
import type { NeededFile } from '../hub/needed-files.ts'
import { patient, type Patience } from '../hub/retries.ts'
import { readSource, sourceFile, writeSource } from './source.ts'

/** Free space that a download leaves on the disk. */
const reserve = 256 * 2 ** 20

export interface AddOptions {
  readonly signal: AbortSignal
  /**
   * Opens a model's folder as a run would, and throws LastlayerError `model` for one that cannot be used. In a process of
   * its own: nobody knows how long the files of a stranger take, nor what they do.
   */
  readonly check: (folder: string) => Promise<unknown>
  readonly onProgress?: (progress: DownloadProgress) => void
  readonly patience?: Patience
  readonly freeSpace?: (folder: string) => Promise<number>
}

/** What is known of a model before it is downloaded, with how much of it is here already. */
export async function describeFound(store: ModelStore, { model, config, files }: LookUp): Promise<FoundModel> {
  const { name, endpoint, revision, commit, licence, languages } = model
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  const { path, staging } = store.placeOf(name)
  const missingBytes = (await holds(path, files)) ? 0 : bytes - (await presentBytes(staging, files))
  return {
    ...{ name, endpoint, revision, commit, licence, languages, bytes, missingBytes, ...config },
    files: files.map(({ name, bytes }) => ({ name, bytes })),
  }
}

/**
 * Downloads a model, or goes on with it. It is in the store when every file has its digest and the whole has been opened
 * as a run would open it, and not before. One that is there already costs nothing.
 * @throws LastlayerError `network`, `output`, `model`; `usage` if some process is at it; `cancelled`, with what has come
 * kept
 */
export async function addModel(
  store: ModelStore,
  hub: Hub,
  found: LookUp,
  options: AddOptions,
): Promise<InstalledModel> {
  const { name } = found.model
  const { path, lock } = store.placeOf(name)
  try {
    await writing(path, () => makeFolder(store.folder))
    return await withLock(
      lock,
      (holder) => isBusy(name, holder),
      async () => {
        if (!(await holds(path, found.files))) await install(store, hub, found, options)
        const model = await store.read(name)
        if (model !== null) return model
        throw new LastlayerError('output', `${path} is not there any more. Download ${name} again.`)
      },
    )
  } catch (error) {
    if (options.signal.aborted) throw stopped(name, error)
    throw error
  }
}

async function install(store: ModelStore, hub: Hub, found: LookUp, options: AddOptions): Promise<void> {
  const { model, files } = found
  const { name, endpoint, revision, commit, licence, languages } = model
  const { path, staging } = store.placeOf(name)
  const about = { name, endpoint, revision, commit, licence, languages }
  const source = { ...about, files: [...files], downloadedAt: null }
  await putBack(staging)
  await writing(staging, () => makeFolder(staging))
  await writeSource(staging, source)
  await writing(staging, () => keepOnly(staging, [sourceFile, ...files.map(partName)]))
  await requireSpace(staging, files, options.freeSpace ?? freeBytes)

  await fetchAll(staging, hub, found, options)
  for (const file of files) {
    await writing(staging, () => replace(join(staging, partName(file)), join(staging, file.name)))
  }
  await requireUsable(staging, name, options.check)
  await writeSource(staging, { ...source, downloadedAt: Date.now() })
  await writing(path, async () => {
    await syncFolder(staging)
    // Another commit of the same model.
    await rm(path, { recursive: true, force: true })
    await replace(staging, path)
    await syncFolder(store.folder)
  })
}

async function fetchAll(staging: string, hub: Hub, { model, files }: LookUp, options: AddOptions): Promise<void> {
  const { signal, onProgress, patience = patient } = options
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0)
  let before = 0
  for (const file of files) {
    let done = before
    const tell = (note: string | null): void => onProgress?.({ name: model.name, done, total, note })
    const onBytes = (bytes: number): void => {
      done = before + bytes
      tell(null)
    }
    await downloadFile(hub, model, file, join(staging, partName(file)), { patience, signal, onBytes, onPause: tell })
    before += file.bytes
  }
}

/** Named by its digest, so that what is here of another commit is not gone on with. */
function partName({ name, digest }: NeededFile): string {
  return `${name}.${digest.hex}.part`
}

/** Whether a model with these very files is installed. */
async function holds(path: string, files: readonly NeededFile[]): Promise<boolean> {
  const source = await readSource(path)
  const hexes = (files: readonly NeededFile[]): string => files.map(partName).sort().join()
  return source !== null && source.downloadedAt !== null && hexes(source.files) === hexes(files)
}

async function presentBytes(staging: string, files: readonly NeededFile[]): Promise<number> {
  const sizes = files.map((file) =>
    stat(join(staging, partName(file))).then(
      ({ size }) => size,
      () => 0,
    ),
  )
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}

async function keepOnly(folder: string, names: readonly string[]): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!names.includes(name)) await rm(join(folder, name), { recursive: true, force: true })
  }
}

/** @throws LastlayerError `output` if the disk has no room for what is missing */
async function requireSpace(
  staging: string,
  files: readonly NeededFile[],
  freeSpace: (folder: string) => Promise<number>,
): Promise<void> {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  const needed = bytes - (await presentBytes(staging, files)) + reserve
  const free = await freeSpace(staging)
  if (free >= needed) return
  const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`
  const sentence = `The download needs ${megabytes(needed)} on the disk of ${staging}, where ${megabytes(free)} are free.`
  throw new LastlayerError('output', `${sentence} Make room, then try again.`)
}

/**
 * Has the model opened as a run would. One that cannot be opened is thrown away: another download would bring the same.
 * Where that could not be found out, what has come is kept.
 * @throws LastlayerError as the check does
 */
async function requireUsable(staging: string, name: string, check: AddOptions['check']): Promise<void> {
  try {
    await check(staging)
  } catch (error) {
    if (!(error instanceof LastlayerError && error.code === 'model')) {
      await putBack(staging)
      throw error
    }
    await rm(staging, { recursive: true, force: true })
    const reason = error.message.replaceAll(staging, name)
    throw new LastlayerError('model', `The hub's files do not make a model, and were thrown away. ${reason}`, {
      cause: error,
    })
  }
}

/** Gives files that were to be a model the names of parts again, which the next download goes on with. */
async function putBack(staging: string): Promise<void> {
  for (const file of (await readSource(staging))?.files ?? []) {
    const path = join(staging, file.name)
    if (existsSync(path)) await writing(path, () => replace(path, join(staging, partName(file))))
  }
}

function stopped(name: string, cause: unknown): LastlayerError {
  const sentence = `The download of ${name} was stopped; what has come is kept, and the next one goes on from there.`
  return new LastlayerError('cancelled', sentence, { cause })
}
