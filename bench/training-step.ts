import { AdamW } from '../src/main/trainer/optimizer/adamw.ts'
import { Dropout } from '../src/main/trainer/network/dropout.ts'
import { clipScale, globalNorm } from '../src/main/trainer/optimizer/gradients.ts'
import { lossAndGradients } from '../src/main/trainer/training/loss.ts'
import { Tail } from '../src/main/trainer/tail/tail.ts'
import { tf } from '../src/main/trainer/backend/tf.ts'
import { randomModel, type Size } from './random-model.ts'
import { inTurn, type Times } from './timing.ts'

const [batch, length] = [16, 256]

/** A whole training step on features that are in memory, with 16 texts of 256 tokens, and its gradients alone. */
export async function timesOfStep(size: Size, unfreeze: number): Promise<Record<'step' | 'gradients', Times>> {
  const model = randomModel(size)
  const tail = await Tail.create(model, {
    unfreeze,
    embeddings: false,
    labels: 2,
    classes: null,
    seed: 1,
    dropout: null,
  })
  const optimizer = new AdamW(tail.variables, { weightDecay: 0.01 })
  const x = tf.randomNormal<tf.Rank.R3>([batch, length, model.config.dim])
  const mask = tf.ones<tf.Rank.R2>([batch, length])
  const truth = Array.from({ length: batch }, (_, i) => i % 2)
  const lossOf = (): ReturnType<typeof lossAndGradients> =>
    lossAndGradients(tail, { x, mask }, truth, new Dropout(1, optimizer.step, { first: 0, count: batch }))
  const gradients = async (): Promise<void> => {
    const { loss, gradients } = lossOf()
    await loss.data()
    tf.dispose([loss, gradients])
  }
  const step = async (): Promise<void> => {
    const { loss, gradients } = lossOf()
    optimizer.apply(gradients, 2e-5, clipScale(globalNorm(gradients), 1))
    await loss.data()
    tf.dispose([loss, gradients])
  }
  const times = await inTurn({ step, gradients })
  optimizer.dispose()
  tail.dispose()
  tf.dispose([x, mask])
  return times
}
