import * as tf from '@tensorflow/tfjs'
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import { createRequire } from 'node:module'
import { dirname, sep } from 'node:path'
import manifest from '../../../../package.json' with { type: 'json' }
import type { Device } from '../../../shared/run-events.ts'
import { loadBinding } from '../../tensorflow/load.ts'
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend.js'
import { installNativeMatMul } from './native/mat-mul.ts'
import { versionOf } from './versions.ts'
import { loadKernels, type Kernels, type WasmBackend } from './wasm/kernels.ts'
import { installMatMul } from './wasm/mat-mul.ts'
import { installSegmentSum } from './wasm/segment-sum.ts'
import { installViews } from './wasm/views.ts'

export { tf }

let started: Promise<Device> | undefined

/** What a backend can do beyond the operations of TensorFlow.js: null for those that were not started. */
export const beyond: { native: NodeJSKernelBackend | null; wasm: Kernels | null } = { native: null, wasm: null }

/**
 * Makes the best TensorFlow.js backend ready, once, and says which and why: native TensorFlow where the trainer's
 * environment names its addon (see native/runtime.ts), on the GPU if it finds one, else WebAssembly, which
 * LASTLAYER_BACKEND=wasm asks for in any case.
 */
export function startBackend(): Promise<Device> {
  started ??= chooseBackend(process.env)
  return started
}

async function chooseBackend(env: NodeJS.ProcessEnv): Promise<Device> {
  const addon = env.LASTLAYER_TF_ADDON
  if (env.LASTLAYER_BACKEND === 'wasm') return startWasm('LASTLAYER_BACKEND=wasm asks for it.')
  if (addon === undefined) return startWasm('Native TensorFlow is not installed; `npm run lastlayer -- setup` does it.')
  try {
    return await startNative(addon)
  } catch (error) {
    return startWasm(error instanceof Error ? error.message : String(error))
  }
}

/** The package's own entry looks for the addon in its own folder; backend and kernels take it from anywhere. */
async function startNative(addon: string): Promise<Device> {
  const binding = loadBinding(addon) // first: it also supplies what the package misses in newer Node versions
  const { NodeJSKernelBackend } = await import('@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend.js')
  await import('@tensorflow/tfjs-node-gpu/dist/register_all_kernels.js')
  type Binding = ConstructorParameters<typeof NodeJSKernelBackend>[0]
  const create = () => (beyond.native = new NodeJSKernelBackend(binding as Binding, '@tensorflow/tfjs-node-gpu'))
  tf.registerBackend('tensorflow', create, 3)
  await tf.setBackend('tensorflow')
  const device = binding.isUsingGpuDevice() ? 'gpu' : 'cpu'
  if (device === 'cpu') installNativeMatMul(tf)
  const why = `TensorFlow ${binding.TF_Version} ${device === 'gpu' ? 'uses the GPU' : 'found no GPU and works on the CPU'}.`
  return { backend: 'tensorflow', device, why, versions: versionsWith(binding.TF_Version) }
}

async function startWasm(why: string): Promise<Device> {
  setWasmPaths(dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')) + sep)
  await tf.setBackend('wasm')
  await tf.ready()
  const kernels = await loadKernels(tf.backend() as unknown as WasmBackend)
  beyond.wasm = kernels
  installMatMul(tf, kernels)
  installSegmentSum(tf)
  installViews(tf)
  return { backend: 'wasm', device: 'cpu', why, versions: versionsWith(versionOf('@tensorflow/tfjs')) }
}

function versionsWith(tensorflow: string): Device['versions'] {
  return { lastlayer: manifest.version, tensorflow, onnxruntime: versionOf('onnxruntime-node') }
}
