import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import envPaths from 'env-paths'
import type { Places } from '../../shared/contract.ts'

/** Where runs, cached features and downloaded models go: the system's own folders, or those under LASTLAYER_HOME. */
export function defaultPlaces(env: NodeJS.ProcessEnv = process.env): Places {
  const home = env.LASTLAYER_HOME
  if (home) return { runs: join(home, 'runs'), cache: join(home, 'cache'), models: join(home, 'models') }
  const { data, cache } = envPaths('lastlayer', { suffix: '' })
  return { runs: join(data, 'runs'), cache, models: join(data, 'models') }
}

/** Where sweeps are kept: beside the runs. */
export function sweepsFolder({ runs }: Pick<Places, 'runs'>): string {
  return join(dirname(runs), 'sweeps')
}

/** Where the web host keeps its settings. */
export function webSettingsPath({ runs }: Pick<Places, 'runs'>): string {
  return join(dirname(runs), 'settings.json')
}

/** The data folder under which native TensorFlow is installed. */
export function nativeHome(env: NodeJS.ProcessEnv = process.env): string {
  return env.LASTLAYER_HOME || envPaths('lastlayer', { suffix: '' }).data
}

/** The folder of package.json: the same from src under vitest and from any depth of out/. */
export function packageRoot(): string {
  let folder = import.meta.dirname
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return folder
}

/**
 * The same for other programs than Electron: a package is one file to them, and beside it lies what they read of it.
 */
function unpackedRoot(): string {
  return packageRoot().replace(/app\.asar$/, 'app.asar.unpacked')
}

/** The model that Lastlayer brings along. */
export function bundledModel(): string {
  return join(unpackedRoot(), 'resources', 'models', 'tiny-distilbert-reviews')
}

/** The trainer process's entry, as the build leaves it. */
export function builtTrainer(): string {
  return join(unpackedRoot(), 'out', 'main', 'trainer.js')
}
