import * as tf from '@tensorflow/tfjs'
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import { createRequire } from 'node:module'
import { dirname, sep } from 'node:path'
import type { Device } from '../../shared/run-events.ts'

import { installFastMatMul } from './wasm-mat-mul.ts'

export { tf }

/** Makes a TensorFlow.js backend ready and says which one it is. */
export async function startBackend(): Promise<Device> {
  setWasmPaths(dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')) + sep)
  await tf.setBackend('wasm')
  await tf.ready()
  installFastMatMul(tf)
  return { backend: 'wasm', device: 'cpu', why: 'Native TensorFlow is not installed.' }
}
