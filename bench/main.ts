import { execFileSync } from 'node:child_process'
import { z } from 'zod'
import { findRuntime, trainerEnvironment } from '../src/main/tensorflow/runtime.ts'
import { nativeHome } from '../src/main/host/paths.ts'
import { line } from './timing.ts'
import { benchTrunk } from './trunk.ts'
import { benchWindow } from './window.ts'

const measured = z.object({
  backend: z.string(),
  tiny: z.number(),
  distilbert: z.number(),
  tinyTrunk: z.number(),
  distilbertTrunk: z.number().nullable(),
})

/** Runs bench/tail.ts in a process of its own, with the environment that chooses its backend. */
function measureTail(env: NodeJS.ProcessEnv): z.infer<typeof measured> {
  const output = execFileSync(process.execPath, ['scripts/bench.mjs', 'tail'], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return measured.parse(JSON.parse(output.trim().split('\n').at(-1) ?? ''))
}

const trunk = { tiny: await benchTrunk('tiny'), distilbert: await benchTrunk('distilbert') }

const wasm = measureTail({ LASTLAYER_TF_ADDON: undefined })
console.log('Training on WebAssembly: last block and head, steps of 16 texts of 256 tokens')
line('DistilBERT: seconds a step', wasm.distilbert.toFixed(3))
line('tiny: seconds a step', wasm.tiny.toFixed(3))
line('DistilBERT: an epoch on cached features / the features', (wasm.distilbert / trunk.distilbert).toFixed(3))
line('tiny: an epoch on cached features / the features', (wasm.tiny / trunk.tiny).toFixed(3))

const runtime = await findRuntime(nativeHome())
if (runtime === null) {
  console.log('Native TensorFlow is not installed (npm run lastlayer -- setup): left out.')
} else {
  const native = measureTail(trainerEnvironment(runtime))
  console.log(`Training on TensorFlow ${runtime.tensorflow.version}: the same`)
  line('DistilBERT: seconds a step', native.distilbert.toFixed(3))
  line('tiny: seconds a step', native.tiny.toFixed(3))
  line('DistilBERT: WebAssembly / TensorFlow', (wasm.distilbert / native.distilbert).toFixed(1))
  line('tiny: WebAssembly / TensorFlow', (wasm.tiny / native.tiny).toFixed(1))
  line('DistilBERT: an epoch on cached features / the features', (native.distilbert / trunk.distilbert).toFixed(3))
  console.log('Trunk on TensorFlow / on ONNX Runtime, in time')
  line('DistilBERT', ((native.distilbertTrunk ?? NaN) / trunk.distilbert).toFixed(2))
  line('tiny', (native.tinyTrunk / trunk.tiny).toFixed(2))
}

await benchWindow()
