import { openTrunk } from '../src/main/trainer/trunk/trunk.ts'
import { startBackend } from '../src/main/trainer/backend/tf.ts'
import { randomModel, sizes, type Size } from './random-model.ts'
import { median } from './timing.ts'
import { secondsPerStep } from './training-step.ts'

// What depends on the TensorFlow.js backend, which a process chooses once: bench/main.ts starts this file once for each.

/** Seconds of the trunk on TensorFlow.js for 16 texts of 256 tokens. */
async function trunkSeconds(size: Size): Promise<number> {
  const model = randomModel(size)
  const shape = { depth: sizes[size].blocks - 1, output: 'tokens', precision: 'float32' } as const
  const trunk = await openTrunk(model, [shape], 'tensorflow', device)
  const seconds = await median(() => trunk.run(new Int32Array(16 * 256).fill(7), 16, 256), 1)
  await trunk.close()
  return seconds
}

const device = await startBackend()
const isNative = device.backend === 'tensorflow'
const result = {
  backend: device.backend,
  tiny: await secondsPerStep('tiny', 1),
  distilbert: await secondsPerStep('distilbert', 1),
  // On WebAssembly the trunk of DistilBERT takes minutes, and nobody would choose it.
  tinyTrunk: await trunkSeconds('tiny'),
  distilbertTrunk: isNative ? await trunkSeconds('distilbert') : null,
}
console.log(JSON.stringify(result))
process.exit()
