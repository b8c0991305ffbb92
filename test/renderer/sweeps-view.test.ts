import { mkdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { inChromium } from '../e2e/in-chromium.ts'
import { serveGallery } from './browser.ts'
import { openPage, violations } from './gallery-page.ts'

// A sweep in the window, in Chromium, on the fake host. With LASTLAYER_SCREENSHOTS set to a folder it is drawn there.
const screenshots = process.env.LASTLAYER_SCREENSHOTS

await inChromium((browser) => {
  let gallery: Awaited<ReturnType<typeof serveGallery>>
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lastlayer-sweeps-'))
    gallery = await serveGallery(folder)
  })
  afterAll(async () => {
    gallery.close()
    await rm(folder, { recursive: true, force: true })
  })

  it.each(['light', 'dark'] as const)(
    'A sweep in %s is a table and small charts, which open its runs',
    async (theme) => {
      const { page, problems } = await openPage(browser, theme, { width: 1280, height: 1500 })
      await page.goto(`${gallery.url}?history=3&sweeps`)
      await page.getByRole('navigation').getByRole('button', { name: 'Runs' }).click()
      const list = page.getByRole('region', { name: 'Sweeps' })
      await list.getByText('6 of 8').waitFor()
      await list.locator('[aria-expanded=false]').click()
      const sweep = page.getByRole('region', { name: /^Sweep 2026/ })
      // K 1 at the lower rate has the least loss; the combination after it is not run yet.
      const rows = sweep.getByRole('table').locator('tbody tr')
      expect(await rows.count()).toBe(4)
      expect(await rows.nth(2).innerText()).toMatch(/0\.435 ± 0\.007\s+best by validation/)
      expect(await sweep.getByText('best by validation').count()).toBe(1)
      const charts = sweep.getByRole('button', { name: /^Open the best run of/ })
      expect(await charts.count()).toBe(4)
      expect(await charts.nth(3).isDisabled()).toBe(true)
      if (screenshots !== undefined) {
        mkdirSync(screenshots, { recursive: true })
        await page.screenshot({ path: join(screenshots, `sweep-${theme}.png`) })
      }
      expect(await violations(page)).toEqual([])
      await charts.nth(2).click()
      await page.getByRole('heading', { level: 1, name: /^Results/ }).waitFor()
      expect(problems).toEqual([])
      await page.context().close()
    },
  )
})
