import { openTrunk } from '../src/main/trainer/trunk/trunk.ts'
import { startBackend } from '../src/main/trainer/backend/tf.ts'
import { randomModel, sizes, type Size } from './random-model.ts'
import { inTurn, type Times } from './timing.ts'
import { timesOfStep } from './training-step.ts'

// What depends on the TensorFlow.js backend, which a process chooses once: bench/main.ts starts this file once for each.

/** The trunk on TensorFlow.js for 16 texts of 256 tokens. */
async function trunkTimes(size: Size): Promise<Times> {
  const model = randomModel(size)
  const shape = { depth: sizes[size].blocks - 1, output: 'tokens', precision: 'float32' } as const
  const trunk = await openTrunk(model, [shape], 'tensorflow', device)
  const { run } = await inTurn({ run: () => trunk.run(new Int32Array(16 * 256).fill(7), 16, 256) }, 1)
  await trunk.close()
  return run
}

const device = await startBackend()
const isNative = device.backend === 'tensorflow'
const result = {
  tiny: await timesOfStep('tiny', 1),
  distilbert: await timesOfStep('distilbert', 1),
  // More blocks are trained on TensorFlow by those who have models of that size.
  distilbertTwo: isNative ? await timesOfStep('distilbert', 2) : null,
  distilbertAll: isNative ? await timesOfStep('distilbert', 6) : null,
  // On WebAssembly the trunk of DistilBERT takes minutes, and nobody would choose it.
  tinyTrunk: await trunkTimes('tiny'),
  distilbertTrunk: isNative ? await trunkTimes('distilbert') : null,
}
console.log(JSON.stringify(result))
process.exit()
