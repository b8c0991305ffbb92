import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { LastlayerError } from '../../shared/errors.ts'
import { freeBytes } from '../disk/atomic-files.ts'
import type { Gpu } from './gpu.ts'
import { run, type Run } from './run.ts'
import { folderSize } from '../disk/folder-size.ts'

export interface Machine {
  platform: string
  arch: string
  /** Version of the GNU C library; null where there is another one. */
  glibc: string | null
}

/** What set-up uses of the machine; tests pass their own. */
export interface Tools {
  run: Run
  machine: Machine
  /** Free bytes on the disk of a folder. */
  freeSpace: (folder: string) => Promise<number>
  /** The Node program that the trainer will run on. */
  node: string
  /** Folder of the @tensorflow/tfjs-node-gpu package. */
  tfjsNode: string
}

export type SetupStep = 'package' | 'archive' | 'download' | 'unpack' | 'build' | 'check'

/** What set-up is doing. `done` and `total` are bytes; `total` is 0 where it is not known. */
export interface SetupProgress {
  step: SetupStep
  message: string
  done: number
  total: number
}

/** What every source of a runtime works with. */
export interface SetupContext extends Tools {
  /** Where wheels are kept until set-up has succeeded. */
  downloads: string
  signal: AbortSignal | undefined
  /** GPUs that `nvidia-smi` lists; null for none. */
  gpus: Gpu[] | null
  wantGpu: boolean
  report: (step: SetupStep, message: string, done?: number, total?: number) => void
}

/** The tools of this machine. */
export function realTools(): Tools {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } }
  return {
    run,
    machine: { platform: process.platform, arch: process.arch, glibc: header.glibcVersionRuntime ?? null },
    freeSpace: freeBytes,
    node: process.execPath,
    tfjsNode: dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-node-gpu/package.json')),
  }
}

/** A failure of set-up: one sentence that says what is missing and what to do. */
export function setupError(message: string, cause?: unknown): LastlayerError {
  return new LastlayerError('setup', message, cause === undefined ? undefined : { cause })
}

/**
 * Checks that there is room for so many gigabytes, counting what `folder` holds already; `advice` says what else to do.
 * @throws LastlayerError `setup` if there is not.
 */
export async function checkSpace(tools: Tools, folder: string, gigabytes: number, advice = ''): Promise<void> {
  const usable = ((await tools.freeSpace(folder)) + (await folderSize(folder))) / 1e9
  if (usable >= gigabytes) return
  throw setupError(
    `TensorFlow needs ${gigabytes} GB of disk, and ${usable.toFixed(1)} GB are free; make room${advice}.`,
  )
}

/** The last line of a program's output that says something: what people quote. */
export function lastLine(text: string): string {
  const lines = text.split('\n').map((line) => line.trim())
  return lines.findLast((line) => line !== '') ?? 'no message'
}

/** The message of the error with which a Node program ended, if it did. */
export function errorIn(stderr: string): string | undefined {
  return /^\w*Error(?: \[\w+\])?: (.*)$/m.exec(stderr)?.[1]
}
