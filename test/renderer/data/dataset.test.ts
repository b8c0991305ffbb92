import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createApi } from '../../../src/renderer/transports/api.ts'
import { untouched } from '../../../src/renderer/data/dataset-change.ts'
import { App } from '../../../src/renderer/app/app.svelte.ts'
import { speak } from '../../../src/renderer/words/words.svelte.ts'
import { FakeHost, type FakeHostOptions } from '../fake-host.ts'

beforeEach(() => {
  vi.stubGlobal('location', { hash: '' })
  vi.stubGlobal('sessionStorage', { getItem: () => null, setItem: () => undefined })
  vi.stubGlobal('document', { documentElement: { dataset: {} } })
})

async function open(options: FakeHostOptions = {}, former?: FakeHost): Promise<{ host: FakeHost; app: App }> {
  const host = former ?? new FakeHost({ interval: 1, ...options })
  const app = new App(createApi(host))
  app.dataset.listen()
  await app.load()
  host.asked.length = 0
  return { host, app }
}

const askedFor = (host: FakeHost, call: string): unknown[] =>
  host.asked.filter((one) => one.call === call).map(({ params }) => params)

describe('Choosing data', () => {
  it('looks at a table before it is read, and says how far that is', async () => {
    const { host, app } = await open()
    const reading = app.dataset.choose('/home/ada/tickets.csv')
    await vi.waitFor(() => expect(app.dataset.progress?.phase).toBe('tokenizing'))
    await reading
    expect(host.asked.map(({ call }) => call).filter((call) => call !== 'changeSettings')).toEqual([
      'preview',
      'inspect',
    ])
    expect(app.dataset.announcement).toBe('Read 994 texts with 5 labels.')
    expect(app.canStart).toBe(true)
  })

  it('asks where a column is not clear, and reads nothing until it is chosen', async () => {
    const { host, app } = await open()
    await app.dataset.choose('/home/ada/clothing.csv')
    expect([app.dataset.isAsking, app.canStart, app.dataset.isReading]).toEqual([true, false, false])
    expect(app.dataset.announcement).toBe('Which column is the text, and which is the label?')
    expect(askedFor(host, 'inspect')).toEqual([])
    app.dataset.ask(false)
    expect(app.dataset.isAsking).toBe(true)
    await app.dataset.apply({ textColumn: 'Title,Review Text', labelColumn: 'Rating' })
    expect([app.dataset.isAsking, app.canStart]).toEqual([false, true])
    expect(askedFor(host, 'inspect')).toMatchObject([
      { choice: { textColumn: 'Title,Review Text', labelColumn: 'Rating' } },
    ])
  })

  it('forgets what was said about other data, and keeps what holds for all', async () => {
    const { app } = await open()
    app.recipe.change({ stripHtml: false, maxLength: 64 })
    await app.dataset.choose('/home/ada/mixed.csv')
    await app.dataset.apply({ mergeCase: true, encoding: 'big5', labelMap: [{ from: 'zz_test', to: null }] })
    await app.dataset.choose('/home/ada/tickets.csv')
    expect(app.recipe.recipe).toMatchObject({ mergeCase: false, encoding: null, labelMap: [], textColumn: null })
    expect(app.recipe.recipe).toMatchObject({ stripHtml: false, maxLength: 64 })
    expect(app.dataset.lastStep).toBeNull()
  })

  it('ends the reading before it', async () => {
    const { host, app } = await open()
    const slow = app.dataset.choose('/home/ada/slow.csv')
    await vi.waitFor(() => expect(app.dataset.progress).not.toBeNull())
    await app.dataset.choose('/home/ada/tickets.csv')
    await slow
    const [first, second] = askedFor(host, 'inspect') as { reading: number }[]
    expect(first.reading).not.toBe(second.reading)
    expect(askedFor(host, 'cancelInspect')).toEqual([{ reading: first.reading }])
    expect(app.dataset.inspection?.summary.source).toBe('/home/ada/tickets.csv')
    expect(app.dataset.error).toBeNull()
  })
})

