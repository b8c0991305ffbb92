import { availableParallelism, cpus, freemem, totalmem } from 'node:os'
import manifest from '../../../../package.json' with { type: 'json' }
import type { Params } from '../../../shared/contract.ts'
import type { DoctorReport } from '../../../shared/doctor-report.ts'
import type { Device } from '../../../shared/run-events.ts'
import { freeBytes } from '../../disk/atomic-files.ts'
import { cudaLibraries } from '../../tensorflow/cuda-libraries.ts'
import { driverProblem, listGpus, type Gpu } from '../../tensorflow/gpu.ts'
import { run } from '../../tensorflow/run.ts'
import { findRuntime, runtimeFolders, type NativeRuntime } from '../../tensorflow/runtime.ts'
import { checkBackend, measureRate } from './self-check.ts'
import { startBackend, tf } from '../backend/tf.ts'
import { versionOf } from '../backend/versions.ts'
import { at } from '../../../shared/at.ts'

/** The self-test: what computes here, whether it computes rightly, how fast, and why nothing better does. */
export async function doctor({ home, places }: Params<'doctor'>, signal: AbortSignal): Promise<DoctorReport> {
  const device = await startBackend()
  const gpus = (await listGpus(run, signal)) ?? []
  const installed = await findRuntime(home)
  const tensorflow = tensorflowInUse(device, installed)
  const used = tensorflow === null || tensorflow.source === 'environment' ? null : installed
  const folders = { ...places, tensorflow: runtimeFolders(home).root }
  return {
    ...device,
    why: `${device.why}${whyNoGpu(device, gpus, used)}`,
    tensorflow,
    cudaLibraries: used === null ? [] : await cudaLibraries(used),
    check: await checkBackend(),
    gflops: await measureRate(),
    versions: {
      lastlayer: manifest.version,
      node: process.versions.node,
      onnxruntime: versionOf('onnxruntime-node'),
      tensorflowJs: versionOf('@tensorflow/tfjs'),
    },
    machine: {
      platform: process.platform,
      arch: process.arch,
      processor: cpus()[0]?.model ?? 'unknown',
      cores: availableParallelism(),
      memoryMB: totalmem() / 2 ** 20,
      freeMemoryMB: freemem() / 2 ** 20,
    },
    gpus,
    disk: (
      await Promise.all(
        (['runs', 'cache', 'tensorflow'] as const).map(async (what) => {
          const folder = folders[what]
          return { what, folder, freeMB: (await freeBytes(folder)) / 2 ** 20 }
        }),
      )
    ).filter(({ freeMB }) => Number.isFinite(freeMB)),
  }
}

function tensorflowInUse({ backend }: Device, installed: NativeRuntime | null): DoctorReport['tensorflow'] {
  if (backend !== 'tensorflow') return null
  if (installed && installed.addon === process.env.LASTLAYER_TF_ADDON) return installed.tensorflow
  const { binding } = tf.backend() as unknown as { binding: { TF_Version: string } }
  return { version: binding.TF_Version, source: 'environment' }
}

/** Why native TensorFlow works on the CPU, as a further sentence; for WebAssembly, the device's own sentence says all. */
export function whyNoGpu({ backend, device }: Device, gpus: readonly Gpu[], runtime: NativeRuntime | null): string {
  if (backend === 'wasm' || device === 'gpu') return ''
  if (gpus.length === 0) return ' nvidia-smi finds none either.'
  const { name } = at(gpus, 0)
  if (runtime?.gpuLibraries === false)
    return ` For the ${name}, \`npm run lastlayer -- setup --gpu yes\` installs CUDA libraries.`
  const problem = driverProblem([...gpus])
  return ` nvidia-smi finds the ${name}${problem === null ? '' : `, but ${problem}`}.`
}
