import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { Progress } from '../../../../src/main/cli/screen/progress.ts'
import { Screen } from '../../../../src/main/cli/screen/screen.ts'
import { captureOutput } from '../../../support/captured-output.ts'

// Escape, bell, CSI in one character, an override of direction, an isolate, and a new line that is not ours.
const hostile = 'a\u001b[2J\u0007\u009b31m\u202eb\u2066c\nd'
const shown = 'a\\u001b[2J\\u0007\\u009b31m\\u202eb\\u2066c\\nd'

test('Lines, notes and errors show what would act on a terminal', () => {
  const output = captureOutput()
  const screen = new Screen()
  screen.line(hostile)
  screen.lines([hostile, 'é 日本 😀\ttab'])
  screen.note(hostile)
  screen.json = true
  screen.line(hostile)
  expect(output.stdout).toBe(`${shown}\n${shown}\né 日本 😀\ttab\n`)
  expect(output.stderr).toBe(`${shown}\n${shown}\n`)
})

test('JSON is the same value, and nothing in it acts on a terminal', () => {
  const output = captureOutput()
  const value = { [hostile]: [hostile, '\\u001b', '\\'] }
  new Screen().value(value)
  expect(JSON.parse(output.stdout)).toEqual(value)
  expect(output.stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e\u2066]/u)
})

test('Nor does the note of a progress', () => {
  let printed = ''
  const stream = new Writable({
    write: (chunk, _, done) => {
      printed += String(chunk)
      done()
    },
  })
  let now = 0
  const progress = new Progress(stream as unknown as NodeJS.WriteStream, () => now)
  progress.update({ phase: 'download', done: 0, total: 2, unit: 'MB', note: hostile })
  now = 6000
  progress.update({ phase: 'download', done: 1, total: 2, unit: 'MB', note: hostile })
  expect(printed).toContain(`, ${shown}\n`)
})
