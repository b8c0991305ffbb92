import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { besides } from '../../../src/main/disk/atomic-files.ts'
import { isGone, markOf, ownMark } from '../../../src/main/disk/process-mark.ts'
import { hasLostOwner, ownRun, sweepRuns } from '../../../src/main/disk/run-owner.ts'
import { makeTemporaryFolder, sweepHalves, sweepTemporaryFolders } from '../../../src/main/disk/temporary-folder.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const dead = markOf(999_999_999)
const another = markOf(process.ppid)

test('A process is gone if it has ended, also if a later one has its number; of other machines nobody knows', () => {
  expect([dead, ownMark.replace(/\.\w{6}\./, '.000000.')].map(isGone)).toEqual([true, true])
  const elsewhere = dead.replace(/[^.]+$/, 'elsewhere')
  expect([ownMark, another, elsewhere, '', 'nonsense', '999999999'].map(isGone)).toEqual(Array(6).fill(false))
})

test.skipIf(process.platform !== 'linux')(
  'A process of the same number that began later is another one (Linux)',
  () => {
    expect(isGone(another.replace(/\.\w{6}\./, '.000000.'))).toBe(true)
  },
)

test('The temporary folders of dead processes are swept, and nothing else', async () => {
  const parent = await temporaryFolder()
  const own = basename(makeTemporaryFolder('uploads', parent))
  const kept = [own, `lastlayer-open-${another}-abcdef`, 'lastlayer-test-abcdef', `lastlayer-other-${dead}-abcdef`]
  for (const name of [...kept.slice(1), `lastlayer-graph-${dead}-abcdef`, `lastlayer-call-${dead}-abcdef`]) {
    mkdirSync(join(parent, name))
    writeFileSync(join(parent, name, 'text'), 'of a person')
  }
  symlinkSync(join(parent, kept[2]), join(parent, `lastlayer-model-${dead}-abcdef`))
  await sweepTemporaryFolders(parent)
  expect(readdirSync(parent).sort()).toEqual([...kept, `lastlayer-model-${dead}-abcdef`].sort())
  expect(existsSync(join(parent, kept[2], 'text'))).toBe(true)
})

test('What dead processes left half-written is swept, and nothing of the living or of a person', async () => {
  const folder = await temporaryFolder()
  mkdirSync(join(folder, 'below'))
  const own = basename(besides(join(folder, 'report.json')))
  const kept = ['.notes.tmp', '.report.json.0123456789ab.tmp', own, own.replace(ownMark, another), 'below']
  const swept = [own.replace(ownMark, dead), join('below', own.replace(ownMark, dead))]
  for (const name of [...kept.slice(0, -1), ...swept]) writeFileSync(join(folder, name), 'half')
  await sweepHalves(folder)
  expect(readdirSync(folder).sort()).toEqual([...kept].sort())
  expect(readdirSync(join(folder, 'below'))).toHaveLength(1)
  await sweepHalves(folder, true)
  expect(readdirSync(join(folder, 'below'))).toEqual([])
})

test('A name for a temporary file is one that file systems take, however long that of the file is', async () => {
  const path = join(await temporaryFolder(), '長'.repeat(80))
  writeFileSync(besides(path), '')
})

test('The inputs of runs whose process is gone are swept, unless these can be gone on with or go on', async () => {
  const runs = await temporaryFolder()
  const run = (name: string, owner: string | null): string => {
    mkdirSync(join(runs, name, 'inputs'), { recursive: true })
    writeFileSync(join(runs, name, 'inputs', 'texts'), 'of a person')
    if (owner !== null) writeFileSync(join(runs, name, 'owner'), owner)
    return join(runs, name)
  }
  const lost = run('lost', dead)
  const going = [run('other', another), run('ended', null), run('own', null), run('broken-off', dead)]
  writeFileSync(join(going[3], 'inputs', 'examples.jsonl'), '')
  await ownRun(going[2])
  await sweepRuns(runs)
  expect(existsSync(join(lost, 'inputs'))).toBe(false)
  for (const folder of going) expect(existsSync(join(folder, 'inputs', 'texts')), folder).toBe(true)
  expect([await hasLostOwner(lost), await hasLostOwner(going[0])]).toEqual([true, false])
})
