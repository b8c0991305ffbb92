import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { languages } from '../../../src/shared/languages.ts'
import { inChromium } from '../../e2e/in-chromium.ts'

const address = pathToFileURL(join(import.meta.dirname, '../../../src/renderer/public/crashed.html')).href

await inChromium((browser) => {
  it('The page after a crash speaks the language that its address names, else English, and has one way back', async () => {
    const page = await browser.newPage()
    const shown = async (hash: string): Promise<unknown[]> => {
      await page.goto('about:blank')
      await page.goto(`${address}${hash}`)
      const section = page.locator('section:visible')
      return [await section.getAttribute('lang'), await section.getByRole('link').count()]
    }
    for (const { tag } of languages) expect(await shown(`#${tag}`)).toEqual([tag, 1])
    expect(await shown('')).toEqual(['en', 1])
    await page.close()
  })
})