describe('What was chosen, after a reload', () => {
  const merge = { mergeCase: true, encoding: 'big5', labelMap: [{ from: 'zz_test', to: null }] }

  it('is there again with all that was said about it', async () => {
    const { host, app } = await open()
    await app.dataset.choose('/home/ada/mixed.csv')
    await app.dataset.apply(merge)
    const again = await open({}, host)
    expect([again.app.dataset.path, again.app.canStart]).toEqual(['/home/ada/mixed.csv', true])
    expect(again.app.recipe.recipe).toMatchObject(merge)
    expect(again.app.dataset.isRestored).toBe(true)
    await again.app.dataset.apply(untouched)
    expect(again.app.recipe.recipe).toMatchObject({ mergeCase: false, encoding: null, labelMap: [] })
    await again.app.dataset.undo()
    expect(again.app.recipe.recipe).toMatchObject(merge)
  })

  it('is there again when it is chosen among the recent ones', async () => {
    const { app } = await open()
    await app.dataset.choose('/home/ada/mixed.csv')
    await app.dataset.apply(merge)
    await app.dataset.choose('/home/ada/tickets.csv')
    expect(app.recipe.recipe).toMatchObject({ mergeCase: false })
    await app.dataset.choose('/home/ada/mixed.csv')
    expect(app.recipe.recipe).toMatchObject(merge)
  })

  it('is named before it is read, and while it is read', async () => {
    const { host, app } = await open()
    const slow = app.dataset.choose('/home/ada/slow.csv')
    await vi.waitFor(() => expect(app.dataset.progress).not.toBeNull())
    const again = new App(createApi(host))
    const loading = again.load()
    await vi.waitFor(() => expect(again.dataset.path).toBe('/home/ada/slow.csv'))
    expect([again.dataset.isReading, again.canStart]).toEqual([true, false])
    again.dataset.cancel()
    app.dataset.cancel()
    await Promise.all([slow, loading])
  })

  it('stays named with its error where it cannot be read any more', async () => {
    const { host, app } = await open()
    await app.dataset.choose('/home/ada/tickets.csv')
    host.answers.preview = () => {
      throw new Error('tickets.csv is gone')
    }
    const again = await open({}, host)
    expect([again.app.dataset.path, again.app.dataset.error?.message]).toEqual([
      '/home/ada/tickets.csv',
      'tickets.csv is gone',
    ])
    expect(again.app.canStart).toBe(false)
  })

  it('stays where the model of the recipe is gone', async () => {
    const { host, app } = await open()
    await app.dataset.choose('/home/ada/mixed.csv')
    await app.dataset.apply(merge)
    await app.session.change({ recipe: { ...app.recipe.recipe, model: '/gone' } })
    const { describeModel } = host.answers
    host.answers.describeModel = ({ path }: { path: string }) => {
      if (path === '/gone') throw new Error('gone')
      return { ...app.recipe.model, path }
    }
    const again = await open({}, host)
    host.answers.describeModel = describeModel
    expect(again.app.recipe.recipe).toMatchObject({ ...merge, dataset: '/home/ada/mixed.csv' })
  })

  it('counts if it was chosen while the window still loads', async () => {
    const app = new App(createApi(new FakeHost({ interval: 1 })))
    const loading = app.load()
    await vi.waitFor(() => expect(app.dataset.path).toBe('sample:reviews'))
    await app.dataset.choose('/home/ada/tickets.csv')
    await loading
    expect([app.dataset.path, app.recipe.recipe.dataset]).toEqual(['/home/ada/tickets.csv', '/home/ada/tickets.csv'])
    expect(app.dataset.inspection?.summary.source).toBe('/home/ada/tickets.csv')
  })
})

