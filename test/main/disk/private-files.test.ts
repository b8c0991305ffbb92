import { execFileSync } from 'node:child_process'
import { chmodSync, lstatSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { asThePerson, closeToOthers, giveAway, keepPrivate } from '../../../src/main/disk/private-files.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8)
let folder: string
let before: number

beforeAll(() => {
  before = process.umask(0o022)
  keepPrivate()
  keepPrivate()
})
afterAll(() => void process.umask(before))

beforeEach(async () => {
  folder = await temporaryFolder()
  chmodSync(folder, 0o755)
})

test.skipIf(process.platform === 'win32')('What is made is closed to others', () => {
  mkdirSync(join(folder, 'runs'))
  writeFileSync(join(folder, 'runs', 'texts'), '')
  expect([modeOf(join(folder, 'runs')), modeOf(join(folder, 'runs', 'texts'))]).toEqual(['700', '600'])
})

test.skipIf(process.platform === 'win32')(
  'What is made for the person has the modes that the person gives files',
  async () => {
    mkdirSync(join(folder, 'export', 'onnx'), { recursive: true })
    writeFileSync(join(folder, 'export', 'onnx', 'model.onnx'), '')
    await giveAway(join(folder, 'export'))
    const made = ['export', 'export/onnx', 'export/onnx/model.onnx'].map((name) => modeOf(join(folder, name)))
    expect(made).toEqual(['755', '755', '644'])
  },
)

test.skipIf(process.platform === 'win32')('In a folder that is closed to others it is closed too', async () => {
  chmodSync(folder, 0o700)
  writeFileSync(join(folder, 'answers.csv'), '')
  await giveAway(join(folder, 'answers.csv'))
  expect(modeOf(join(folder, 'answers.csv'))).toBe('600')
})

test.skipIf(process.platform === 'win32')('A program that is started makes files as the person does', () => {
  asThePerson(() => execFileSync('touch', [join(folder, 'download')]))
  writeFileSync(join(folder, 'later'), '')
  expect([modeOf(join(folder, 'download')), modeOf(join(folder, 'later'))]).toEqual(['644', '600'])
})

test.skipIf(process.platform === 'win32')(
  'What was open is closed with all that is in it, and no link is followed',
  async () => {
    const [home, elsewhere] = [join(folder, 'home'), join(folder, 'elsewhere')]
    mkdirSync(join(home, 'runs', 'one'), { recursive: true })
    writeFileSync(join(home, 'runs', 'one', 'texts'), '')
    writeFileSync(elsewhere, '')
    symlinkSync(elsewhere, join(home, 'runs', 'link'))
    const inside = ['runs/one/texts', 'runs/one', 'runs', '.'].map((name) => join(home, name))
    for (const path of [...inside, elsewhere]) chmodSync(path, lstatSync(path).isDirectory() ? 0o775 : 0o664)
    expect(await closeToOthers(home)).toBe(true)
    expect(inside.map(modeOf)).toEqual(['600', '700', '700', '700'])
    expect(modeOf(elsewhere)).toBe('664')
    expect(await closeToOthers(join(home, 'runs', 'link'))).toBe(false)
    expect(await closeToOthers(home)).toBe(false)
    expect(await closeToOthers(join(home, 'nothing'))).toBe(false)
  },
)
