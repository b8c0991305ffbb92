import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { DesktopApp } from './desktop-app.ts'
import { inChromium } from './in-chromium.ts'

await inChromium((browser) => {
  let folder: string
  let app: DesktopApp

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lastlayer-desktop-'))
    app = await DesktopApp.start(browser, folder, folder)
  })
  afterAll(async () => {
    await app.close()
    await rm(folder, { recursive: true, force: true })
  })
  beforeEach(async () => {
    // One application for all, until a test ends it.
    if (app.hasEnded) app = await DesktopApp.start(browser, folder, folder)
    await app.page()
  })

  test('The sandbox is on, and every way out of the page is refused', async () => {
    const { isSandboxed, switches, refusals, schemes, errors } = await app.seen()
    expect(isSandboxed).toBe(true)
    expect(switches).toMatchObject({ 'host-resolver-rules': 'MAP * ~NOTFOUND', 'no-proxy-server': '' })
    expect(Object.entries(refusals).filter(([, isRefused]) => !isRefused)).toEqual([])
    expect(schemes).toEqual([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }])
    expect(errors).toEqual([])
  })

  test.each([
    ['another site', 'https://evil.example/', true],
    ['a host that begins alike', 'app://lastlayer.evil.example/', true],
    ['another scheme', 'file:///lastlayer/index.html', true],
    ['a frame in our page', 'app://lastlayer/index.html', false],
    ['a frame that is gone', '', true],
  ])('A call from %s is rejected with an error', async (_, url, isMainFrame) => {
    await expect(app.ask({ kind: 'invoke', channel: 'lastlayer:about', url, isMainFrame })).rejects.toThrow(
      /may not ask/,
    )
  })

  test('The page can call what the contract names, and nothing else reaches main', async () => {
    const page = await app.page()
    const keys = await page.evaluate(() => Object.keys(Reflect.get(window, 'lastlayer') as object))
    expect(keys).not.toContain('invoke')
    expect(keys).toContain('start')
    const own = { kind: 'invoke', url: 'app://lastlayer/index.html', isMainFrame: true } as const
    await expect(app.ask({ ...own, channel: 'lastlayer:about' })).resolves.toMatchObject({ ok: true })
    await expect(app.ask({ ...own, channel: 'lastlayer:nothing' })).rejects.toThrow(/No handler/)
  })

  test('The menu opens views and the folder dialog', async () => {
    const page = await app.page()
    await app.ask({ kind: 'menu', label: 'Runs' })
    await page.getByRole('heading', { name: 'Runs', level: 1 }).waitFor()
    await app.ask({ kind: 'dialogs', paths: [folder], response: 0 })
    await app.ask({ kind: 'menu', label: 'Open Folder …' })
    await page.getByRole('alert').filter({ hasText: folder }).waitFor()
  })

  test('Help looks for updates where there can be any, and leads to a log without the words of the person', async () => {
    await app.ask({ kind: 'menu', label: 'Check for Updates …' })
    const told = 'This copy of Lastlayer cannot look for updates. It runs from its sources: fetch those anew.'
    await expect.poll(async () => (await app.seen()).questions).toContain(told)
    await app.ask({ kind: 'menu', label: 'Show Log' })
    const [log] = (await app.seen()).shown
    expect(log).toBe(join(folder, 'desktop', 'logs', 'main.log'))
    const lines = await readFile(log, 'utf8')
    expect(lines).toMatch(/info Lastlayer 0\.0\.0 from sources, Electron .*\n/)
    expect(lines).toMatch(/info Trainer \d+ starts\n/)
    // The folder before, which could not be read.
    expect(lines).toMatch(/info \w+ fails: (dataset|usage)\n/)
    expect(lines).not.toContain(folder)
  })

  test('What the system gives is opened: by a second start, by macOS, and by the start itself', async () => {
    const given = await mkdtemp(join(tmpdir(), 'lastlayer-given-'))
    await writeFile(join(given, 'table.csv'), 'text,label\ngood one,pos\nbad one,neg\ngood two,pos\nbad two,neg\n')
    await writeFile(join(given, 'picture.png'), '')
    const page = await app.page()
    const give = (path: string): Promise<unknown> => app.ask({ kind: 'event', name: 'open-file', args: [path] })
    await give(join(given, 'table.csv'))
    await page.getByRole('heading', { name: 'table.csv', level: 1 }).waitFor()
    await expect.poll(async () => (await app.seen()).recent).toEqual([join(given, 'table.csv')])
    await give(join(given, 'picture.png'))
    await page.getByRole('alert').filter({ hasText: 'picture.png cannot be opened' }).waitFor()
    await page.getByRole('heading', { name: 'table.csv', level: 1 }).waitFor()
    const args = [[], '/', { paths: [join(given, 'gone.csv')] }]
    await app.ask({ kind: 'event', name: 'second-instance', args })
    await page.getByRole('alert').filter({ hasText: 'gone.csv cannot be used: it is not there' }).waitFor()
    await app.close()
    await page.context().close()
    await rm(given, { recursive: true })
    app = await DesktopApp.start(browser, folder, folder, {}, [folder])
    await (await app.page()).getByRole('alert').filter({ hasText: folder }).waitFor()
  })

  test('A run of a later version is listed as such, and can be deleted', async () => {
    const run = join(folder, 'runs', 'later')
    await mkdir(run, { recursive: true })
    await writeFile(join(run, 'recipe.json'), JSON.stringify({ version: 1000, source: 'anything' }))
    const page = await app.page()
    await page.reload()
    await page.getByRole('navigation').getByRole('button', { name: 'Runs' }).click()
    const row = page.getByRole('row').filter({ hasText: 'From a later version of Lastlayer' })
    await row.waitFor()
    expect(await row.getByRole('checkbox').isDisabled()).toBe(true)
    await row.getByRole('button', { name: 'Delete later' }).click()
    await row.waitFor({ state: 'detached' })
    expect(existsSync(run)).toBe(false)
  })

  test('The place of the window is remembered', async () => {
    await app.closeWindow()
    await expect.poll(() => app.hasEnded, { timeout: 20_000 }).toBe(true)
    const { place } = JSON.parse(await readFile(join(folder, 'desktop', 'config.json'), 'utf8'))
    expect(place).toEqual({ x: 10, y: 20, width: 1200, height: 800, isMaximized: false })
  })

  test('Quitting during a run asks first; closing the window does not end it', async () => {
    const page = await app.page()
    // The folder that could not be read is still named.
    await page.getByRole('alert').filter({ hasText: folder }).waitFor()
    await page.getByRole('button', { name: 'Film reviews' }).click()
    await page.getByRole('button', { name: 'Start fine-tune' }).click()
    await page.getByRole('heading', { name: 'Fine-tuning', level: 1 }).waitFor()
    await app.ask({ kind: 'dialogs', paths: [], response: 0 })
    await app.ask({ kind: 'quit' })
    await expect.poll(async () => (await app.seen()).progress.length, { timeout: 30_000 }).toBeGreaterThan(0)
    await app.closeWindow()
    expect(app.hasEnded).toBe(false)
    // Nobody looks any more: the application ends with its run.
    await expect.poll(() => app.hasEnded, { timeout: 60_000 }).toBe(true)
  })

  test('Who keeps a training that has ended meanwhile, without a window, is not left with an application', async () => {
    const page = await app.page()
    await page.getByRole('button', { name: 'Start fine-tune' }).click()
    await page.getByRole('heading', { name: 'Fine-tuning', level: 1 }).waitFor()
    await app.ask({ kind: 'dialogs', paths: [], response: null })
    await app.ask({ kind: 'quit' })
    await expect.poll(async () => (await app.seen()).open).toBe(1)
    // Nobody has answered, so the application does not end with its run.
    await app.closeWindow()
    const question = { kind: 'invoke', channel: 'lastlayer:currentRun', url: 'app://lastlayer/index.html' } as const
    const run = (): Promise<unknown> => app.ask({ ...question, isMainFrame: true })
    await expect.poll(run, { timeout: 60_000 }).toMatchObject({ value: { isRunning: false } })
    expect(app.hasEnded).toBe(false)
    void app.ask({ kind: 'dialogs', paths: [], response: 0 })
    await expect.poll(() => app.hasEnded, { timeout: 10_000 }).toBe(true)
  })
})
