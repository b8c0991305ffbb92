import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createApi } from '../../../src/renderer/transports/api.ts'
import { App } from '../../../src/renderer/app/app.svelte.ts'
import { reasonOf } from '../../../src/renderer/pad/left-out.ts'
import { FakeHost, type FakeHostOptions } from '../fake-host.ts'
import { pastRuns } from '../past-runs.ts'

// The stores touch two things of a page: where a view is remembered, and where the theme is written.
beforeEach(() => {
  const kept = new Map<string, string>()
  vi.stubGlobal('location', { hash: '' })
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  })
  vi.stubGlobal('document', { documentElement: { dataset: {} } })
})

async function open(options: FakeHostOptions = {}): Promise<{ host: FakeHost; app: App }> {
  const host = new FakeHost({ interval: 1, batch: 50, ...options })
  const app = new App(createApi(host))
  app.run.listen()
  await app.load()
  return { host, app }
}

describe('App', () => {
  it('opens with the sample ready to run, and one start leads to results', async () => {
    const { app } = await open()
    expect(app.dataset.path).toBe('sample:reviews')
    expect(app.recipe.preset).toBe('auto')
    expect(app.canStart).toBe(true)
    await app.start()
    expect(app.session.view).toBe('train')
    await vi.waitFor(() => expect(app.runs.opened).not.toBeNull())
    expect(app.runs.opened?.record.summary.folder).toBe(app.run.state.report?.run)
    expect(app.pad.model).toBe(app.run.state.report?.run)
  })

  it('begins with the last recipe', async () => {
    const { app } = await open()
    app.recipe.set('epochs', 7)
    await app.start()
    await vi.waitFor(() => expect(app.run.isRunning).toBe(false))
    expect(app.session.settings.recipe?.epochs).toBe(7)
    const again = await open({ settings: app.session.settings })
    expect(again.app.recipe.recipe.epochs).toBe(7)
  })
})

describe('What the system gives to be opened', () => {
  it('is data or a run; what is neither is named, and changes nothing', async () => {
    const { host, app } = await open({ history: pastRuns(2) })
    const { folder } = app.runs.finished[1]
    host.answers.takeOpened = () => ({ kind: 'run', folder })
    await app.openGiven()
    expect([app.session.view, app.runs.opened?.record.summary.folder]).toEqual(['results', folder])
    const error = { code: 'usage', message: '/gone.csv cannot be used: it is not there.' }
    host.answers.takeOpened = () => ({ kind: 'refused', error })
    await app.openGiven()
    expect([app.session.view, app.session.error, app.dataset.path]).toEqual(['results', error, 'sample:reviews'])
    host.answers.takeOpened = () => ({ kind: 'data', path: '/home/ada/tickets.csv' })
    await app.openGiven()
    expect([app.session.view, app.session.error, app.dataset.path]).toEqual(['data', null, '/home/ada/tickets.csv'])
  })
})

