import { createRequire } from 'node:module'
import util from 'node:util'
import { LastlayerError } from '../../shared/errors.ts'

/** The part of tfjs-node's addon that we use ourselves; its backend class knows the rest. */
export interface NativeBinding {
  readonly TF_Version: string
  isUsingGpuDevice(): boolean
}

/** tfjs-node 4.22 calls two functions that Node 23 removed. Has no effect where they still are. */
export function shimUtil(): void {
  const old = util as { isNullOrUndefined?: unknown; isArray?: unknown }
  old.isNullOrUndefined ??= (value: unknown): boolean => value === null || value === undefined
  old.isArray ??= Array.isArray
}

/**
 * Loads a built tfjs-node addon, and TensorFlow with it. The library paths must have been in the environment when this
 * process started.
 * @throws LastlayerError `setup` if the addon or a library that it needs does not load.
 */
export function loadBinding(addon: string): NativeBinding {
  shimUtil()
  try {
    return createRequire(import.meta.url)(addon) as NativeBinding
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
    throw new LastlayerError('setup', `TensorFlow does not load (${reason}). Run set-up again.`, { cause })
  }
}
