import { execFileSync } from 'node:child_process'
import { z } from 'zod'
import { findRuntime, trainerEnvironment } from '../src/main/tensorflow/runtime.ts'
import { nativeHome } from '../src/main/host/paths.ts'
import { benchJob } from './job.ts'
import { Results } from './results.ts'
import { benchTrunk } from './trunk.ts'
import { benchWindow } from './window.ts'

// Every speed, as ratios within one run. `npm run bench`; the results are also written to bench/results.json.

const times = z.object({ median: z.number(), least: z.number(), most: z.number(), runs: z.number() })
const step = z.object({ step: times, gradients: times })
const measured = z.object({
  tiny: step,
  distilbert: step,
  distilbertTwo: step.nullable(),
  distilbertAll: step.nullable(),
  tinyTrunk: times,
  distilbertTrunk: times.nullable(),
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

/** A step of the tail, what of it are gradients, and what it is of the features that it saves. */
function reportStep(size: keyof typeof trunk, { step, gradients }: z.infer<typeof measured>['tiny']): void {
  results.seconds(`${size}: a step`, step)
  results.ratio(`${size}: gradients / a step`, gradients.median, step.median)
  results.ratio(`${size}: a step on cached features / the features`, step.median, trunk[size])
}

const results = new Results()
const trunk = { tiny: await benchTrunk('tiny', results), distilbert: await benchTrunk('distilbert', results) }
const sizes = ['tiny', 'distilbert'] as const

const wasm = measureTail({ LASTLAYER_TF_ADDON: undefined })
results.part('Tail on WebAssembly: last block and head, steps of 16 texts of 256 tokens')
for (const size of sizes) {
  reportStep(size, wasm[size])
}

const runtime = await findRuntime(nativeHome())
results.part('Tail on native TensorFlow: the same')
if (runtime === null) {
  results.leftOut('Not installed (npm run lastlayer -- setup): left out.')
} else {
  const native = measureTail(trainerEnvironment(runtime))
  for (const size of sizes) {
    reportStep(size, native[size])
    results.ratio(`${size}: WebAssembly / TensorFlow`, wasm[size].step.median, native[size].step.median)
  }
  if (native.distilbertTwo) results.seconds('distilbert: a step at K = 2', native.distilbertTwo.step)
  if (native.distilbertAll) results.seconds('distilbert: a step at K = 6', native.distilbertAll.step)
  for (const [size, onTensorflow] of [
    ['tiny', native.tinyTrunk],
    ['distilbert', native.distilbertTrunk],
  ] as const)
    // prettier-ignore
    if (onTensorflow) results.ratio(`${size}: trunk on TensorFlow / on ONNX Runtime, in time`, onTensorflow.median, trunk[size])
}

await benchJob(results)
results.part('Beside PyTorch')
results.leftOut('bench/peer/README.md says how: it needs Python, torch and transformers.')
await benchWindow(results)
results.save('bench/results.json')