describe('ExportStore', () => {
  it('follows an export to its proof, and keeps none of one that fails', async () => {
    const { app } = await open({ history: pastRuns(1) })
    const [{ folder }] = app.runs.finished
    const running = app.exports.start(folder, 'onnx', '/home/ada', 'mine')
    expect([app.exports.isRunning, app.exports.folder]).toEqual([true, folder])
    await running
    expect([app.exports.isRunning, app.exports.error]).toEqual([false, null])
    expect(app.exports.proof?.destination).toBe('/home/ada/mine')
    await app.exports.start(folder, 'onnx', '/home/ada', 'taken')
    expect([app.exports.proof, app.exports.error?.code]).toEqual([null, 'output'])
  })

  it('goes on after a reload, in the run that is exported', async () => {
    const { host, app } = await open({ history: pastRuns(2) })
    const { folder } = app.runs.finished[1]
    const running = app.exports.start(folder, 'onnx', '/home/ada', 'slow')
    const reloaded = new App(createApi(host))
    reloaded.exports.listen()
    await reloaded.load()
    expect([reloaded.exports.isRunning, reloaded.exports.folder]).toEqual([true, folder])
    await vi.waitFor(() => expect(reloaded.runs.opened?.record.summary.folder).toBe(folder))
    await vi.waitFor(() => expect(reloaded.exports.progress?.phase).toBe('evaluating'))
    await reloaded.exports.cancel()
    await running
    await vi.waitFor(() => expect(reloaded.exports.isRunning).toBe(false))
    expect(reloaded.exports.error?.code).toBe('cancelled')
  })

  it('shows one that was started in another window, to its proof', async () => {
    const { host, app } = await open({ history: pastRuns(1) })
    const other = new App(createApi(host))
    other.exports.listen()
    await app.exports.start(app.runs.finished[0].folder, 'onnx', '/home/ada', 'mine')
    await vi.waitFor(() => expect(other.exports.proof?.destination).toBe('/home/ada/mine'))
    expect(other.exports.isRunning).toBe(false)
  })

  it('hears how far it is, and stops it', async () => {
    const { app } = await open({ history: pastRuns(1) })
    app.exports.listen()
    const running = app.exports.start(app.runs.finished[0].folder, 'onnx', '/home/ada', 'slow')
    await vi.waitFor(() => expect(app.exports.progress?.phase).toBe('evaluating'))
    await app.exports.cancel()
    await running
    expect([app.exports.proof, app.exports.error?.code]).toEqual([null, 'cancelled'])
  })
})

describe('RecipeStore', () => {
  it('keeps a bad value out of the recipe and explains it', async () => {
    const { app } = await open()
    app.recipe.set('epochs', 0)
    expect(app.recipe.rejectedIn('epochs')?.problem).toBe('At least 1.')
    expect(app.recipe.recipe.epochs).toBe('auto')
    expect(app.canStart).toBe(false)
    app.recipe.set('epochs', 5)
    expect(app.recipe.rejected).toEqual([])
    expect(app.canStart).toBe(true)
  })

  it('leaves a length that a person sets as it is, and fits it again with the preset', async () => {
    const { app } = await open()
    const fits = (): boolean => app.recipe.recipe.fitLength
    expect(fits()).toBe(true)
    app.recipe.set('maxLength', 128)
    expect(fits()).toBe(false)
    app.recipe.usePreset('auto')
    expect([fits(), app.recipe.recipe.maxLength]).toEqual([true, 256])
  })

  it('trains down to the embeddings, the blocks or the head alone', async () => {
    const { app } = await open()
    const at = (depth: number): unknown => {
      app.recipe.trainDownTo(depth)
      return [app.recipe.recipe.unfreeze, app.recipe.recipe.embeddings, app.recipe.depth]
    }
    expect(at(0)).toEqual([0, false, 0])
    expect(at(4)).toEqual([4, false, 4])
    expect(at(5)).toEqual([4, true, 5])
  })

  it('keeps the former model when the chosen one cannot be read', async () => {
    const { host, app } = await open()
    host.answers.describeModel = () => {
      throw new Error('no config.json')
    }
    expect(await app.recipe.chooseModel('/nowhere')).toBe(false)
    expect(app.recipe.modelError?.message).toBe('no config.json')
    expect(app.recipe.recipe.model).toBe('/models/tiny-distilbert-reviews')
  })
})

describe('DatasetStore', () => {
  it('tells what is wrong with data, and remembers only what could be read', async () => {
    const { app } = await open()
    await app.dataset.choose('/home/ada/broken')
    expect(app.dataset.error?.code).toBe('dataset')
    expect(app.canStart).toBe(false)
    await app.dataset.choose('/home/ada/tickets.csv')
    expect(app.dataset.error).toBeNull()
    expect(app.session.settings.recentDatasets).toEqual(['/home/ada/tickets.csv'])
  })

  it('tells of a dialog that cannot be opened', async () => {
    const { host, app } = await open()
    host.answers.chooseDataset = () => {
      throw new Error('no portal')
    }
    await app.dataset.browse('folder')
    expect(app.dataset.error?.message).toBe('no portal')
  })

  it('shows the last choice even if an earlier one answers later', async () => {
    const { app } = await open()
    await Promise.all([app.dataset.choose('/home/ada/tickets.csv'), app.dataset.choose('sample:sites')])
    expect(app.dataset.inspection?.summary.labels).toEqual(['amazon', 'imdb', 'yelp'])
  })
})

