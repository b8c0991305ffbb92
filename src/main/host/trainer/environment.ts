import { nativeHome } from '../paths.ts'
import { findRuntime, trainerEnvironment } from '../../tensorflow/runtime.ts'
import { telemetryOff } from '../../trainer/backend/onnx-runtime.ts'

/**
 * Has glibc give large blocks back when they are freed. By itself it keeps those of a model that was closed: in a trainer
 * of 340 MB, 200 MB. TensorFlow frees and takes blocks at every step, and is better off with its habits.
 */
export const givingBack = { MALLOC_MMAP_THRESHOLD_: '1048576' }

/**
 * The environment in which a trainer is started: that of this process, without telemetry, and what native TensorFlow
 * needs where it is installed. LASTLAYER_BACKEND=wasm leaves that out, and an addon that the person names stays theirs.
 */
export async function trainerProcessEnvironment(base: NodeJS.ProcessEnv = process.env): Promise<NodeJS.ProcessEnv> {
  const env = { ...base, ...telemetryOff }
  const plain = { ...givingBack, ...env }
  if (base.LASTLAYER_TF_ADDON !== undefined) return env
  if (base.LASTLAYER_BACKEND === 'wasm') return plain
  const runtime = await findRuntime(nativeHome(base))
  return runtime === null ? plain : { ...env, ...trainerEnvironment(runtime, base) }
}
