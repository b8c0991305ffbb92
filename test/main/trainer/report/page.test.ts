import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { writeReport } from '../../../../src/main/trainer/report/report.ts'
import { withoutControls } from '../../../../src/shared/printable.ts'
import { inChromium } from '../../../e2e/in-chromium.ts'
import { hostileLabels, runOnDisk } from './run-on-disk.ts'

// The report as a browser reads it. With LASTLAYER_SCREENSHOTS set to a folder it is drawn there.
const screenshots = process.env.LASTLAYER_SCREENSHOTS

async function opened(browser: Browser, javaScriptEnabled: boolean, labels: readonly string[]) {
  const { folder } = await runOnDisk(labels)
  await writeReport(folder, new AbortController().signal)
  const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 1000, height: 1400 } })
  const page = await context.newPage()
  const url = pathToFileURL(join(folder, 'report.html')).href
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  const problems: string[] = []
  page.on('console', (message) => problems.push(message.text()))
  await page.goto(url)
  return { page, asked: asked.filter((one) => one !== url), problems }
}

async function drawn(page: Page, name: string): Promise<void> {
  if (screenshots === undefined) return
  mkdirSync(screenshots, { recursive: true })
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.screenshot({ path: join(screenshots, `${name}-${colorScheme}.png`), fullPage: true })
  }
  await page.pdf({ path: join(screenshots, `${name}.pdf`), format: 'A4' })
}

await inChromium((browser) => {
  test('Without scripts the page shows charts with words for those who hear it, tables and every label', async () => {
    const labels = ['billing', 'delivery', 'login']
    const { page, asked, problems } = await opened(browser, false, labels)
    expect(await page.locator('svg[role=img]').count()).toBe(4)
    for (const name of ['Loss by epoch', 'Reliability', 'Coverage', 'Accuracy of the yardsticks']) {
      const chart = page.getByRole('img', { name })
      expect(await chart.locator('desc').textContent()).not.toBe('')
      const box = await chart.boundingBox()
      expect(box?.height).toBeGreaterThan(100)
    }
    const yardsticks = page.getByRole('table', { name: 'What could be had of the same texts' })
    expect(await yardsticks.getByRole('rowheader').count()).toBe(5)
    const matrix = page.getByRole('table', { name: 'Confusion matrix' })
    expect(await matrix.locator('.shade').count()).toBe(labels.length ** 2)
    expect(await page.locator('html').evaluate((html) => html.scrollWidth <= innerWidth)).toBe(true)
    expect([asked, problems]).toEqual([[], []])
    await drawn(page, 'report')
    await page.context().close()
  })

  test('Labels that would be markup are words, and with scripts allowed none runs and nothing is fetched', async () => {
    const { page, asked, problems } = await opened(browser, true, hostileLabels)
    expect(await page.locator('script, img, iframe, link, object').count()).toBe(0)
    const table = page.getByRole('table', { name: 'Texts of each part' })
    expect(await table.locator('bdi').allTextContents()).toEqual(hostileLabels.map(withoutControls))
    expect(
      await table
        .locator('bdi')
        .nth(2)
        .evaluate((bdi) => getComputedStyle(bdi).direction),
    ).toBe('rtl')
    expect(await page.evaluate(() => Reflect.get(window, 'pwned'))).toBeUndefined()
    expect([asked, problems]).toEqual([[], []])
    // Were there markup all the same, the policy would keep it from acting.
    await page.evaluate(() => {
      document.body.insertAdjacentHTML('beforeend', '<img src="http://127.0.0.1:9/x.png" onerror="window.pwned = 3">')
    })
    await page.waitForTimeout(300)
    expect(await page.evaluate(() => Reflect.get(window, 'pwned'))).toBeUndefined()
    await drawn(page, 'hostile')
    await page.context().close()
  })
})
