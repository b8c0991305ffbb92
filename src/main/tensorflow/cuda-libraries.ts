import { readdir } from 'node:fs/promises'
import type { NativeRuntime } from './runtime.ts'

const named = /^lib(cudart|cublas|cudnn|cufft|cusolver|cusparse|nccl)\.so\.\d+$/

/** The CUDA libraries that came with a runtime, as files are called: libcudart.so.12. */
export async function cudaLibraries(runtime: NativeRuntime): Promise<string[]> {
  const files = await Promise.all(runtime.libraryPaths.map((path) => readdir(path).catch(() => [])))
  return files
    .flat()
    .filter((name) => named.test(name))
    .sort()
}
