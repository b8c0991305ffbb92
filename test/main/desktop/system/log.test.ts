import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import { describeError, EventLog } from '../../../../src/main/desktop/system/log.ts'
import { LastlayerError } from '../../../../src/shared/errors.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

let log: EventLog
const written = (): string => readFileSync(log.path, 'utf8')

beforeEach(async () => {
  log = new EventLog(await temporaryFolder())
})

test('A line has its time, its kind and what happened, and nothing of it goes to the terminal', () => {
  const printed = ['log', 'info', 'warn', 'error'].map((name) => vi.spyOn(console, name as 'log'))
  log.note('Trainer 12 ended: signal SIGKILL')
  log.fail('The trainer', new LastlayerError('memory', 'The trainer ran out of memory.'))
  expect(written()).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z info Trainer 12 ended: signal SIGKILL$/m)
  expect(written()).toMatch(/^\S+ error The trainer: LastlayerError memory < log\.test\.ts:\d+:\d+/m)
  for (const print of printed) expect(print).not.toHaveBeenCalled()
})

test('An error leaves its words out, in whatever form they come', () => {
  const secret = 'the film was dreadful\n    at /home/ada/reviews.csv.js:1:2'
  const words = describeError(Object.assign(new TypeError(secret), { code: 'ENOENT', path: '/home/ada/reviews.csv' }))
  expect(words).toMatch(/^TypeError ENOENT < log\.test\.ts:/)
  expect(words).not.toMatch(/dreadful|ada|reviews|\//)
  expect(describeError('the film was dreadful')).toBe('string')
  expect(describeError(Object.assign(new Error('x'), { code: 'the film was dreadful' }))).not.toContain('film')
})

test('A log that has grown large begins anew, and the last one is kept beside it', () => {
  for (let line = 0; line < 1100; line++) log.note('1'.repeat(1000))
  expect(readdirSync(dirname(log.path)).sort()).toEqual(['main.log', 'main.old.log'])
  expect(statSync(log.path).size).toBeLessThan(2 ** 20 / 2)
})

test.skipIf(process.platform === 'win32')('Nobody else may read it', () => {
  log.note('a line')
  expect(statSync(log.path).mode & 0o077).toBe(0)
})