describe('RunsStore', () => {
  it('deletes with undo', async () => {
    const { app } = await open({ history: pastRuns(3) })
    const [newest] = app.runs.list ?? []
    await app.runs.delete(newest)
    expect(app.runs.list).toHaveLength(2)
    await app.runs.restore()
    expect(app.runs.list?.[0].folder).toBe(newest.folder)
    expect(app.runs.deleted).toEqual([])
  })

  it('brings back one deleted run after the other, and nothing points to those that are gone', async () => {
    const { host, app } = await open({ history: pastRuns(3) })
    const [first, second, third] = app.runs.list ?? []
    expect(app.pad.model).toBe(first.folder)
    await app.runs.delete(first)
    expect(app.pad.model).toBe(second.folder)
    await app.runs.delete(second)
    expect([app.pad.model, app.runs.opened]).toEqual([third.folder, null])
    const reloaded = new App(createApi(host))
    await reloaded.load()
    expect(reloaded.runs.deleted.map(({ folder }) => folder)).toEqual([second.folder, first.folder])
    await reloaded.runs.restore()
    await reloaded.runs.restore()
    expect([reloaded.runs.deleted, reloaded.runs.list?.length]).toEqual([[], 3])
  })

  it('shows no last run that was deleted', async () => {
    const { app } = await open()
    app.run.listen()
    await app.start()
    await vi.waitFor(() => expect(app.runs.opened).not.toBeNull(), 10_000)
    await app.runs.delete((app.runs.list ?? [])[0])
    expect([app.run.recipe, app.pad.model]).toEqual([null, null])
  })

  it('has names and notes', async () => {
    const { app } = await open({ history: pastRuns(2) })
    const { folder } = app.runs.finished[1]
    await app.runs.describe(folder, { title: 'The long one', note: 'two blocks' })
    expect(app.runs.list?.find((run) => run.folder === folder)?.caption?.title).toBe('The long one')
  })

  it('compares up to four with the oldest of them, in whatever order they are chosen', async () => {
    const { app } = await open({ history: pastRuns(6) })
    const folders = (app.runs.list ?? []).map(({ folder }) => folder)
    for (const folder of folders) await app.runs.toggle(folder)
    expect(app.runs.compared?.runs.map(({ record }) => record.summary.folder)).toEqual(folders.slice(0, 4).toReversed())
    expect(app.runs.compared?.gains[0]?.sentences.join()).toMatch(/chance|different/)
    await app.runs.choose(folders.slice(0, 1))
    expect(app.runs.compared).toBeNull()
  })
})

