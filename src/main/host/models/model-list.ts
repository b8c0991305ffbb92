import { basename, join } from 'node:path'
import manifest from '../../../../package.json' with { type: 'json' }
import { weightsFile } from '../../../shared/model-files.ts'
import type { InstalledModel } from '../../../shared/model-store.ts'
import { bundledModel } from '../paths.ts'
import { folderSize } from '../../disk/folder-size.ts'
import { digestOfFile } from '../../run-files/model-digests.ts'
import type { ModelStore } from './model-store.ts'

/** The models on this machine that Lastlayer knows of: the bundled one, then those that were downloaded, by name. */
export async function listModels(store: ModelStore): Promise<InstalledModel[]> {
  const path = bundledModel()
  const weights = [{ name: weightsFile, sha256: await digestOfFile(join(path, weightsFile)) }]
  const about = { path, name: basename(path), licence: manifest.license, languages: ['en'], weights, origin: null }
  const bundled: InstalledModel = { ...about, kind: 'bundled', bytes: await folderSize(path) }
  return [bundled, ...(await store.installed())]
}