describe('The choice of other data', () => {
  it('opens over the data that there is, and leads back to it', async () => {
    const { app } = await open({ host: 'web' })
    await app.dataset.choose('/home/ada/mixed.csv')
    await app.dataset.apply({ mergeCase: true })
    const before = app.dataset.inspection
    await app.dataset.browse('file')
    expect([app.dataset.isChoosing, app.dataset.path]).toEqual([true, '/home/ada/mixed.csv'])
    app.dataset.offerOthers(false)
    expect([app.dataset.inspection, app.dataset.lastStep]).toEqual([before, 'labels that differ in case only are one'])
  })

  it('tells what it cannot take, and keeps what is there', async () => {
    const { app } = await open({ host: 'web' })
    await app.dataset.choose('/home/ada/tickets.csv')
    app.dataset.refuse('app.drop.hiddenPath')
    expect([app.dataset.notice, app.dataset.announcement]).toEqual([
      'app.drop.hiddenPath',
      'A web page may not know where a file lies: choose it from the list.',
    ])
    expect([app.dataset.path, app.dataset.error, app.canStart]).toEqual(['/home/ada/tickets.csv', null, true])
  })
})

describe('A maximum length that a fix sets', () => {
  it('holds for that data alone, unless a person sets another', async () => {
    const { app } = await open()
    await app.dataset.choose('/home/ada/mixed.csv')
    await app.dataset.apply({ maxLength: 384 })
    await app.dataset.choose('/home/ada/tickets.csv')
    expect(app.recipe.recipe.maxLength).toBe(256)
    await app.dataset.choose('/home/ada/mixed.csv')
    expect(app.recipe.recipe.maxLength).toBe(384)
    app.recipe.set('maxLength', 320)
    await app.dataset.choose('/home/ada/tickets.csv')
    expect(app.recipe.recipe.maxLength).toBe(320)
  })

  it('goes with its undoing', async () => {
    const { app } = await open()
    await app.dataset.choose('/home/ada/mixed.csv')
    await app.dataset.apply({ maxLength: 384 })
    await app.dataset.apply({ maxLength: 512 })
    await app.dataset.undo()
    await app.dataset.choose('/home/ada/tickets.csv')
    expect(app.recipe.recipe.maxLength).toBe(256)
  })
})

describe('A reading that is cancelled', () => {
  it('leaves nothing to train on where there was none before', async () => {
    const { app } = await open()
    const slow = app.dataset.choose('/home/ada/slow.csv')
    await vi.waitFor(() => expect(app.dataset.progress).not.toBeNull())
    app.dataset.cancel()
    await slow
    expect([app.dataset.error?.code, app.dataset.isReading, app.canStart]).toEqual(['cancelled', false, false])
  })

  it('goes no further than the preview if that is where it is', async () => {
    const { host, app } = await open()
    const reading = app.dataset.choose('/home/ada/tickets.csv')
    app.dataset.cancel()
    await reading
    expect(askedFor(host, 'inspect')).toEqual([])
    expect(app.dataset.error?.code).toBe('cancelled')
  })

  it('while it counts tokens keeps all else, and the change that it was for', async () => {
    const { app } = await open()
    await app.dataset.choose('/home/ada/mixed.csv')
    const choosing = app.dataset.choose('/home/ada/long.csv')
    await vi.waitFor(() => expect(app.dataset.isCounting).toBe(true))
    expect([app.dataset.isReading, app.canStart]).toEqual([false, true])
    expect(app.dataset.inspection).toMatchObject({ summary: { source: '/home/ada/long.csv' }, lengths: null })
    const changing = app.dataset.apply({ dropDuplicates: true })
    await vi.waitFor(() => expect(app.dataset.isCounting).toBe(true))
    app.dataset.cancel()
    await Promise.all([choosing, changing])
    expect([app.dataset.isCounting, app.canStart, app.dataset.lastStep]).toEqual([false, true, 'repeats are left out'])
    expect(app.recipe.recipe.dropDuplicates).toBe(true)
  })

  it('takes back the change that it was for, and keeps what was read', async () => {
    const { app } = await open()
    await app.dataset.choose('/home/ada/mixed.csv')
    const before = app.dataset.inspection
    const again = app.dataset.apply({ mergeCase: true })
    expect([app.dataset.isReading, app.canStart]).toEqual([true, false])
    app.dataset.cancel()
    await again
    expect(app.dataset.inspection).toBe(before)
    expect([app.recipe.recipe.mergeCase, app.dataset.lastStep, app.canStart]).toEqual([false, null, true])
  })
})

