import { appendFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { DiskFullError, requireRoom } from '../../../../src/main/disk/atomic-files.ts'
import { Course } from '../../../../src/main/trainer/job/course.ts'
import { RunFolder } from '../../../../src/main/trainer/run/run-folder.ts'
import type { Happening } from '../../../../src/shared/run-events.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

vi.mock('node:fs', async (original) => {
  const actual = await original<typeof import('node:fs')>()
  return { ...actual, appendFileSync: vi.fn(actual.appendFileSync) }
})
const realAppend = vi.mocked(appendFileSync).getMockImplementation() as typeof appendFileSync

/** A disk with room for so many characters of each append. */
function fillDisk(room: number): void {
  vi.mocked(appendFileSync).mockImplementation((path, data) => {
    realAppend(path, String(data).slice(0, room))
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' })
  })
}
const makeRoom = (): unknown => vi.mocked(appendFileSync).mockImplementation(realAppend)

let run: RunFolder
let told: Happening[]
const emit = (happening: Happening): void => void told.push(happening)
const course = (signal = new AbortController().signal): Course => new Course({ run, emit, signal, checkpoint: null })
const notice = (message: string): Happening => ({ kind: 'notice', message })

beforeEach(async () => {
  makeRoom()
  told = []
  run = await RunFolder.create(join(await temporaryFolder(), 'run'), '', 'reviews')
})

describe('On a full disk', () => {
  test('a run holds still, says why, and does again what failed once there is room', async () => {
    const work = vi.fn(async () => 'written').mockRejectedValueOnce(new DiskFullError('No room for it.'))
    expect(await course().whenThereIsRoom(work)).toBe('written')
    const reason = 'No room for it. The run waits for room, and then goes on.'
    expect(told).toEqual([
      { kind: 'paused', reason },
      { kind: 'resumed', step: 0 },
    ])
  })

  test('a run that waits can be cancelled', async () => {
    const stop = new AbortController()
    const waiting = course(stop.signal).whenThereIsRoom(async () => {
      throw new DiskFullError('No room for it.')
    })
    stop.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' })
  })

  test('another failure is none of a full disk', async () => {
    const failure = new Error('It is broken.')
    await expect(course().whenThereIsRoom(() => Promise.reject(failure))).rejects.toBe(failure)
    expect(told).toEqual([])
  })

  test('events wait in memory, no half line is left, and all are written later, in order', async () => {
    run.log(notice('before'))
    const whole = await readFile(run.file('events.jsonl'), 'utf8')
    fillDisk(20)
    for (const word of ['one', 'two']) expect(run.log(notice(word))).toMatchObject({ message: word })
    expect(run.isBehind).toBe(true)
    expect(await readFile(run.file('events.jsonl'), 'utf8')).toBe(whole)

    const holding = course().hold()
    makeRoom()
    await holding
    expect(told.map(({ kind }) => kind)).toEqual(['paused', 'resumed'])
    const lines = (await readFile(run.file('events.jsonl'), 'utf8')).trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line) as { seq: number; message: string })).toEqual(
      ['before', 'one', 'two'].map((message, i) => expect.objectContaining({ seq: i + 1, message }) as never),
    )
  })

  test('what needs more than is free is refused beforehand, with the size', async () => {
    await requireRoom(run.path, 1, 'a model', 'Free some space')
    const refused = requireRoom(run.path, 2 ** 60, 'a model', 'Free some space')
    await expect(refused).rejects.toThrow(
      `The disk of ${run.path} has no room for 1099511627776 MB of a model. Free some space.`,
    )
  })
})
