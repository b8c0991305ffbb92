import { mkdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { inChromium } from '../e2e/in-chromium.ts'
import { serveGallery } from './browser.ts'
import { openPage, violations } from './gallery-page.ts'

/** The window on the fake host, as it is served to the tests of a file. */
export interface Gallery {
  readonly browser: Browser
  readonly url: string
  /** Works on a page that is opened by a query; at the end neither axe nor the page may complain. */
  visit(query: string, work: (page: Page) => Promise<void>, options?: { withoutAxe?: boolean }): Promise<void>
}

/** The tests of a file that need the gallery in a browser. */
export async function inGallery(tests: (gallery: Gallery) => void): Promise<void> {
  await inChromium((browser) => {
    let served: Awaited<ReturnType<typeof serveGallery>>
    let folder: string

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'lastlayer-gallery-'))
      served = await serveGallery(folder)
    })
    afterAll(async () => {
      served.close()
      await rm(folder, { recursive: true, force: true })
    })

    tests({
      browser,
      get url() {
        return served.url
      },
      async visit(query, work, { withoutAxe = false } = {}) {
        const { page, problems } = await openPage(browser)
        await page.goto(`${served.url}?${query}`)
        await page.getByRole('button', { name: 'Draw others' }).waitFor()
        await work(page)
        if (!withoutAxe) expect(await violations(page)).toEqual([])
        expect(problems).toEqual([])
        await page.context().close()
      },
    })
  })
}

/** Draws the page, where LASTLAYER_SCREENSHOTS names a folder. */
export async function draw(page: Page, name: string): Promise<void> {
  const folder = process.env.LASTLAYER_SCREENSHOTS
  if (folder === undefined) return
  mkdirSync(folder, { recursive: true })
  await page.waitForTimeout(200)
  await page.screenshot({ path: join(folder, `${name}.png`) })
}
