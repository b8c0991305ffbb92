import { expect, test } from 'vitest'
import { Readings } from '../../../../src/main/host/app/readings.ts'
import { calls, type Notification } from '../../../../src/shared/app-contract.ts'
import { LastlayerError } from '../../../../src/shared/errors.ts'
import type { ReadingProgress } from '../../../../src/shared/reading-progress.ts'
import { FakeTrainer } from '../../../support/fake-trainer.ts'

const choice = { dataset: '/data/films.csv' }
const places = { runs: '/runs', cache: '/cache', models: '/models' }
const paramsOf = (reading: number) => calls.drawExamples.params.parse({ choice, exampleSeed: 1, reading })
const progress: ReadingProgress = { phase: 'reading', done: 256, total: 256, unit: 'rows' }

function openReadings(): { trainer: FakeTrainer; readings: Readings; notifications: Notification[] } {
  const trainer = new FakeTrainer()
  const notifications: Notification[] = []
  return { trainer, notifications, readings: new Readings(trainer, places, (one) => notifications.push(one)) }
}

test('A reading tells how far it is, at most ten times a second, under the number of its page', async () => {
  const { trainer, readings, notifications } = openReadings()
  trainer.answers.drawExamples = (_, { onProgress }) => {
    for (let i = 0; i < 50; i++) onProgress?.(progress)
    return { examples: [] }
  }
  await expect(readings.calls.drawExamples(paramsOf(7))).resolves.toEqual({ examples: [] })
  expect(notifications).toEqual([{ kind: 'reading', reading: 7, progress }])
  expect(trainer.asked).toMatchObject([{ command: 'drawExamples', params: { choice, exampleSeed: 1 } }])
})

test('One reading is cancelled by its number, and the others go on', async () => {
  const { trainer, readings } = openReadings()
  const ends: (() => void)[] = []
  trainer.answers.drawExamples = (_, { signal }) =>
    new Promise((resolve, reject) => {
      ends.push(() => resolve({ examples: [] }))
      signal?.addEventListener('abort', () => reject(new LastlayerError('cancelled', 'Stopped.')))
    })
  const [first, second] = [readings.calls.drawExamples(paramsOf(1)), readings.calls.drawExamples(paramsOf(2))]
  await readings.calls.cancelInspect({ reading: 3 })
  await readings.calls.cancelInspect({ reading: 1 })
  await expect(first).rejects.toMatchObject({ code: 'cancelled' })
  ends.forEach((end) => end())
  await expect(second).resolves.toEqual({ examples: [] })
})

test('A search for label errors is a reading too: in the places of this host, told and cancelled alike', async () => {
  const { trainer, readings, notifications } = openReadings()
  const page = { labels: ['a', 'b'], texts: 9, probable: 0, total: 0, suspects: [] }
  trainer.answers.desk = (_, { onProgress }) => {
    onProgress?.({ phase: 'scoring', done: 1, total: 10, unit: 'texts' })
    return page
  }
  await expect(readings.calls.desk({ run: '/runs/one', offset: 0, limit: 20, reading: 4 })).resolves.toEqual(page)
  expect(trainer.asked).toEqual([{ command: 'desk', params: { run: '/runs/one', offset: 0, limit: 20, places } }])
  expect(notifications).toMatchObject([{ kind: 'reading', reading: 4, progress: { phase: 'scoring' } }])
})
