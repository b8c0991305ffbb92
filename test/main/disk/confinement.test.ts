import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, existsSync, mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { cp, mkdir, readlink, realpath, rename, rm, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { confineTo, openToRead, readFolder, readText, withFolder } from '../../../src/main/disk/confinement.ts'
import { readTextFile } from '../../../src/main/trainer/dataset/bytes/document.ts'
import { describe as describeModel } from '../../../src/main/trainer/commands/describe.ts'
import { exportModel } from '../../../src/main/trainer/export/export.ts'
import { withHeldFiles } from '../../../src/main/trainer/model/files/held-folder.ts'
import { openModelFolder } from '../../../src/main/trainer/model/model-folder.ts'
import { classifierGraph } from '../../../src/main/trainer/trunk/encoder-graph.ts'
import { encodeOnnx, type Placement } from '../../../src/main/trainer/trunk/onnx-format.ts'
import { inspect } from '../../../src/main/trainer/commands/inspect.ts'
import { predict } from '../../../src/main/trainer/commands/predict.ts'
import { writeFolderAtomic } from '../../../src/main/disk/whole-folder.ts'
import { datasetChoice } from '../../../src/shared/dataset-settings.ts'
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
    const choice = datasetChoice.parse({ dataset: inside('data') })
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
    await expect(predict(params, never)).rejects.toMatchObject(refused)
  })

  test('opens an ONNX file whose weights lie beside it, and not where they are a link to the outside', async () => {
    confineTo(['/'])
    const model = await makeClassifier()
    const { destination } = await exported(model, 'onnx')
    await cp(destination, inside('onnx'), { recursive: true })
    const source = await openModelFolder(model)
    const graph = classifierGraph(source, 2)
    confineTo([inside()])
    const place = inside('onnx', 'onnx')
    const placements: Placement[] = []
    for (const { load } of graph.initializers) {
      const data = await load()
      const offset = placements.reduce((end, { length }) => end + length, 0)
      appendFileSync(join(place, 'model.onnx_data'), Buffer.from(data.buffer, data.byteOffset, data.byteLength))
      placements.push({ file: 'model.onnx_data', offset, length: data.byteLength })
    }
    writeFileSync(join(place, 'model.onnx'), encodeOnnx(graph, placements))
    await source.close()
    const answer = (): Promise<unknown> => predict({ model: inside('onnx'), texts: ['good'], files: [] }, never)
    // It was opened: Lastlayer's own graph has other inputs than one for transformers.js.
    await expect(answer()).rejects.toThrow('it asks for the input ids')
    await rename(join(place, 'model.onnx_data'), outside('data'))
    await symlink(outside('data'), join(place, 'model.onnx_data'))
    await expect(answer()).rejects.toMatchObject(refused)
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

  test('makes no folder through a link that leads outside', async () => {
    await symlink(outside(), inside('way'))
    const write = writeFolderAtomic(inside('way', 'a', 'b', 'new'), async () => undefined)
    await expect(write).rejects.toMatchObject(refused)
    expect(existsSync(outside('a'))).toBe(false)
  })

  test('exports into no link, and does not tell what lies at its end', async () => {
    const model = inside('model')
    await cp(await makeClassifier(), model, { recursive: true })
    mkdirSync(inside('empty'))
    for (const target of [outside(), outside('nothing'), inside('empty')]) {
      await rm(inside('link'), { force: true })
      await symlink(target, inside('link'))
      const params = { model, format: 'onnx', destination: inside('link') } as const
      await expect(exportModel(params, never, () => undefined)).rejects.toMatchObject({
        code: 'output',
        message: `${inside('link')} is a link. Choose a new or an empty folder.`,
      })
    }
  })

  test('names where a person wants a folder, and not where it is made, whatever fails', async () => {
    const write = (fill: (folder: string) => Promise<void>) =>
      writeFolderAtomic(inside('new'), fill).then(
        () => '',
        (error: Error) => error.message,
      )
    const failing = [
      (folder: string) => Promise.reject(new Error(`${join(folder, 'x')} is odd`)),
      (folder: string) => mkdir(join(folder, 'a', 'b')),
      (folder: string) => Promise.reject(new Error(`${dirname(folder)}/other is odd`)),
    ]
    for (const fill of failing) {
      const message = await write(async (folder) => void (await fill(folder)))
      expect(message).toContain(inside())
      expect(message).not.toMatch(/\/proc|\.tmp/)
    }
  })

  test('lends files under names of its own, which no error tells', async () => {
    const message = await withHeldFiles(inside(), ['text.txt'], async (held) => {
      const name = join(held, 'text.txt')
      throw new Error(`${name} and ${await readlink(name)} are odd`)
    }).catch((error: Error) => error.message)
    expect(message).toBe(`${inside('text.txt')} and ${inside('text.txt')} are odd`)
  })
})

