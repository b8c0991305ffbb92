import { mkdirSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inChromium } from './in-chromium.ts'
import type { StartedApp } from './started-app.ts'
import { startWebApp } from './web-app.ts'

// The data view on the real trainer: what it asks, what it finds, and that it stops.
await inChromium((browser) => {
  let folder: string
  let app: StartedApp
  let page: Page

  const words = ['great', 'dull', 'lovely', 'awful', 'quiet', 'bright', 'long']
  const sentence = (i: number): string =>
    Array.from({ length: 12 }, (_, k) => words[(i * (k + 3) + k * k) % words.length]).join(' ')
  const button = (name: string) => page.getByRole('button', { name, exact: true })

  /** Chooses a file of the folder, as a person does. */
  async function choose(name: string): Promise<void> {
    await button('Change data').click()
    const file = page.getByRole('button', { name: `${name} (file: use)` })
    const root = button(`${folder} (folder: open)`)
    // The second time the list is where it was.
    await file.or(root).waitFor()
    if (await root.isVisible()) {
      await root.click()
      await button('data (folder: open)').click()
    }
    await file.click()
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lastlayer-data-view-'))
    const table = (name: string, header: string, rows: number, row: (i: number) => string): void =>
      writeFileSync(join(folder, 'data', name), [header, ...Array.from({ length: rows }, (_, i) => row(i))].join('\n'))
    mkdirSync(join(folder, 'data'))
    table('asks.csv', 'ref,pro,contra,grp1,grp2', 120, (i) =>
      [i, `${sentence(i)} ${i}`, `${sentence(i + 7)} ${i}`, 'abc'[i % 3], 'xyz'[(i * 7) % 3]].join(','),
    )
    table('case.csv', 'text,label', 120, (i) => `${sentence(i)} ${i},${['Pos', 'pos', 'neg', 'Neg'][i % 4]}`)
    table('long.csv', 'text,label', 60_000, (i) => `${sentence(i)} ${i},${i % 2 === 0 ? 'pos' : 'neg'}`)
    app = await startWebApp(browser, join(folder, 'home'), [folder])
    page = await app.page()
    page.setDefaultTimeout(30_000)
    await button('Draw others').waitFor()
  })
  afterAll(async () => {
    await app.close()
    await rm(folder, { recursive: true, force: true })
  })

  test('A table whose columns are not clear is read only when they were chosen', async () => {
    await choose('asks.csv')
    await page.getByRole('heading', { name: /^Which column is the text/ }).waitFor()
    // The list that had the focus is gone: it is at the top of the view, and not in the tour above it.
    await page.locator('h1:focus').waitFor()
    expect(await button('Start fine-tune').isDisabled()).toBe(true)
    for (const name of ['Text: pro', 'Text: contra', 'Label: grp1']) await page.getByLabel(name).check()
    await button('Read').click()
    await page.getByText('120 texts, 3 labels').waitFor()
    expect(await button('Start fine-tune').isEnabled()).toBe(true)
  })

  test('Labels that differ in case are merged by one press, and parted by another', async () => {
    await choose('case.csv')
    await page.getByText('120 texts, 4 labels').waitFor()
    await page.getByRole('region', { name: 'Checks' }).getByRole('button', { name: /merge/i }).first().click()
    await page.getByText('120 texts, 2 labels').waitFor()
    await button('Undo').click()
    await page.getByText('120 texts, 4 labels').waitFor()
  })

  test('A label is left out and used again', async () => {
    await button('Edit').click()
    await page.getByLabel('Choose Neg', { exact: true }).check()
    await button('Leave out').click()
    await page.getByText('90 texts, 3 labels').waitFor()
    await button('Bring back: Neg').click()
    await page.getByText('120 texts, 4 labels').waitFor()
  })

  test('The counting of tokens tells how far it is, holds nothing back, and stops when it is told to', async () => {
    await choose('long.csv')
    await page.getByText(/^Counting tokens: [\d,]+ of 20,000 texts, drawn from [\d,]+$/).waitFor()
    expect(await button('Start fine-tune').isEnabled()).toBe(true)
    await button('Skip').click()
    await page.getByText('The tokens were not counted.').waitFor()
    await choose('case.csv')
    await page.getByText('120 texts, 4 labels').waitFor()
  })

  test('What is found is said in the language of the window, and the file keeps its names', async () => {
    const found = page.getByRole('region', { name: 'Checks' }).or(page.getByRole('region', { name: 'Prüfungen' }))
    await page.getByLabel('Language').selectOption('de')
    const told = found.getByText(/^Labels unterscheiden sich nur .*: „Neg“ \(30\) und „neg“ \(30\); „Pos“/)
    await told.waitFor()
    expect(await told.getAttribute('lang')).toBeNull()
    await found.getByRole('button', { name: 'Zusammenlegen', exact: true }).first().waitFor()
    await page.getByLabel('Sprache').selectOption('en')
    await found.getByText(/^Labels differ in case, blanks or punctuation only/).waitFor()
  })
})
