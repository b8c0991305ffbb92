import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCheckpoint, saveCheckpoint } from '../src/main/trainer/checkpoint/checkpoint.ts'
import { beginning } from '../src/main/trainer/checkpoint/standing.ts'
import { startBackend } from '../src/main/trainer/backend/tf.ts'
import { AdamW } from '../src/main/trainer/optimizer/adamw.ts'
import { Tail } from '../src/main/trainer/tail/tail.ts'
import { KeptWeights } from '../src/main/trainer/training/kept-weights.ts'
import { randomModel, type Size } from './random-model.ts'
import { line, median } from './timing.ts'
import { timesOfStep } from './training-step.ts'

// What a checkpoint takes beside a training step, with the weights of a best epoch in it. `npm run bench -- checkpoint`

await startBackend()
for (const size of ['tiny', 'distilbert'] as const) await measure(size)

async function measure(size: Size): Promise<void> {
  const settings = { unfreeze: 1, embeddings: false, labels: 2, classes: null, seed: 1, dropout: null }
  const tail = await Tail.create(randomModel(size), settings)
  const optimizer = new AdamW(tail.variables, { weightDecay: 0.01 })
  const kept = new KeptWeights({ keep: 'best' })
  kept.offer(1, 1, await tail.snapshot())
  const place = { ...beginning, epoch: 2 }
  const found = {
    rates: { blocks: 1e-4, head: 1e-4 },
    search: null,
    slice: null,
    halvings: 0,
    evaluations: [],
    answers: new Map(),
  }
  const folder = await mkdtemp(join(tmpdir(), 'lastlayer-bench-checkpoint-'))
  try {
    const standing = { ...found, place, kept: kept.state, tail, optimizer }
    line(`${size}: seconds a step, K = 1`, (await timesOfStep(size, 1)).step.median.toFixed(3))
    line(
      `${size}: seconds a checkpoint is written in`,
      (await median(() => saveCheckpoint(folder, 1, 1, standing))).toFixed(3),
    )
    line(`${size}: seconds it is read in`, (await median(() => readCheckpoint(folder))).toFixed(3))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
