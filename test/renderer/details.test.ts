import { describe, expect, it } from 'vitest'
import type {} from './browser.ts'
import { button, view, violations } from './gallery-page.ts'
import { inGallery } from './in-gallery.ts'

// Small things that a person would notice, in Chromium, on the fake host.
await inGallery((gallery) => {
  const { visit } = gallery

  describe('The presets', () => {
    it('move nothing below them when another is chosen, or none', () =>
      visit('interval=5', async (page) => {
        await view(page, 'Recipe')
        const place = async () => {
          // The reason why it cannot start yet may take a line of its own above.
          await page.waitForFunction(() => window.app.canStart)
          await page.getByText(/of memory/).waitFor()
          return (await page.getByLabel('Epochs', { exact: true }).boundingBox())?.y
        }
        const before = await place()
        for (const name of ['Quick', 'Thorough', 'Classic', 'Auto']) {
          await page.getByRole('radio', { name }).click()
          expect({ name, y: await place() }).toEqual({ name, y: before })
        }
        await page.getByRole('radio', { name: 'Train the top 3' }).check({ force: true })
        await page.getByText('Your own: it agrees with no preset.').waitFor()
        expect(await place()).toBe(before)
      }))

    it('are entered by Tab at the one that is chosen', () =>
      visit('interval=5', async (page) => {
        await view(page, 'Recipe')
        await page.getByRole('radio', { name: 'Thorough' }).click()
        await page.getByLabel('Epochs', { exact: true }).focus()
        const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
        for (let i = 0; i < 4 && (await focused()) !== 'Thorough'; i++) await page.keyboard.press('Shift+Tab')
        expect(await focused()).toBe('Thorough')
      }))
  })

  it('A model that is trained further takes the place of the former recipe, which Undo brings back', () =>
    visit('history=2&interval=5', async (page) => {
      const former = await page.evaluate(() => window.app.recipe.recipe)
      await view(page, 'Results')
      await button(page, 'Train further').click()
      await page.getByText('The model is now that of the run').waitFor()
      expect(await page.evaluate(() => window.app.recipe.recipe.model)).not.toBe(former.model)
      await button(page, 'Undo').click()
      await page.getByText('The model is now that of the run').waitFor({ state: 'detached' })
      expect(await page.evaluate(() => window.app.recipe.recipe)).toEqual(former)
      await view(page, 'Results')
      await button(page, 'Use this recipe again').click()
      await page.getByText('This is the recipe of that run').waitFor()
      await page.getByLabel('Epochs', { exact: true }).fill('7')
      await page.getByText('This is the recipe of that run').waitFor({ state: 'detached' })
    }))

  it('Runs that were cancelled are shown on request', () =>
    visit('history=1&interval=60', async (page) => {
      await button(page, 'Start fine-tune').click()
      await page.getByText(/^Training:/).waitFor()
      await page.evaluate(() => window.app.run.stop('cancel'))
      await page.getByText('among the cancelled ones').waitFor()
      await page.evaluate(() => {
        const runs = window.fakeHost.answers
        const [one] = window.app.runs.list ?? []
        runs.listRuns = () => [one, { ...one, folder: '/runs/gone', name: 'gone', status: 'cancelled', outcome: null }]
      })
      await page.evaluate(() => window.app.runs.refresh())
      await view(page, 'Runs')
      const rows = page.getByRole('table').locator('tbody tr')
      expect(await rows.count()).toBe(1)
      await page.getByRole('checkbox', { name: 'Show 1 cancelled' }).check()
      expect(await rows.count()).toBe(2)
    }))

  it('Of two labels each has its own precision', () =>
    visit('history=1&interval=5', async (page) => {
      await view(page, 'Results')
      const panel = page.getByRole('region', { name: 'Before and after' })
      const recall = async () => (await panel.getByRole('row', { name: /^Recall/ }).innerText()).replace(/\s+/g, ' ')
      const ofSecond = await recall()
      expect(ofSecond).toContain('“pos”')
      await panel.getByRole('radio', { name: 'neg' }).click()
      expect(await recall()).toContain('“neg”')
      const { neg, shown } = await page.evaluate(() => {
        const report = window.app.runs.opened?.record.summary.report
        return { neg: report?.after.perClass[0]?.recall?.toFixed(3), shown: report?.after.recall?.toFixed(3) }
      })
      expect(neg).not.toBe(shown)
      expect(await recall()).toContain(neg)
    }))

  describe('Native TensorFlow', () => {
    it('is offered with its size, installed in sight, and not offered again', () =>
      visit('native&interval=40', async (page) => {
        await view(page, 'Recipe')
        await button(page, 'Install (1.5 GB)').click()
        await page.getByRole('progressbar', { name: 'Set-up of native TensorFlow' }).waitFor()
        await page.getByText(/Downloading tensorflow_cpu: \d+ MB of 250 MB/).waitFor()
        expect(await violations(page)).toEqual([])
        await page.getByText('Native TensorFlow is installed.').waitFor()
        expect(await button(page, 'Install (1.5 GB)').count()).toBe(0)
      }))

    it('can be stopped and tried again, waits while Lastlayer is offline, and can be declined for good', () =>
      visit('native&interval=200', async (page) => {
        await view(page, 'Recipe')
        await button(page, 'Install (1.5 GB)').click()
        await button(page, 'Stop set-up').click()
        await button(page, 'Install (1.5 GB)').waitFor()
        expect(await page.getByRole('alert').count()).toBe(0)
        await page.evaluate(() => window.app.session.change({ offline: true }))
        expect(await button(page, 'Install (1.5 GB)').isDisabled()).toBe(true)
        await button(page, 'No, do without').click()
        await button(page, 'No, do without').waitFor({ state: 'detached' })
        await page.evaluate(() => window.app.native.load())
        expect(await button(page, 'Install (1.5 GB)').count()).toBe(0)
      }))
  })
})
