import { readFile, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ownMark } from '../../../src/main/disk/process-mark.ts'
import { disownRun, holderOfRun, isWorkedOn, keepOwning, ownRun } from '../../../src/main/disk/run-owner.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

// Two machines that have one home, on a network disk.

const upstairs = '999999999.abcdef.upstairs'
const minute = 60_000

let run: string
let owner: string
beforeEach(async () => {
  run = await temporaryFolder()
  owner = join(run, 'owner')
})
afterEach(() => vi.useRealTimers())

/** Dates a file so many milliseconds back. */
async function age(path: string, milliseconds: number): Promise<void> {
  const time = (Date.now() - milliseconds) / 1000
  await utimes(path, time, time)
}

test('A run of another machine is held while that one gives signs of life, however long it tells nothing', async () => {
  await writeFile(join(run, 'events.jsonl'), '')
  await age(join(run, 'events.jsonl'), 60 * minute)
  await writeFile(owner, upstairs)
  expect(await holderOfRun(run)).toBe(`process 999999999 of upstairs; if that has ended, delete ${owner}`)
  expect(await isWorkedOn(run, Date.now() - 60 * minute, Date.now())).toBe(true)
  await age(owner, 3 * minute)
  expect(await holderOfRun(run)).toBeNull()
})

test('How old a sign of life is, the clock of the disk tells, and not that of this machine', async () => {
  await writeFile(owner, upstairs)
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60 * minute })
  expect(await holderOfRun(run)).not.toBeNull()
})

test('A process that has a run gives signs of life, until another one has taken the run from it', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  await ownRun(run)
  const onLost = vi.fn()
  const end = keepOwning(run, onLost)
  await age(owner, 10 * minute)
  vi.advanceTimersByTime(30_000)
  await vi.waitFor(async () => expect((await stat(owner)).mtimeMs).toBeGreaterThan(Date.now() - minute))
  expect(await readFile(owner, 'utf8')).toBe(ownMark)
  await writeFile(owner, upstairs)
  vi.advanceTimersByTime(30_000)
  await vi.waitFor(() => expect(onLost).toHaveBeenCalled())
  end()
  await disownRun(run)
  expect(await readFile(owner, 'utf8')).toBe(upstairs)
})