describe('A fix', () => {
  it('is read by, and taken back step by step', async () => {
    const { app } = await open()
    await app.dataset.choose('/home/ada/mixed.csv')
    const all = app.dataset.inspection?.summary.labels.length
    await app.dataset.apply({ mergeCase: true })
    expect(app.dataset.inspection?.summary.labels).toHaveLength(6)
    await app.dataset.apply({ maxLength: 384 })
    expect(app.recipe.recipe).toMatchObject({ mergeCase: true, maxLength: 384 })
    expect(app.dataset.lastStep).toBe('the maximum length is 384 tokens')
    await app.dataset.undo()
    expect(app.recipe.recipe).toMatchObject({ mergeCase: true, maxLength: 256 })
    await app.dataset.undo()
    expect(app.dataset.inspection?.summary.labels).toHaveLength(all ?? 0)
    expect(app.dataset.lastStep).toBeNull()
  })

  it('is told, as what was read is, in the language that the window speaks by then', async () => {
    const { app } = await open()
    await app.dataset.choose('/home/ada/mixed.csv')
    await app.dataset.apply({ maxLength: 384 })
    await app.session.change({ language: 'de' })
    await vi.waitFor(() => expect(app.dataset.lastStep).toBe('die maximale Länge ist 384 Token'))
    expect(app.dataset.announcement).toMatch(/Texte mit \d+ Labels gelesen/)
    await speak('en')
  })

  it('can be taken back where it makes the data unreadable', async () => {
    const { host, app } = await open()
    await app.dataset.choose('/home/ada/tickets.csv')
    host.answers.inspect = () => {
      throw new Error('one label only')
    }
    await app.dataset.apply({ encoding: 'big5' })
    expect([app.dataset.error?.message, app.canStart]).toEqual(['one label only', false])
    expect([app.dataset.lastStep, app.dataset.preview === null]).toEqual(['read as big5', false])
    delete host.answers.inspect
    await app.dataset.undo()
    expect([app.dataset.error, app.recipe.recipe.encoding, app.canStart]).toEqual([null, null, true])
  })
})

describe('Examples', () => {
  it('are drawn anew by the next seed, and leave the rest as it is', async () => {
    const { host, app } = await open()
    await app.dataset.choose('/home/ada/tickets.csv')
    const before = app.dataset.inspection
    await app.dataset.draw()
    await app.dataset.draw()
    expect(askedFor(host, 'drawExamples')).toMatchObject([{ exampleSeed: 1 }, { exampleSeed: 2 }])
    expect(app.dataset.inspection?.examples).not.toEqual(before?.examples)
    expect(app.dataset.inspection?.summary).toBe(before?.summary)
  })
})

describe('Another model or length', () => {
  it('makes what was counted in tokens of the former stale', async () => {
    const { app } = await open()
    expect(app.dataset.isStale).toBe(false)
    await app.recipe.chooseModel('/models/distilbert-base-uncased')
    expect(app.dataset.isStale).toBe(true)
  })

  it('and so does a recipe that comes to its maximum length in another way', async () => {
    const { app } = await open()
    app.recipe.change({ fitLength: !app.recipe.recipe.fitLength })
    expect(app.dataset.isStale).toBe(true)
    await app.dataset.read('/home/ada/reviews')
    expect(app.dataset.isStale).toBe(false)
  })
})
