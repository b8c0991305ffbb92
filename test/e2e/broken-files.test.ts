import { chmodSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { brokenFiles, writeAll } from './broken-files.ts'
import { dropPaths } from './dropped-files.ts'
import { inChromium } from './in-chromium.ts'
import { Lastlayer, writeReviews } from './lastlayer.ts'
import type { StartedApp } from './started-app.ts'
import { startWebApp } from './web-app.ts'

// What a person might drop or choose by mistake: a sentence for each, in place, and a window that goes on.

await inChromium((browser) => {
  let folder: string
  let app: StartedApp
  let page: Page
  const at = (...names: string[]): string => join(folder, ...names)
  const problems: string[] = []
  const sentence = /^[A-Z].{5,120}\.$/
  const isRoot = process.getuid?.() === 0

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lastlayer-broken-'))
    // A model to answer on the pad.
    const flags = ['--epochs', '1', '--max-length', '32']
    const { code, stderr } = await new Lastlayer(at('home')).run('finetune', writeReviews(folder), ...flags)
    expect(code, stderr).toBe(0)
    writeAll(at('files', 'broken'), brokenFiles)
    app = await startWebApp(browser, at('home'), [at('files')])
    page = await app.page()
    page.setDefaultTimeout(30_000)
    page.on('pageerror', ({ message }) => problems.push(message))
    await open('Pad')
    await page.getByLabel('Text to classify').waitFor()
  })
  afterAll(async () => {
    await app.close()
    await rm(folder, { recursive: true, force: true })
  })

  const open = (view: string) => page.getByRole('navigation').getByRole('button', { name: view }).click()

  /** What the window says is meant for a person, and typing still shows within a second. */
  async function isWell(): Promise<void> {
    const said = await page.locator('body').innerText()
    expect(said).not.toMatch(/\bat \S+ \(|\bat \S+:\d+:\d+|\w+Error:|\bE[A-Z]{4,}:|node:internal|undefined|\[object/)
    expect(problems).toEqual([])
    await open('Pad')
    const text = page.getByLabel('Text to classify')
    await text.fill('')
    await text.focus()
    const startedAt = performance.now()
    await page.keyboard.press('x')
    await page.waitForFunction(() => document.querySelector('textarea')?.value === 'x')
    expect(performance.now() - startedAt).toBeLessThan(1000)
  }

  /** The files that the pad left out, with their sentences. */
  async function leftOut(): Promise<Record<string, string>> {
    const rows = await page.getByRole('group', { name: 'Classified files' }).locator('tbody tr').all()
    const cells = await Promise.all(rows.map(async (row) => row.locator('th, td').allInnerTexts()))
    return Object.fromEntries(cells.filter(({ length }) => length === 2))
  }

  async function drop(paths: readonly string[], beforeDrop?: () => void): Promise<void> {
    await open('Pad')
    const clear = page.getByRole('button', { name: 'Clear', exact: true })
    if (await clear.isVisible()) await clear.click()
    await dropPaths(page, paths, beforeDrop)
  }

  test('Twenty broken files are left out on the pad, each with a sentence', async () => {
    expect(Object.keys(brokenFiles)).toHaveLength(20)
    await drop(readdirSync(at('files', 'broken')).map((name) => at('files', 'broken', name)))
    await page.getByText('0 texts, 20 left out').waitFor()
    const reasons = await leftOut()
    expect(Object.keys(reasons).sort()).toEqual(Object.keys(brokenFiles).sort())
    for (const [name, reason] of Object.entries(reasons)) expect(reason, name).toMatch(sentence)
    await isWell()
  })

  test('A dropped folder is read, with what lies deeper in it', async () => {
    writeAll(at('letters'), {
      'a.txt': 'A great film.',
      'more/b.txt': 'A dull film.',
      'more/c.txt': '',
      '.hidden': 'x',
    })
    await drop([at('letters')])
    await page.getByText('2 texts, 1 left out').waitFor()
    expect(await leftOut()).toEqual({ 'letters/more/c.txt': expect.stringMatching(/empty/) })
    await isWell()
  })

  test('A text file of 100 MB is refused before it is read', async () => {
    writeAll(at('large'), { 'huge.txt': Buffer.alloc(100 * 2 ** 20, 'A great film.\n') })
    await drop([at('large', 'huge.txt')])
    await page.getByText('0 texts, 1 left out').waitFor({ timeout: 2000 })
    expect(await leftOut()).toEqual({ 'huge.txt': 'Larger than 10 MB: split it into texts of their own.' })
    await isWell()
  })

  test('One line of nine megabytes is a text like any other', async () => {
    writeAll(at('large'), { 'line.txt': 'A great film. '.repeat((9 * 2 ** 20) / 14) })
    await drop([at('large', 'line.txt')])
    await page.getByText(/read 32 of [\d,]+ tokens/).waitFor({ timeout: 60_000 })
    await isWell()
  })

  test('A file that vanishes under the mouse and an empty folder are told of', async () => {
    writeAll(at('gone'), { 'gone.txt': 'A great film.', 'there.txt': 'A great film.' })
    mkdirSync(at('nothing'))
    const paths = [at('gone', 'gone.txt'), at('gone', 'there.txt'), at('nothing')]
    await drop(paths, () => rmSync(paths[0]))
    await page.getByText('1 text, 2 left out').waitFor()
    expect(await leftOut()).toEqual({
      'gone.txt': expect.stringMatching(/gone or cannot be read/),
      nothing: expect.stringMatching(/no files/),
    })
    await isWell()
  })

  test.skipIf(isRoot)('A folder that may not be read is told of (root may read everything)', async () => {
    writeAll(at('locked'), { 'a.txt': 'A great film.' })
    chmodSync(at('locked'), 0)
    await drop([at('locked')])
    await page.getByText('0 texts, 1 left out').waitFor()
    expect(await leftOut()).toEqual({ locked: expect.stringMatching(/allow reading/) })
    chmodSync(at('locked'), 0o700)
    await isWell()
  })

  /** Opens the list of what can be data, and clicks on a name in it. */
  async function chooseData(name: string): Promise<void> {
    await open('Data')
    const change = page.getByRole('button', { name: 'Change data' })
    if (await change.isVisible()) await change.click()
    // The list is where it was.
    const up = page.getByRole('button', { name: 'Up', exact: true })
    const roots = page.getByText('Folders that Lastlayer may use')
    for (await up.waitFor(); !(await roots.isVisible()); await page.waitForTimeout(50)) {
      if (await up.isEnabled()) await up.click()
    }
    await page.getByRole('button', { name: `${at('files')} (` }).click()
    await page.getByRole('button', { name: `${name} (` }).click()
  }

  async function chooseFolder(name: string, beforeChoice = (): void => undefined): Promise<void> {
    await chooseData(name)
    await page.getByText(at('files', name), { exact: true }).waitFor()
    beforeChoice()
    await page.getByRole('button', { name: 'Use this folder' }).click()
  }

  /** The page comes to say this; what it said of the test before may still be there for a moment. */
  async function expectAlert(sentence: RegExp): Promise<void> {
    await page.getByText(/^Reading every text/).waitFor({ state: 'detached' })
    const said = (): Promise<string> => page.getByRole('alert').first().innerText()
    await expect.poll(said, { timeout: 10_000 }).toMatch(sentence)
  }

  test('A folder of broken files as data says what is expected', async () => {
    await chooseFolder('broken')
    await expectAlert(/broken/)
    await isWell()
  })

  test('Labels whose files are all broken say that none can be used', async () => {
    const entries = Object.entries(brokenFiles).map(([name, content], i) => [
      `${i % 2 ? 'neg' : 'pos'}/${name}`,
      content,
    ])
    writeAll(at('files', 'labelled'), Object.fromEntries(entries))
    await chooseFolder('labelled')
    await expectAlert(/labelled/)
    await isWell()
  })

  test('Good and broken texts side by side leave the broken ones out, each with a sentence', async () => {
    const good = Array.from({ length: 20 }, (_, i) => [
      `${i % 2 ? 'neg' : 'pos'}/good-${i}.txt`,
      `A film, number ${i}.`,
    ])
    writeAll(at('files', 'labelled'), Object.fromEntries(good))
    await chooseFolder('labelled')
    await page.getByText('20 rows were left out').waitFor()
    await page.getByRole('listitem').filter({ hasText: '20 rows were left out' }).getByText('Show').click()
    const reasons = await page.getByRole('row').filter({ hasText: '.txt' }).locator('td:last-child').allInnerTexts()
    expect(reasons).toHaveLength(20)
    for (const reason of reasons) expect(reason).toMatch(sentence)
    await isWell()
  })

  test('A text file of 100 MB as data is asked about in a sentence', async () => {
    writeAll(at('files'), { 'huge.txt': Buffer.alloc(100 * 2 ** 20, 'A great film.\n') })
    await chooseData('huge.txt')
    await page.getByText('huge.txt is a plain text, not a table').waitFor()
    await isWell()
  })

  test('A folder that vanishes before it is chosen is told of', async () => {
    writeAll(at('files', 'vanishing'), { 'a.txt': 'A great film.' })
    await chooseFolder('vanishing', () => rmSync(at('files', 'vanishing'), { recursive: true }))
    await expectAlert(/vanishing/)
    await isWell()
  })

  test('A file dropped where data is expected leads to the list', async () => {
    await open('Data')
    // Until the list is there the page moves under the pointer.
    await page.getByRole('button', { name: 'Up', exact: true }).waitFor()
    await dropPaths(page, [at('letters')])
    await expectAlert(/choose it from the list/)
    await isWell()
  })
})