/** What is said when a link leads outside, and to what is there. */
describe.each<[string, (target: (name: string) => string) => Promise<unknown>]>([
  [
    'a file',
    (target) => {
      symlinkSync(target('text.txt'), inside('link'))
      return readText(inside('link'))
    },
  ],
  [
    'a text',
    (target) => {
      symlinkSync(target('text.txt'), inside('link'))
      return readTextFile(inside('link'))
    },
  ],
  [
    'a model',
    (target) => {
      symlinkSync(target('model'), inside('link'))
      return describeModel({ path: inside('link') })
    },
  ],
  [
    'the config of a model',
    async (target) => {
      await cp(await makeClassifier(), inside('link'), { recursive: true })
      await rm(inside('link', 'config.json'))
      await symlink(target('model/config.json'), inside('link', 'config.json'))
      return describeModel({ path: inside('link') })
    },
  ],
  [
    'the model of a run',
    (target) => {
      mkdirSync(inside('link'))
      writeFileSync(inside('link', 'recipe.json'), '{"dataset":"sample:reviews","model":"x"}')
      symlinkSync(target('model'), inside('link', 'model'))
      return describeModel({ path: inside('link') })
    },
  ],
  ['a dataset', (target) => inspectLink(target('data'))],
  ['a table', (target) => inspectLink(target('data.csv'), 'data.csv')],
  [
    'a folder of a dataset',
    (target) => {
      mkdirSync(inside('link', 'neg'), { recursive: true })
      writeFileSync(inside('link', 'neg', '1.txt'), 'text')
      symlinkSync(target('data'), inside('link', 'pos'))
      return inspectLink(null)
    },
  ],
])('Of a link to %s outside', (_, read) => {
  /** The sentence, when the link leads to this folder outside. */
  async function sentence(place: string): Promise<string> {
    confineTo([inside()])
    for (const name of ['link', 'data.csv']) await rm(inside(name), { recursive: true, force: true })
    const answer = await read((name) => outside(place, name)).catch((error: unknown) => error)
    return answer instanceof Error ? answer.message : JSON.stringify(answer)
  }

  test('the same is said whether or not it is there, and not where it leads', async () => {
    mkdirSync(outside('there'))
    await cp(await makeClassifier(), outside('there', 'model'), { recursive: true })
    for (const label of ['neg', 'pos']) mkdirSync(outside('there', 'data', label), { recursive: true })
    writeFileSync(outside('there', 'data', 'pos', '1.txt'), 'secret')
    writeFileSync(outside('there', 'data.csv'), 'text,label\nsecret,a\n')
    writeFileSync(outside('there', 'text.txt'), 'secret')
    const said = await sentence('there')
    expect(said).toContain('outside the folders')
    expect(said).not.toContain(outside())
    expect(await sentence('missing')).toBe(said)
  })
})

/** Inspects inside/link, or what is named, which is a link unless it is null. */
async function inspectLink(target: string | null, name = 'link'): Promise<unknown> {
  if (target !== null) symlinkSync(target, inside(name))
  await cp(await makeClassifier(), inside('model'), { recursive: true })
  const choice = datasetChoice.parse({ dataset: inside(name) })
  return inspect({ choice, model: inside('model'), maxLength: 64 }, never)
}

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
        // On a busy machine the two processes seldom run at once: until it was seen that a check by name would fail.
        for (let i = 0; i < 2000 || (checkedThenOpened === 0 && i < 100_000); i++) {
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
