import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { Progress } from '../../../../src/main/cli/screen/progress.ts'

function setUp(isTTY: boolean) {
  const clock = { now: 0 }
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 100 }) as unknown as NodeJS.WriteStream
  let printed = ''
  stream.on('data', (chunk) => (printed += String(chunk)))
  return { clock, progress: new Progress(stream, () => clock.now), printed: () => printed }
}

test('Without a terminal there is a plain line every five seconds, with rate and time left', () => {
  const { clock, progress, printed } = setUp(false)
  for (let second = 0; second <= 11; second++) {
    clock.now = second * 1000
    progress.update({ phase: 'features', done: second * 100, total: 2000, unit: 'texts' })
  }
  progress.clear()
  expect(printed()).toBe(
    'features: 500 of 2,000 texts, 100 texts/s, 0:15 left\nfeatures: 1,000 of 2,000 texts, 100 texts/s, 0:10 left\n',
  )
})

test('The rate counts from where a phase began', () => {
  const { clock, progress, printed } = setUp(false)
  progress.update({ phase: 'training', done: 1000, total: 1020, unit: 'steps' })
  clock.now = 5000
  progress.update({ phase: 'training', done: 1010, total: 1020, unit: 'steps', note: 'loss 0.5' })
  expect(printed()).toBe('training: 1,010 of 1,020 steps, 2.0 steps/s, 0:05 left, loss 0.5\n')
})

test('A phase of unknown length shows no share and no time left', () => {
  const { clock, progress, printed } = setUp(false)
  progress.update({ phase: 'reading', done: 0, total: 0, unit: 'texts' })
  clock.now = 6000
  progress.update({ phase: 'reading', done: 1200, total: 1200, unit: 'texts' })
  expect(printed()).toBe('reading: 1,200 texts, 200 texts/s\n')
})
