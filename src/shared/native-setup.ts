import { z } from 'zod'
import { errorMessage } from './errors.ts'

/** What set-up is doing; `done` and `total` are bytes, `total` is 0 where it is not known. */
export const nativeProgress = z.object({ message: z.string(), done: z.number(), total: z.number() })
export type NativeProgress = z.infer<typeof nativeProgress>

/** Native TensorFlow, as the window offers it. */
export const nativeState = z.object({
  isInstalled: z.boolean(),
  /** Whether it can still be had: nobody has installed, removed or declined it, nor tried in vain. */
  isOffered: z.boolean(),
  /** Of disk, at most; with CUDA libraries where `gpu` says so. */
  gigabytes: z.number(),
  gpu: z.boolean(),
  /** Null while no set-up goes on. */
  progress: nativeProgress.nullable(),
  /** How the last set-up of this session failed. */
  error: errorMessage.nullable(),
})
export type NativeState = z.infer<typeof nativeState>
