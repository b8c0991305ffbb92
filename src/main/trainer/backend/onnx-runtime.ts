// The one door to ONNX Runtime, for src, tests and benchmarks; eslint.config.js keeps all others shut. From 1.29 on the
// library reports to its maker unless it is told not to before it is loaded, which an import at the top of a file would
// do too late. SECURITY.md says what it would send.
import { telemetryOff } from '../../../shared/trainer-environment.ts'

/** ONNX Runtime for Node, without its reports. The main thread only: a worker's environment is not the library's. */
export async function loadOnnxRuntime(): Promise<typeof import('onnxruntime-node')> {
  Object.assign(process.env, telemetryOff(process.platform))
  return import('onnxruntime-node')
}

/** Transformers.js, which brings ONNX Runtime: kept from the network and from writing a cache of its own. */
export async function loadTransformers(): Promise<typeof import('@huggingface/transformers')> {
  Object.assign(process.env, telemetryOff(process.platform))
  const transformers = await import('@huggingface/transformers')
  const { env, LogLevel } = transformers
  Object.assign(env, { allowRemoteModels: false, useFSCache: false, useWasmCache: false, logLevel: LogLevel.NONE })
  return transformers
}
