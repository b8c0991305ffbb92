import { existsSync } from 'node:fs'
import { access, readFile, rm, writeFile } from 'node:fs/promises'
import { delimiter, join, resolve } from 'node:path'
import { z } from 'zod'
import { makeFolder } from '../disk/atomic-files.ts'

// Paths are relative to the runtime's folder, so that it can be moved, or absolute.
const parts = z.strictObject({
  addon: z.string().min(1),
  libraryPaths: z.array(z.string()),
  programPaths: z.array(z.string()),
  tensorflow: z.strictObject({
    version: z.string(),
    /** 'package' is what tfjs-node-gpu's own install step left in its folder. */
    source: z.enum(['archive', 'wheel', 'package']),
  }),
  gpuLibraries: z.boolean(),
})
const manifest = parts.extend({ format: z.literal(1) })

/** An installed native TensorFlow: all paths are absolute. */
export interface NativeRuntime extends z.infer<typeof parts> {
  folder: string
  /** The tfjs_binding.node to load. */
  addon: string
  /** For the dynamic linker, when the trainer is started; later is too late. */
  libraryPaths: string[]
  /** For PATH: where TensorFlow finds NVIDIA's ptxas. */
  programPaths: string[]
  /** Whether CUDA libraries come with it or were found; not whether there is a GPU. */
  gpuLibraries: boolean
}

/** A runtime as the manifest has it: its paths may be relative to its folder. */
export type RuntimeParts = z.infer<typeof parts>

const manifestName = 'runtime.json'

/** Where the native runtime lives under Lastlayer's data folder. */
export function runtimeFolders(home: string): { root: string; runtime: string; downloads: string } {
  const root = join(home, 'tensorflow')
  return { root, runtime: join(root, 'runtime'), downloads: join(root, 'downloads') }
}

/** The runtime that set-up installed under `home`; null if there is none or a part of it is missing. */
export async function findRuntime(home: string): Promise<NativeRuntime | null> {
  const folder = runtimeFolders(home).runtime
  try {
    const runtime = runtimeIn(folder, manifest.parse(JSON.parse(await readFile(join(folder, manifestName), 'utf8'))))
    await Promise.all([runtime.addon, ...runtime.libraryPaths, ...runtime.programPaths].map((path) => access(path)))
    return runtime
  } catch {
    return null
  }
}

/** The runtime whose parts lie in `folder`. */
export function runtimeIn(folder: string, found: RuntimeParts): NativeRuntime {
  const absolute = (path: string): string => resolve(folder, path)
  return {
    folder,
    addon: absolute(found.addon),
    libraryPaths: found.libraryPaths.map(absolute),
    programPaths: found.programPaths.map(absolute),
    tensorflow: found.tensorflow,
    gpuLibraries: found.gpuLibraries,
  }
}

/** Writes the manifest that makes a folder a runtime. */
export async function writeManifest(folder: string, found: RuntimeParts): Promise<void> {
  await writeFile(join(folder, manifestName), JSON.stringify({ format: 1, ...found }, null, 2) + '\n')
}

/**
 * What the trainer's environment needs besides `base` when it is started. Without a runtime: nothing, and the trainer
 * uses WebAssembly. A log level or GPU memory policy that the person has set stays.
 */
export function trainerEnvironment(
  runtime: NativeRuntime | null,
  base: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  if (runtime === null) return {}
  const before = (name: string, folders: string[]): Record<string, string> =>
    folders.length === 0 ? {} : { [name]: [...folders, ...(base[name] ? [base[name]] : [])].join(delimiter) }
  return {
    LASTLAYER_TF_ADDON: runtime.addon,
    TF_CPP_MIN_LOG_LEVEL: base['TF_CPP_MIN_LOG_LEVEL'] ?? '2',
    // Take GPU memory as it is needed; else TensorFlow takes nearly all of it, also from the desktop.
    TF_FORCE_GPU_ALLOW_GROWTH: base['TF_FORCE_GPU_ALLOW_GROWTH'] ?? 'true',
    ...before('LD_LIBRARY_PATH', process.platform === 'linux' ? runtime.libraryPaths : []),
    ...before('PATH', runtime.programPaths),
  }
}

// `npm start` sets native TensorFlow up by itself, but only once: what became of that, if it was not an installation, is
// one sentence in a file.

/** Whether set-up need not begin by itself: TensorFlow is installed, was removed, or could not be installed. */
export async function isDecided(home: string): Promise<boolean> {
  return existsSync(attemptFile(home)) || (await findRuntime(home)) !== null
}

/** Keeps set-up from beginning by itself again. */
export async function remember(home: string, sentence: string): Promise<void> {
  await makeFolder(runtimeFolders(home).root)
  await writeFile(attemptFile(home), `${sentence}\n`)
}

/** Forgets an earlier failure or removal. */
export async function forget(home: string): Promise<void> {
  await rm(attemptFile(home), { force: true })
}

function attemptFile(home: string): string {
  return join(runtimeFolders(home).root, 'not-installed.txt')
}
