import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { LastlayerError } from '../../shared/errors.ts'
import { makeFolder } from '../disk/atomic-files.ts'
import { withLock } from '../disk/lock.ts'
import { driverProblem, listGpus, type Gpu } from './gpu.ts'
import { archiveRuntime, packageRuntime } from './package-install.ts'
import {
  findRuntime,
  runtimeFolders,
  runtimeIn,
  writeManifest,
  type NativeRuntime,
  type RuntimeParts,
} from './runtime.ts'
import { realTools, setupError, type Machine, type SetupContext, type SetupProgress, type Tools } from './tools.ts'
import { verifyRuntime } from './verify.ts'
import { neededGB, wheelRuntime } from './wheel.ts'

export interface SetupOptions {
  /** Lastlayer's data folder. */
  home: string
  /** Whether to install CUDA libraries too; `auto`: if `nvidia-smi` finds a GPU. */
  gpu?: 'auto' | 'yes' | 'no'
  onProgress?: (progress: SetupProgress) => void
  signal?: AbortSignal
  tools?: Partial<Tools>
}

type Make = (context: SetupContext, staging: string) => Promise<RuntimeParts | null>

// In the order in which they are tried. That the last one fails is the failure of set-up.
const sources: { name: string; make: Make }[] = [
  { name: "The package's own installation", make: packageRuntime },
  { name: 'The official archive', make: archiveRuntime },
  { name: 'The TensorFlow wheel', make: wheelRuntime },
]

/**
 * Finds or installs a native TensorFlow for the tfjs-node addon under `home`, and has tried it when it returns: one that
 * is there and works; what tfjs-node-gpu's own install step left; the official archive; the TensorFlow wheel. It can be
 * stopped and run again at any time: what is in use is replaced at the end, by one rename.
 * @throws LastlayerError `setup` with one sentence for what is missing, or `cancelled`.
 */
export async function setupRuntime(options: SetupOptions): Promise<NativeRuntime> {
  const { home, signal, onProgress } = options
  const { root, downloads } = runtimeFolders(home)
  const tools = { ...realTools(), ...options.tools }
  try {
    return await withLock(lockIn(root), isRunning, async () => {
      const gpus = options.gpu === 'no' ? null : await listGpus(tools.run, signal)
      const context: SetupContext = {
        ...tools,
        downloads,
        signal,
        gpus,
        wantGpu: options.gpu === 'yes' || wantsGpu(gpus, tools.machine),
        report: (step, message, done = 0, total = 0) => onProgress?.({ step, message, done, total }),
      }
      return (await workingRuntime(context, home)) ?? (await install(context, home))
    })
  } catch (error) {
    if (signal?.aborted)
      throw new LastlayerError('cancelled', 'Set-up was stopped; what is downloaded is kept.', { cause: error })
    if (error instanceof LastlayerError) throw error
    throw setupError(`TensorFlow could not be set up in ${root}: ${reason(error)}`, error)
  }
}

/** Whether CUDA libraries would come with it on this machine, and the gigabytes of disk that it needs at most. */
export async function plannedSetup(given?: Partial<Tools>): Promise<{ gpu: boolean; gigabytes: number }> {
  const { run, machine } = { ...realTools(), ...given }
  const gpu = wantsGpu(await listGpus(run), machine)
  return { gpu, gigabytes: neededGB[gpu ? 'gpu' : 'cpu'] }
}

function wantsGpu(gpus: Gpu[] | null, { arch, platform }: Machine): boolean {
  return gpus !== null && arch === 'x64' && platform !== 'darwin'
}

/** Removes the runtime and everything that set-up downloaded. The trainer must not be running. */
export async function removeRuntime(home: string): Promise<void> {
  const { root } = runtimeFolders(home)
  await withLock(lockIn(root), isRunning, async () => undefined)
  await rm(root, { recursive: true, force: true })
}

/** The runtime that is there, if it works and has what a GPU needs. */
async function workingRuntime(context: SetupContext, home: string): Promise<NativeRuntime | null> {
  const runtime = await findRuntime(home)
  if (runtime === null || (context.wantGpu && !runtime.gpuLibraries)) return null
  context.report('check', `Trying TensorFlow ${runtime.tensorflow.version}`)
  try {
    await verifyRuntime(runtime, context, context.signal)
    return runtime
  } catch (error) {
    context.signal?.throwIfAborted()
    context.report('check', `What is installed is replaced. ${reason(error)}`)
    return null
  }
}

async function install(context: SetupContext, home: string): Promise<NativeRuntime> {
  let failure: unknown
  for (const { name, make } of sources) {
    try {
      const runtime = await installFrom(make, context, home)
      if (runtime === null) continue
      await rm(context.downloads, { recursive: true, force: true })
      return runtime
    } catch (error) {
      context.signal?.throwIfAborted()
      failure = error
      if (make !== wheelRuntime) context.report('archive', `${name} is not used. ${reason(error)}`)
    }
  }
  throw failure
}

/** Makes a runtime beside the one in use, tries it, and puts it in its place. */
async function installFrom(make: Make, context: SetupContext, home: string): Promise<NativeRuntime | null> {
  const { root, runtime: folder } = runtimeFolders(home)
  const staging = join(root, 'staging')
  await rm(staging, { recursive: true, force: true })
  await makeFolder(staging)
  try {
    const parts = await make(context, staging)
    if (parts === null) return null
    context.report('check', 'Trying TensorFlow')
    const { version, gpu } = await verifyRuntime(runtimeIn(staging, parts), context, context.signal)
    if (context.wantGpu && !gpu && !parts.gpuLibraries) throw setupError(`TensorFlow ${version} does not find the GPU.`)

    const found = { ...parts, tensorflow: { ...parts.tensorflow, version }, gpuLibraries: parts.gpuLibraries || gpu }
    await writeManifest(staging, found)
    await rm(folder, { recursive: true, force: true })
    await rename(staging, folder)
    context.report('check', `TensorFlow ${version} works on ${gpu ? 'the GPU' : cpuBecause(context)}.`)
    return runtimeIn(folder, found)
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}

function cpuBecause({ gpus, wantGpu }: SetupContext): string {
  if (!wantGpu) return 'the CPU'
  const problem = gpus === null ? null : driverProblem(gpus)
  return problem === null ? 'the CPU; it finds no GPU' : `the CPU; it finds no GPU: ${problem}`
}

function lockIn(root: string): string {
  return join(root, 'setup.lock')
}

function isRunning(holder: string): LastlayerError {
  return setupError(`Set-up is already running (${holder}).`)
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
