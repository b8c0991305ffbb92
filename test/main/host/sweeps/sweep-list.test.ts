import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listSweeps } from '../../../../src/main/host/sweeps/sweep-list.ts'
import { pastRuns } from '../../../renderer/past-runs.ts'
import { pastSweep } from '../../../renderer/past-sweeps.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

test('Sweeps are listed, the newest first, and those that are damaged or of a later version', async () => {
  const home = await temporaryFolder()
  const sweep = pastSweep(pastRuns(1))
  const put = async (name: string, content: string): Promise<void> => {
    await mkdir(join(home, name))
    await writeFile(join(home, name, 'sweep.json'), content)
  }
  await put('old', JSON.stringify({ ...sweep, startedAt: 1 }))
  await put('new', JSON.stringify({ ...sweep, startedAt: 2 }))
  await put('damaged', '{')
  await put('later', JSON.stringify({ ...sweep, version: 2 }))
  await mkdir(join(home, 'none'))
  const { sweeps, unreadable } = await listSweeps(home)
  expect(sweeps.map(({ name, folder, startedAt }) => [name, folder, startedAt])).toEqual([
    ['new', join(home, 'new'), 2],
    ['old', join(home, 'old'), 1],
  ])
  expect(sweeps[0]?.runs).toEqual(sweep.runs)
  expect(unreadable.sort()).toEqual([join(home, 'damaged'), join(home, 'later')])
})

test('Where no sweep was ever made there is none', async () => {
  expect(await listSweeps(join(await temporaryFolder(), 'sweeps'))).toEqual({ sweeps: [], unreadable: [] })
})
