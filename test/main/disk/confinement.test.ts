import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { cp, mkdir, realpath, rename, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { confineTo, openToRead, readFolder, readText, withFolder } from '../../../src/main/disk/confinement.ts'
import { readTextFile } from '../../../src/main/trainer/dataset/formats/files.ts'
import { inspect } from '../../../src/main/trainer/commands/inspect.ts'
import { predict } from '../../../src/main/trainer/commands/predict.ts'
import { writeFolderAtomic } from '../../../src/main/disk/whole-folder.ts'
import { exported, makeClassifier } from '../../support/exported-folder.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const never = new AbortController().signal
const refused = { code: 'usage', message: expect.stringContaining('outside the folders') }

let folder: string
const inside = (...names: string[]): string => join(folder, 'inside', ...names)
const outside = (...names: string[]): string => join(folder, 'outside', ...names)

beforeEach(async () => {
  folder = await realpath(await temporaryFolder())
  mkdirSync(inside('pos'), { recursive: true })
  mkdirSync(outside('pos'), { recursive: true })
  writeFileSync(inside('text.txt'), 'allowed')
  writeFileSync(outside('text.txt'), 'secret')
  confineTo([inside()])
})

afterEach(() => confineTo(['/']))

describe('A confined process', () => {
  test('reads what lies in its folders, also by a link and a way round', async () => {
    symlinkSync(inside('text.txt'), inside('link.txt'))
    for (const path of [inside('text.txt'), inside('link.txt'), inside('pos', '..', 'text.txt')]) {
      expect(await readText(path)).toBe('allowed')
    }
    const names: string[] = []
    for await (const { name } of readFolder(inside())) names.push(name)
    expect(names.sort()).toEqual(['link.txt', 'pos', 'text.txt'])
  })

  test.each([
    ['a link to a file', () => symlinkSync(outside('text.txt'), inside('way')), () => inside('way')],
    ['a link to a folder', () => symlinkSync(outside(), inside('way')), () => inside('way', 'text.txt')],
    ['a way up', () => undefined, () => inside('..', 'outside', 'text.txt')],
    ['a sibling', () => undefined, () => outside('text.txt')],
    ['the folder above', () => undefined, () => folder],
    ['the system', () => undefined, () => '/proc/self/environ'],
  ])('opens nothing outside by %s', async (_, prepare, path) => {
    prepare()
    await expect(openToRead(path())).rejects.toMatchObject(refused)
    expect(await readTextFile(path())).toEqual({ reason: expect.stringContaining('outside the folders') })
  })

  test('does not hang at a pipe', async () => {
    execFileSync('mkfifo', [inside('pipe')])
    expect(await readTextFile(inside('pipe'))).toEqual({ reason: 'Not a file.' })
  })

  test('leaves texts out that are links to the outside', async () => {
    for (const [label, i] of ['neg', 'pos'].flatMap((label) => [1, 2, 3, 4, 5].map((i) => [label, i]))) {
      mkdirSync(inside('data', String(label)), { recursive: true })
      writeFileSync(inside('data', String(label), `${i}.txt`), `${label} ${i}`)
    }
    symlinkSync(outside('text.txt'), inside('data', 'pos', '6.txt'))
    const model = inside('model')
    await cp(await makeClassifier(), model, { recursive: true })
    const choice = { dataset: inside('data'), textColumn: null, labelColumn: null, stripHtml: true }
    const { summary, examples } = await inspect({ choice, model, maxLength: 64 }, never)
    expect(summary.rejected).toMatchObject({ count: 1, rows: [{ file: 'pos/6.txt' }] })
    expect(JSON.stringify(examples)).not.toContain('secret')
  })

  test('answers with an ONNX folder of its own, and not with one whose files are links to the outside', async () => {
    confineTo(['/'])
    const { destination } = await exported(await makeClassifier(), 'onnx')
    await cp(destination, inside('onnx'), { recursive: true })
    await rename(destination, outside('onnx'))
    confineTo([inside()])
    const params = { model: inside('onnx'), texts: ['good'], files: [] }
    expect((await predict(params, never)).predictions).toHaveLength(1)
    await rm(inside('onnx', 'onnx'), { recursive: true })
    await symlink(outside('onnx', 'onnx'), inside('onnx', 'onnx'))
    await expect(predict(params, never)).rejects.toMatchObject({ code: 'model' })
  })

  test('does not answer with a model that is open and lies outside now', async () => {
    const model = inside('model')
    await cp(await makeClassifier(), model, { recursive: true })
    const params = { model, texts: ['good'], files: [] }
    expect((await predict(params, never)).predictions).toHaveLength(1)
    confineTo([outside()])
    await expect(predict(params, never)).rejects.toMatchObject(refused)
  })

  test('writes no folder through a link that leads outside', async () => {
    await symlink(outside('pos'), inside('way'))
    const write = writeFolderAtomic(inside('way', 'new'), async (path) => writeFileSync(join(path, 'x'), ''))
    await expect(write).rejects.toMatchObject(refused)
  })
})

// Only Linux tells the path of what is open; elsewhere the path is followed once more, which narrows the race.
describe.skipIf(process.platform !== 'linux')(
  'While a folder is exchanged for a link to the outside, again and again',
  () => {
    /** Exchanges inside/way, a folder, and a link to the outside, as fast as it can. */
    async function exchanging(act: () => Promise<void>): Promise<void> {
      await mkdir(inside('a', 'way'), { recursive: true })
      mkdirSync(inside('b'))
      writeFileSync(inside('a', 'way', 'text.txt'), 'allowed')
      symlinkSync(outside(), inside('b', 'way'))
      symlinkSync('a', inside('now'))
      const script = `const fs = require('node:fs'); process.chdir(${JSON.stringify(inside())})
      console.log('ready')
      for (let i = 0; ; i++) { fs.symlinkSync(i % 2 ? 'a' : 'b', 'next'); fs.renameSync('next', 'now') }`
      const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
      try {
        await once(child.stdout, 'data')
        await act()
      } finally {
        child.kill('SIGKILL')
        await once(child, 'close')
      }
    }

    test('no read returns what lies outside', async () => {
      const answers = { allowed: 0, secret: 0, refused: 0 }
      let checkedThenOpened = 0
      await exchanging(async () => {
        for (let i = 0; i < 2000; i++) {
          const path = inside('now', 'way', 'text.txt')
          const read = await readTextFile(path)
          answers['reason' in read ? 'refused' : (read.text as 'allowed' | 'secret')] += 1
          // What a check by name before the opening would have let through.
          if (realpathSync(path).startsWith(inside()) && readFileSync(path, 'utf8') === 'secret') checkedThenOpened += 1
        }
      })
      expect(answers.secret).toBe(0)
      expect(answers.allowed).toBeGreaterThan(0)
      expect(answers.refused).toBeGreaterThan(0)
      expect(checkedThenOpened).toBeGreaterThan(0)
    })

    test('a folder that was lent stays the same one', async () => {
      await exchanging(async () => {
        for (let i = 0; i < 200; i++) {
          await withFolder(inside('now', 'way'), async (path) => {
            writeFileSync(join(path, 'written.txt'), '')
            expect(readFileSync(join(path, 'text.txt'), 'utf8')).toBe('allowed')
          }).catch((error: unknown) => expect(error).toMatchObject(refused))
        }
      })
      expect(() => readFileSync(outside('written.txt'))).toThrow('ENOENT')
    })
  },
)
