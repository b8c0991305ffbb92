import { nativeHome } from '../paths.ts'
import { findRuntime, trainerEnvironment } from '../../tensorflow/runtime.ts'
import { memoryKept, telemetryOff } from '../../../shared/trainer-environment.ts'

/**
 * The environment in which a trainer is started: that of this process, without telemetry, and what native TensorFlow
 * needs where it is installed. LASTLAYER_BACKEND=wasm leaves that out, and an addon that the person names stays theirs.
 */
export async function trainerProcessEnvironment(base: NodeJS.ProcessEnv = process.env): Promise<NodeJS.ProcessEnv> {
  const env = { ...memoryKept, ...base, ...telemetryOff(process.platform) }
  if (base.LASTLAYER_BACKEND === 'wasm' || base.LASTLAYER_TF_ADDON !== undefined) return env
  return { ...env, ...trainerEnvironment(await findRuntime(nativeHome(base)), base) }
}
