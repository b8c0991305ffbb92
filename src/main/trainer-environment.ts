import { nativeHome } from './places.ts'
import { findRuntime, trainerEnvironment } from './training/native/runtime.ts'

/**
 * The environment in which a trainer is started: that of this process, and what native TensorFlow needs where it is
 * installed. LASTLAYER_BACKEND=wasm leaves it out, and an addon that the person names stays theirs.
 */
export async function trainerProcessEnvironment(base: NodeJS.ProcessEnv = process.env): Promise<NodeJS.ProcessEnv> {
  if (base.LASTLAYER_BACKEND === 'wasm' || base.LASTLAYER_TF_ADDON !== undefined) return base
  return { ...base, ...trainerEnvironment(await findRuntime(nativeHome(base)), base) }
}
