import { tf } from '../backend/tf.ts'
import { Dropout } from '../network/dropout.ts'
import { AdamW } from '../optimizer/adamw.ts'
import type { Tail } from '../tail/tail.ts'
import { lossAndGradients } from '../training/loss.ts'
import { steadySeconds } from './timing.ts'

/** Rows of a text's features in a batch of training, whose texts lie as they come, and of evaluation, one length a batch. */
export interface BatchRows {
  readonly training: number
  readonly evaluation: number
}

/** Seconds of a training step and of the evaluation of a batch. Leaves the weights as they are. */
export async function measureTail(
  tail: Tail,
  batch: number,
  rows: BatchRows,
  dim: number,
): Promise<{ step: number; evaluation: number }> {
  const optimizer = new AdamW(tail.variables, { weightDecay: 0 })
  const truth = new Array<number>(batch).fill(0)
  const dropout = new Dropout(0, 0, { first: 0, count: batch })
  try {
    const step = await withInputs(batch, rows.training, dim, (inputs) =>
      steadySeconds(async () => {
        const { loss, gradients } = lossAndGradients(tail, inputs, truth, dropout)
        optimizer.apply(gradients, 0)
        await loss.data()
        tf.dispose([loss, gradients])
      }),
    )
    const evaluation = await withInputs(batch, rows.evaluation, dim, (inputs) =>
      steadySeconds(async () => void tf.tidy(() => tail.logits(inputs).dataSync())),
    )
    return { step, evaluation }
  } finally {
    optimizer.dispose()
  }
}

interface Inputs {
  readonly x: tf.Tensor3D
  readonly mask: tf.Tensor2D
}

async function withInputs<T>(
  batch: number,
  rows: number,
  dim: number,
  use: (inputs: Inputs) => Promise<T>,
): Promise<T> {
  const inputs = { x: tf.zeros<tf.Rank.R3>([batch, rows, dim]), mask: tf.ones<tf.Rank.R2>([batch, rows]) }
  try {
    return await use(inputs)
  } finally {
    tf.dispose([inputs.x, inputs.mask])
  }
}
