import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type {} from './browser.ts'
import { openPage, violations } from './gallery-page.ts'
import { draw, inGallery } from './in-gallery.ts'

// What a result is worth, in Chromium, on the fake host. With LASTLAYER_SCREENSHOTS set to a folder it is drawn there.

await inGallery((gallery) => {
  const asked = (page: Page, call: string) =>
    page.evaluate((call) => window.fakeHost.asked.filter((one) => one.call === call).at(-1)?.params, call)

  describe.each(['light', 'dark'] as const)('A result in %s', (theme) => {
    it('is told in words, beside what else could be had, and can be made unsure', async () => {
      const { page, problems } = await openPage(gallery.browser, theme, { width: 1280, height: 2600 })
      await page.goto(`${gallery.url}?history=3`)
      await page.getByRole('navigation').getByRole('button', { name: 'Runs' }).click()
      await page.locator('tbody .open').first().click()
      await page.getByRole('heading', { level: 1, name: /^Results/ }).waitFor()
      const judgement = page.getByRole('region', { name: 'What it is worth' })
      await judgement.getByText(/over words alone is/).waitFor()
      const table = page.getByRole('region', { name: 'What else could be had' })
      expect(await table.getByRole('rowheader').count()).toBe(5)

      const panel = page.getByRole('region', { name: 'Unsure below' })
      await panel.getByRole('slider').fill('0.8')
      await panel.getByText('Of the test texts 64.0 % would be answered').waitFor()
      await page.getByRole('button', { name: 'Table' }).nth(1).click()
      await page.waitForTimeout(300)
      await draw(page, `worth-${theme}`)
      expect(await violations(page)).toEqual([])
      await panel.getByRole('button', { name: 'Keep with the model' }).click()
      await panel.getByText('Kept with the model: 80 %').waitFor()
      expect(await asked(page, 'abstain')).toMatchObject({ below: 0.8 })
      await panel.getByRole('slider').fill('0')
      await panel.getByRole('button', { name: 'Keep with the model' }).click()
      await panel.getByText('Every text gets an answer.').waitFor()
      expect(await asked(page, 'abstain')).toMatchObject({ below: null })
      expect(problems).toEqual([])
      await page.context().close()
    })
  })

  it('Where a rare label is hardly answered, one click trains with class weights', async () => {
    const { page, problems } = await openPage(gallery.browser)
    await page.goto(`${gallery.url}?history=1&rare-label`)
    await page.getByRole('navigation').getByRole('button', { name: 'Results' }).click()
    const judgement = page.getByRole('region', { name: 'What it is worth' })
    await judgement.getByText(/to 2 test texts, where 10 have it: weigh the labels/).waitFor()
    await draw(page, 'rare-label')
    expect(await violations(page)).toEqual([])
    await judgement.getByRole('button', { name: 'Train with class weights' }).click()
    await page.getByRole('heading', { level: 1, name: /^Fine-tuning/ }).waitFor()
    expect(await asked(page, 'start')).toMatchObject({ recipe: { classWeights: 'balanced' } })
    expect(problems).toEqual([])
    await page.context().close()
  })

  it('Its report is saved as one file, and an error in its place is told', async () => {
    const { page, problems } = await openPage(gallery.browser)
    await page.goto(`${gallery.url}?history=1`)
    await page.getByRole('navigation').getByRole('button', { name: 'Results' }).click()
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    const panel = page.getByRole('region', { name: 'Export' })
    for (const [button, name, begin] of [
      ['Save report', 'report.html', '<!doctype html>'],
      ['Save model card', 'model-card.md', '# 2026'],
    ]) {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        panel.getByRole('button', { name: button }).click(),
      ])
      expect(download.suggestedFilename()).toBe(name)
      expect(await readFile(await download.path(), 'utf8')).toMatch(new RegExp(`^${begin}`))
    }
    expect(await asked(page, 'report')).toMatchObject({ run: expect.stringContaining('/runs/2026') })
    await draw(page, 'export-panel')
    expect(await violations(page)).toEqual([])
    await page.evaluate(() => {
      window.fakeHost.answers.report = () => {
        throw new Error('The disk is gone')
      }
    })
    await panel.getByRole('button', { name: 'Save report' }).click()
    await panel.getByRole('alert').waitFor()
    expect(problems).toEqual([])
    await page.context().close()
  })

  it('Two runs are compared on the texts that both were tested on, in words', async () => {
    const { page, problems } = await openPage(gallery.browser)
    await page.goto(`${gallery.url}?history=3`)
    await page.getByRole('navigation').getByRole('button', { name: 'Runs' }).click()
    const boxes = page.getByRole('checkbox')
    await boxes.nth(0).check()
    await boxes.nth(1).check()
    const comparison = page.getByRole('region', { name: 'Comparison' })
    await comparison.getByText(/^The (gain|loss) of .* points of accuracy is/).waitFor()
    await draw(page, 'compared')
    await boxes.nth(1).uncheck()
    await boxes.nth(2).check()
    await comparison.getByText('different labels').waitFor()
    expect(await violations(page)).toEqual([])
    expect(problems).toEqual([])
    await page.context().close()
  })

  it('An answer that is not sure enough is called unsure, beside the likeliest label', async () => {
    const { page } = await openPage(gallery.browser)
    await page.goto(`${gallery.url}?history=1`)
    await page.getByRole('navigation').getByRole('button', { name: 'Pad' }).click()
    await page.evaluate(() => {
      const one = {
        text: 'so',
        file: null,
        label: 'pos',
        tokens: 3,
        abstained: true,
        truncated: false,
        probs: [0.4, 0.6],
      }
      window.fakeHost.answers.predict = () => ({ labels: ['neg', 'pos'], predictions: [one], rejected: [] })
    })
    await page.getByLabel('Text to classify').fill('so')
    const answer = page.getByRole('region', { name: 'Answer' })
    await answer.getByText('Unsure', { exact: true }).waitFor()
    expect(await answer.getByText('Likeliest is').textContent()).toBe('Likeliest is pos.')
    expect(await violations(page)).toEqual([])
    await page.context().close()
  })
})
