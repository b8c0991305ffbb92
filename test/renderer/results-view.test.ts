import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inChromium } from '../e2e/in-chromium.ts'
import { serveGallery } from './browser.ts'
import { openPage, violations } from './gallery-page.ts'

await inChromium((browser) => {
  let gallery: Awaited<ReturnType<typeof serveGallery>>
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lastlayer-gallery-'))
    gallery = await serveGallery(folder)
  })
  afterAll(async () => {
    gallery.close()
    await rm(folder, { recursive: true, force: true })
  })

  /** The results of a past run: of film reviews, or of tickets with five labels. */
  async function onResults(which: 'reviews' | 'tickets', use: (page: Page) => Promise<void>): Promise<void> {
    const { page, problems } = await openPage(browser)
    await page.goto(`${gallery.url}?history=3&interval=20`)
    await page.getByRole('heading', { level: 1, name: 'Film reviews' }).waitFor()
    await page.evaluate(async (which) => {
      const run = window.app.runs.finished.find(({ name }) => name.includes(which))
      if (run !== undefined) await window.app.runs.open(run.folder)
      window.app.session.open('results')
    }, which)
    await page.getByRole('tab', { name: /Still wrong \d/ }).waitFor()
    await use(page)
    expect(await violations(page)).toEqual([])
    expect(problems).toEqual([])
    await page.context().close()
  }

  const queries = (page: Page) =>
    page.evaluate(() =>
      window.fakeHost.asked.flatMap(({ call, params }) =>
        call === 'testAnswers' ? [Reflect.get(Object(params), 'query')] : [],
      ),
    )
  const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')
  const rows = (page: Page) => page.getByRole('tabpanel').getByRole('listitem')

  describe('The test texts of a run', () => {
    it('begin with what is still wrong, and a cell shows its own by Enter alone', () =>
      onResults('tickets', async (page) => {
        expect((await queries(page))[0]).toMatchObject({ kind: 'wrong', label: null, answer: null, offset: 0 })
        await page.getByRole('button', { name: /texts of login taken for billing/ }).focus()
        await page.keyboard.press('Enter')
        await page.getByRole('button', { name: 'Remove the filter Label login' }).waitFor()
        await page.getByRole('button', { name: 'Remove the filter Answer billing' }).waitFor()
        expect((await queries(page)).at(-1)).toMatchObject({ kind: 'wrong', label: 2, answer: 0 })
        expect(await focused(page)).toBe('Test texts')
        for (const row of await rows(page).all()) expect(await row.textContent()).toMatch(/login.*billing/)

        await page.getByRole('button', { name: 'Remove the filter Answer billing' }).focus()
        await page.keyboard.press('Enter')
        await page.getByRole('button', { name: 'Remove the filter Answer billing' }).waitFor({ state: 'detached' })
        expect(await focused(page)).toBe('Test texts')
        expect((await queries(page)).at(-1)).toMatchObject({ kind: 'wrong', label: 2, answer: null })
      }))

    it('of a cell on the diagonal are all right, and those of a label are its wrong ones', () =>
      onResults('reviews', async (page) => {
        await page.getByRole('button', { name: /texts of pos taken for pos/ }).click()
        await page.getByRole('tab', { name: /^All/, selected: true }).waitFor()
        expect((await queries(page)).at(-1)).toMatchObject({ kind: 'all', label: 1, answer: 1 })
        await page.getByRole('button', { name: 'neg: show its wrong texts' }).click()
        await page.getByRole('tab', { name: /^Still wrong/, selected: true }).waitFor()
        expect((await queries(page)).at(-1)).toMatchObject({ kind: 'wrong', label: 0, answer: null })
      }))

    it('are searched a moment after the last key, turned over page by page, and opened whole', () =>
      onResults('reviews', async (page) => {
        await page.getByRole('tab', { name: /^All/ }).click()
        await page.getByText(/^1 to 20 of 200 texts/).waitFor()
        await page.getByRole('button', { name: 'Next', exact: true }).click()
        await page.getByText(/^21 to 40 of 200 texts/).waitFor()
        const before = (await queries(page)).length
        await page.getByLabel('Words that the text has').pressSequentially('music', { delay: 20 })
        await page.getByText(/^1 to 20 of \d\d texts/).waitFor()
        const later = (await queries(page)).slice(before)
        expect(later).toEqual([expect.objectContaining({ search: 'music', offset: 0 })])
        await rows(page).first().getByRole('button').click()
        const whole = rows(page).first().getByRole('group', { name: 'The whole text' })
        expect(await whole.textContent()).toContain('Not even the music could save the last act')
        const bars = rows(page).first().getByRole('group', { name: 'The probability of every label' })
        expect(await bars.locator('dt').count()).toBe(2)
      }))

    it('that an earlier version kept no more of are told by their counts', () =>
      onResults('reviews', async (page) => {
        await page.evaluate(async () => {
          const { runs } = window.app
          const record = runs.opened?.record
          const examples = { nowRightCount: 71, nowWrongCount: 6 }
          window.fakeHost.answers.openRun = () => ({ ...record, examples })
          if (record !== undefined) await runs.open(record.summary.folder)
        })
        await page.getByText(/turned 71 test texts right and 6 wrong/).waitFor()
        expect(await page.getByRole('button', { name: /taken for/ }).count()).toBe(0)
      }))
  })

  describe('Use this recipe again', () => {
    it('brings back the model, the data and the settings', () =>
      onResults('tickets', async (page) => {
        const line = page.getByRole('region', { name: 'Recipe' })
        expect(await line.textContent()).toContain(
          'tiny-distilbert-reviews · K = 1 · rate 5e-4 · 5 epochs, epoch 5 kept',
        )
        await line.getByRole('button', { name: 'Use this recipe again' }).click()
        await page.getByText('For tickets.csv').waitFor()
        expect(await page.evaluate(() => window.app.recipe.recipe)).toMatchObject({ epochs: 5, maxLength: 128 })
        await page.waitForFunction(() => window.app.dataset.isReady)
      }))
  })
})
