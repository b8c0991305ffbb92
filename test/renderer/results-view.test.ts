import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type {} from './browser.ts'
import { openPage, violations } from './gallery-page.ts'
import { inGallery } from './in-gallery.ts'

await inGallery((gallery) => {
  /** The results of a past run: of film reviews, or of tickets with five labels. */
  async function onResults(which: 'reviews' | 'tickets', use: (page: Page) => Promise<void>): Promise<void> {
    const { page, problems } = await openPage(gallery.browser)
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
        await page.getByRole('button', { name: /texts? of login taken for billing/ }).focus()
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

  describe('Label errors', () => {
    const corrections = (page: Page) =>
      page.evaluate(() =>
        window.fakeHost.asked.flatMap(({ call, params }) =>
          call === 'correct' ? Reflect.get(Object(params), 'changes') : [],
        ),
      )
    const card = (page: Page) => page.getByRole('region', { name: 'Label errors' })

    it('are looked for when asked, corrected and taken back by keyboard, and trained with', () =>
      onResults('reviews', async (page) => {
        await card(page).getByRole('button', { name: 'Look for label errors' }).focus()
        await page.keyboard.press('Enter')
        await card(page)
          .getByText(/^Scoring texts by models that have not seen them/)
          .waitFor()
        await card(page)
          .getByText(/^31 of 800 training texts probably have a wrong label/)
          .waitFor()
        expect(await violations(page)).toEqual([])

        const row = card(page).getByRole('listitem').first()
        await row.getByRole('button', { name: 'Change the label to neg' }).focus()
        await page.keyboard.press('Enter')
        await page.waitForFunction(() => document.activeElement?.textContent?.trim() === 'Take back')
        await card(page)
          .getByText(/^1 text corrected: 1 with another label/)
          .waitFor()
        await card(page).getByRole('listitem').nth(1).getByRole('button', { name: 'Leave out' }).click()
        await card(page)
          .getByText(/^2 texts corrected: 1 with another label, 1 left out/)
          .waitFor()
        await card(page).getByRole('button', { name: 'Undo' }).click()
        await card(page)
          .getByText(/^1 text corrected/)
          .waitFor()
        const digest = '0'.repeat(64)
        const nothing = { label: null, text: null, isLeftOut: false }
        const second = `${'0'.repeat(63)}1`
        expect(await corrections(page)).toEqual([
          { ...nothing, digest, label: 'neg' },
          { ...nothing, digest: second, isLeftOut: true },
          { ...nothing, digest: second },
        ])

        await card(page).getByRole('button', { name: 'Retrain with corrections' }).click()
        await page.getByRole('region', { name: 'Outcome' }).waitFor()
        const folder = await page.evaluate(() => window.app.run.recipe?.corrections)
        expect(folder).toContain('reviews')
        await page.getByRole('navigation').getByRole('button', { name: 'Results' }).click()
        const former = page.getByRole('region', { name: 'Against the run before the corrections' })
        expect(await former.textContent()).toMatch(/Accuracy \d+\.\d % before the corrections,\s+\d+\.\d % with them/)
        await page.getByText('with corrections', { exact: false }).first().waitFor()
      }))

    it('can be edited as a text, and a search for them can be cancelled', () =>
      onResults('tickets', async (page) => {
        await page.evaluate(() => (window.fakeHost.answers.desk = () => new Promise(() => undefined)))
        await card(page).getByRole('button', { name: 'Look for label errors' }).click()
        await card(page).getByRole('button', { name: 'Cancel' }).click()
        await page.evaluate(() => delete window.fakeHost.answers.desk)
        await card(page).getByRole('button', { name: 'Look for label errors' }).click()
        const row = card(page).getByRole('listitem').nth(2)
        await row.getByRole('button').first().click()
        await row.getByRole('button', { name: 'Edit text' }).click()
        await row.getByLabel('Text', { exact: true }).fill('I was billed twice.')
        await row.getByRole('button', { name: 'Save' }).click()
        await row.getByText('edited', { exact: true }).waitFor()
        await row.getByRole('combobox', { name: 'Label' }).selectOption('login')
        await row.getByText('edited, now', { exact: true }).waitFor()
        expect((await corrections(page)).at(-1)).toMatchObject({ label: 'login', text: 'I was billed twice.' })
        await card(page).getByRole('button', { name: 'Next', exact: true }).click()
        await card(page).getByText('21 to 40 of 47.').waitFor()
      }))
  })

  it('Export without a folder asks for one, and begins', () =>
    onResults('tickets', async (page) => {
      await page.getByRole('button', { name: 'Export', exact: true }).click()
      const panel = page.getByRole('region', { name: 'Export' })
      await panel.getByText('No folder chosen yet').waitFor()
      await panel.getByRole('button', { name: 'Export and prove' }).click()
      await panel.getByText('Proved with 100').waitFor()
    }))

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