describe('PadStore', () => {
  it('classifies many files batch by batch, and lists what it cannot read', async () => {
    const { host, app } = await open({ history: pastRuns(1) })
    const names = ['broken.bin', ...Array.from({ length: 39 }, (_, i) => `${i}.txt`)]
    await app.pad.classifyFiles(names.map((name) => new File(['text'], name)))
    expect(app.pad.files.predictions).toHaveLength(39)
    expect(app.pad.files.rejected).toHaveLength(1)
    const batches = host.asked.filter(({ call }) => call === 'predict')
    expect(batches.map(({ params }) => (params as { files: string[] }).files.length)).toEqual([32, 8])
  })

  it('refuses a file that is too large before it is read, and tells of one that cannot be', async () => {
    const { host, app } = await open({ history: pastRuns(1), host: 'web' })
    const unreadable = (name: string, size: number): File =>
      Object.defineProperties(new File([], name), {
        size: { value: size },
        arrayBuffer: { value: () => Promise.reject(new Error('NotReadableError')) },
      })
    await app.pad.classifyFiles([unreadable('huge.txt', 100e6), unreadable('locked.txt', 5), new File(['a'], 'a.txt')])
    expect(app.pad.error).toBeNull()
    expect(app.pad.files.rejected.map((left) => [left.file, reasonOf(left)])).toEqual([
      ['huge.txt', 'Larger than 10 MB: split it into texts of their own.'],
      ['locked.txt', expect.stringMatching(/^This file is gone or cannot be read/)],
    ])
    expect(app.pad.files.predictions.map(({ file }) => file)).toEqual(['a.txt'])
    expect(host.asked.filter(({ call }) => call === 'predict')).toHaveLength(1)
  })

  it('asks for many large files more than once', async () => {
    const { host, app } = await open({ history: pastRuns(1), host: 'web' })
    const content = new Uint8Array(9 * 2 ** 20)
    await app.pad.classifyFiles(['a', 'b', 'c', 'd', 'e'].map((name) => new File([content], name)))
    const batches = host.asked.filter(({ call }) => call === 'predict')
    expect(batches.map(({ params }) => (params as { uploads: unknown[] }).uploads.length)).toEqual([3, 2])
  })

  it('sends what the page itself has read where it may know no path', async () => {
    const { host, app } = await open({ history: pastRuns(1), host: 'web' })
    await app.pad.classifyFiles([new File(['grüße'], 'a.txt')])
    const { params } = host.asked.find(({ call }) => call === 'predict') ?? {}
    expect(params).toMatchObject({ files: [], uploads: [{ name: 'a.txt', base64: btoa('gr\xc3\xbc\xc3\x9fe') }] })
  })

  it('has each row of a table answered, as they come', async () => {
    const { host, app } = await open({ history: pastRuns(1) })
    await app.pad.classifyFiles([new File(['text'], 'a.txt'), new File(['x'], 'letters.csv')])
    expect(app.pad.files.predictions).toHaveLength(1)
    const [table] = app.pad.tables
    expect(table).toMatchObject({ name: 'letters.csv', count: 12, isBusy: false, error: null })
    expect(table.rows.slice(0, 3).map(({ line, answer }) => [line, answer?.label])).toEqual([
      [2, 'pos'],
      [3, 'neg'],
      [4, undefined],
    ])
    const { params } = host.asked.find(({ call }) => call === 'predictTable') ?? {}
    expect(params).toMatchObject({ path: '/home/ada/letters.csv', upload: null, reading: { textColumn: null } })
  })

  it('asks for the text column of a table where it is not clear', async () => {
    const { app } = await open({ history: pastRuns(1) })
    await app.pad.classifyFiles([new File(['x'], 'unclear.csv')])
    const [table] = app.pad.tables
    expect(table.result?.kind).toBe('question')
    expect(table.choices).toEqual(['a', 'b'].map((name) => ({ name, values: ['one', 'two'] })))
    await table.answer(app.pad.model ?? '', { textColumn: 'b' })
    expect(table).toMatchObject({ count: 12, head: { text: 'b' }, result: { kind: 'answered' } })
  })

  it('stops a table that is taken away', async () => {
    const { app } = await open({ history: pastRuns(2) })
    const asked = app.pad.classifyFiles([new File(['x'], 'slow.csv')])
    await vi.waitFor(() => expect(app.pad.tables[0]?.count).toBeGreaterThan(0))
    await app.pad.removeTable(app.pad.tables[0])
    await asked
    expect(app.pad.tables).toEqual([])
  })

  it('has files answered again by another model, and tables once it is asked to', async () => {
    const { host, app } = await open({ history: pastRuns(2) })
    const [{ folder: first }, { folder: second }] = app.runs.finished
    await app.pad.classifyFiles(['a.txt', 'broken.bin', 'letters.csv'].map((name) => new File(['x'], name)))
    await app.pad.tables[0].answer(first, { textColumn: 'body' })
    host.asked.length = 0
    app.pad.answerBy(second)
    await vi.waitFor(() => expect(app.pad.files.predictions).toHaveLength(1))
    expect([app.pad.isStale, app.pad.files.model, app.pad.tables[0].count]).toEqual([true, second, 12])
    await app.pad.answerAgain()
    expect(host.asked.map(({ call, params }) => [call, (params as { model: string }).model])).toEqual([
      ['predict', second],
      ['predictTable', second],
    ])
    expect(host.asked[1].params).toMatchObject({ reading: { textColumn: 'body' } })
    expect([app.pad.isStale, app.pad.files.predictions.length, app.pad.files.rejected.length]).toEqual([false, 1, 1])
  })

  it('answers what is typed', async () => {
    const { app } = await open({ history: pastRuns(1) })
    app.pad.text = 'The best of all.'
    app.pad.classify()
    await vi.waitFor(() => expect(app.pad.live.prediction?.label).toBe('pos'))
  })

  it('has a table read otherwise, and keeps to that', async () => {
    const { host, app } = await open({ history: pastRuns(2) })
    await app.pad.classifyFiles([new File(['x'], 'letters.xlsx')])
    const [table] = app.pad.tables
    expect(table.facts.sheets).toEqual({ used: 'Letters', all: ['Letters', 'Notes'] })
    const model = app.pad.model ?? ''
    await table.answer(model, { sheet: 'Notes' })
    await table.answer(model, { encoding: 'big5' })
    const asked = host.asked.filter(({ call }) => call === 'predictTable').map(({ params }) => params)
    expect(asked.at(-1)).toMatchObject({ reading: { sheet: 'Notes', encoding: 'big5' } })
  })

  it('answers the files of a former model too when others come', async () => {
    const { app } = await open({ history: pastRuns(2) })
    await app.pad.classifyFiles([new File(['x'], 'a.txt')])
    app.pad.answerBy(app.runs.finished[1].folder)
    await app.pad.classifyFiles([new File(['x'], 'b.txt')])
    expect(app.pad.files.predictions.map(({ file }) => file)).toEqual(['/home/ada/a.txt', '/home/ada/b.txt'])
    expect([app.pad.isStale, app.pad.files.waiting]).toEqual([false, 0])
  })

  it('has the typed text again after a reload', async () => {
    const { host, app } = await open({ history: pastRuns(1) })
    app.pad.text = 'Half a review'
    expect(new App(createApi(host)).pad.text).toBe('Half a review')
  })

  it('tells why a table cannot be read, and goes on with the next', async () => {
    const { app } = await open({ history: pastRuns(1) })
    await app.pad.classifyFiles([new File(['x'], 'broken.csv'), new File(['x'], 'letters.tsv')])
    expect(app.pad.tables.map(({ error, count }) => [error?.message.includes('empty'), count])).toEqual([
      [true, 0],
      [undefined, 12],
    ])
  })

  it('sends a table whose path it may not know, unless it is too large', async () => {
    const { host, app } = await open({ history: pastRuns(1), host: 'web' })
    const large = Object.defineProperty(new File([], 'large.csv'), 'size', { value: 40e6 })
    await app.pad.classifyFiles([large, new File(['text'], 'letters.csv')])
    expect(app.pad.files.rejected.map(reasonOf)).toEqual([expect.stringMatching(/^Larger than 32 MB/)])
    const asked = host.asked.filter(({ call }) => call === 'predictTable')
    expect(asked).toHaveLength(1)
    expect(asked[0].params).toMatchObject({ path: null, upload: { name: 'letters.csv', base64: btoa('text') } })
  })

  it('refuses a folder whose model knows no labels', async () => {
    const { app } = await open({ history: pastRuns(1) })
    const before = app.pad.model
    await app.pad.chooseFolder('/models/plain')
    expect(app.pad.error?.code).toBe('model')
    expect(app.pad.model).toBe(before)
    await app.pad.chooseFolder('/models/answers')
    expect(app.pad.model).toBe('/models/answers')
  })
})
