import type { Run } from './run.ts'
import { at } from '../../shared/at.ts'

export interface Gpu {
  name: string
  memoryMB: number
  driver: string
}

/** CUDA 12, which the wheels carry, needs this NVIDIA driver on Linux. */
const oldestDriver = 525

/** NVIDIA GPUs as `nvidia-smi` sees them; null when there is none, or no driver. */
export async function listGpus(run: Run, signal?: AbortSignal): Promise<Gpu[] | null> {
  const query = ['--query-gpu=name,memory.total,driver_version', '--format=csv,noheader,nounits']
  const { code, stdout } = await run('nvidia-smi', query, { signal, timeout: 20_000 })
  return code === 0 ? parseGpus(stdout) : null
}

/** Reads `nvidia-smi`'s lines "name, MiB, driver"; what is not such a line is left out. */
export function parseGpus(text: string): Gpu[] | null {
  const gpus = text.split('\n').flatMap((line) => {
    const match = /^(.+),\s*(\d+|\[[^\]]*\]),\s*([\d.]+)\s*$/.exec(line)
    // Unified memory is reported as [N/A].
    return match ? [{ name: at(match, 1).trim(), memoryMB: Number(match[2]) || 0, driver: at(match, 3) }] : []
  })
  return gpus.length > 0 ? gpus : null
}

/** Why TensorFlow may not use a GPU that `nvidia-smi` sees, or null if the driver is new enough. */
export function driverProblem(gpus: Gpu[]): string | null {
  const { driver } = at(gpus, 0)
  if (parseInt(driver, 10) >= oldestDriver) return null
  return `the NVIDIA driver is ${driver}, and CUDA 12 needs ${oldestDriver} or newer`
}
