import { expect, test } from 'vitest'
import { runRecipe } from '../../../../src/main/cli/commands/finetune.ts'
import { Screen } from '../../../../src/main/cli/screen/screen.ts'
import { parseRecipe } from '../../../../src/shared/recipe.ts'
import { captureOutput } from '../../../support/captured-output.ts'
import { FakeTrainer } from '../../../support/fake-trainer.ts'

const step = { kind: 'step', step: 1, steps: 2, epoch: 1, loss: 1, learningRate: 1, gradientNorm: 1 } as const
const search = { kind: 'progress', phase: 'search', done: 1, total: 9, unit: 'steps' } as const

test.each([
  ['while rates are looked for, it says that there is nothing to keep', search, /before anything was trained/],
  ['in training, it says what the trainer says', step, /^Stopped\.$/],
])('Whoever stops a run is told what is left of it: %s', async (_, happening, message) => {
  captureOutput()
  const [trainer, stop] = [new FakeTrainer(), new AbortController()]
  const places = { runs: '/runs', cache: '/cache', models: '/models' }
  const session = { host: trainer, screen: new Screen(), places, signal: stop.signal }
  const running = runRecipe(session, parseRecipe({ dataset: 'd', model: 'm' }), null)
  trainer.tell(happening)
  stop.abort()
  await expect(running).rejects.toMatchObject({ code: 'cancelled', message: expect.stringMatching(message) })
})
