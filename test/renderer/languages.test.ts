import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { languageTags, type Language } from '../../src/shared/languages.ts'
import type appWords from '../../src/shared/words/en/app.json'
import type recipeWords from '../../src/shared/words/en/recipe.json'
import type trainWords from '../../src/shared/words/en/train.json'
import type {} from './browser.ts'
import { overflow } from './gallery-page.ts'
import { inGallery } from './in-gallery.ts'

const others = languageTags.filter((tag) => tag !== 'en')
const recipeOf = (tag: Language) => wordsOf<typeof recipeWords>(tag, 'recipe')
const trainOf = (tag: Language) => wordsOf<typeof trainWords>(tag, 'train')

async function wordsOf<Words>(tag: Language, area: string): Promise<Words> {
  return ((await import(`../../src/shared/words/${tag}/${area}.json`)) as { default: Words }).default
}

async function speak(page: Page, language: Language): Promise<void> {
  await page.evaluate((language) => window.app.session.change({ language }), language)
}

/** By how many pixels a panel is wider than it has room in half a screen. */
async function hidden(page: Page, name: string): Promise<number> {
  await page.setViewportSize({ width: 640, height: 900 })
  const panel = page.getByRole('region', { name, exact: true })
  return panel.evaluate((one) => one.scrollWidth - one.clientWidth)
}

await inGallery((gallery) => {
  it('The recipe follows the language, also in what is wrong with a field, and fits half a screen', async () => {
    await gallery.visit('native', async (page) => {
      await page.evaluate(() => window.app.session.open('recipe'))
      await page.getByRole('button', { name: 'All settings' }).click()
      await page.getByLabel('Epochs', { exact: true }).fill('0')
      for (const tag of others) {
        const { settings, settingsTitle, problem } = await recipeOf(tag)
        await speak(page, tag)
        await page.getByLabel(settings.epochs.title, { exact: true }).waitFor()
        await page.getByText(problem.atLeast.replace('{{limit}}', '1'), { exact: true }).waitFor()
        expect([await hidden(page, settingsTitle), await overflow(page)], tag).toEqual([0, 0])
      }
    })
  })

  it('What is said of a recipe taken from a run follows the language', async () => {
    await gallery.visit('', async (page) => {
      await page.evaluate(() => window.app.reuse(window.app.recipe.recipe))
      for (const tag of others) {
        const { replaced } = await wordsOf<typeof appWords>(tag, 'app')
        await speak(page, tag)
        await page.getByText(replaced.recipe, { exact: true }).waitFor()
      }
    })
  })

  it('A run follows the language while it goes on and when it is over, and fits half a screen', async () => {
    await gallery.visit('interval=20&batch=3', async (page) => {
      await page.evaluate(() => window.app.start())
      await page.getByText(/^Training: \d/).waitFor()
      await page.getByRole('button', { name: 'Pause' }).click()
      await page.getByText(/^Paused\. /).waitFor()
      for (const tag of others) {
        const { now } = await trainOf(tag)
        await speak(page, tag)
        await page.getByText(now.paused, { exact: true }).waitFor()
        expect([await hidden(page, now.title), await overflow(page)], tag).toEqual([0, 0])
      }
      await page.evaluate(() => window.app.run.stop('keep'))
      for (const tag of others) {
        const { outcome, lines } = await trainOf(tag)
        await speak(page, tag)
        await page.getByText(lines.average, { exact: true }).waitFor()
        expect([await hidden(page, outcome.title), await overflow(page)], tag).toEqual([0, 0])
      }
    })
  })
})
