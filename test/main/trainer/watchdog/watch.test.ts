import { expect, test } from 'vitest'
import { interval, Watch, type Sight } from '../../../../src/main/trainer/watchdog/watch.ts'
import { watchdogLine, watchdogReason } from '../../../../src/shared/watchdog-line.ts'

const looksIn = (seconds: number): number => (1000 * seconds) / interval

/** What a watch with 1,000 MB, of which 900 may be taken, says at the last of so many looks. */
function after(looks: number, sight: (look: number) => Partial<Sight>): string | null {
  const watch = new Watch(900 * 2 ** 20, 1000 * 2 ** 20)
  const reasons = Array.from({ length: looks }, (_, i) =>
    watch.look({ beats: 0, limit: 0, memory: 0, isOrphan: false, ...sight(i) }),
  )
  expect(reasons.slice(0, -1).every((reason) => reason === null)).toBe(true)
  return reasons[looks - 1]
}

test('A process that works, however long, goes on', () => {
  expect(after(10_000, (look) => ({ beats: look, limit: 1 }))).toBeNull()
})

test('A process that stands still is ended after its limit, not before', () => {
  const still = () => ({ beats: 7, limit: 60 })
  expect(after(looksIn(60), still)).toBeNull()
  expect(after(looksIn(60) + 1, still)).toMatch(/^it stood still for 60 s and was ended; try .* or another model$/)
})

test('One beat begins the time anew', () => {
  expect(after(looksIn(110), (look) => ({ beats: look < looksIn(55) ? 1 : 2, limit: 60 }))).toBeNull()
})

test('A process that has nothing to do may stand still, and its time begins with its work', () => {
  expect(after(10_000, () => ({ limit: 0 }))).toBeNull()
  expect(after(looksIn(60), (look) => ({ limit: look < looksIn(50) ? 0 : 20 }))).toBeNull()
})

test('A process that takes nearly all memory is ended at once, working or not', () => {
  expect(after(3, (look) => ({ beats: look, limit: 60, memory: 899 * 2 ** 20 }))).toBeNull()
  const reason =
    /^it took 901 of the 1,000 MB of memory and was ended before .*; try a smaller batch or a smaller model$/
  expect(after(1, () => ({ memory: 901 * 2 ** 20 }))).toMatch(reason)
})

test('A process whose host is gone is ended after ten seconds, even if it works', () => {
  const alone = (look: number) => ({ beats: look, limit: 60, isOrphan: look > 3 })
  expect(after(looksIn(10) + 4, alone)).toBeNull()
  expect(after(looksIn(10) + 5, alone)).toBe('the program that started it is gone')
})

test('The reason is found among the last lines of the trainer', () => {
  const line = watchdogLine('it stood still').trimEnd()
  expect(watchdogReason(['TypeError: no such luck', line, 'more'])).toBe('it stood still')
  expect(watchdogReason(['TypeError: no such luck'])).toBeNull()
})
