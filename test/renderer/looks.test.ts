import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type {} from './browser.ts'
import { badNames } from './control-names.ts'
import { openPage, outstanding, overflow, violations } from './gallery-page.ts'
import { draw, inGallery } from './in-gallery.ts'

const widths = [640, 1280, 1920]
const looks = [
  { look: 'light', rules: undefined },
  // Colours are all that is other.
  { look: 'dark', rules: ['color-contrast'] },
  { look: 'forced colours', rules: ['color-contrast'] },
] as const

// Every view with Arabic texts and labels, on a page a look that changes its size. A page whose look is changed under it
// is drawn in the colours of both.
await inGallery((gallery) => {
  it.each(looks)('No view in $look has a fault in its names, its colours or at its edge, in any size', async (one) => {
    const { look, rules } = one
    const { page, problems } = await openPage(gallery.browser, look)
    await page.goto(`${gallery.url}?interval=1&batch=60`)
    await page.getByRole('button', { name: 'Draw others' }).waitFor()
    await page.evaluate(() => window.app.dataset.choose('/home/ada/arabic.csv'))
    await page.evaluate(() => window.app.start())
    await page.getByRole('region', { name: 'Outcome' }).waitFor()
    const faults: string[] = []
    for (const [view, ready] of views(page)) {
      await page.evaluate((view) => window.app.session.open(view), view)
      await ready()
      const names = rules === undefined ? [...(await turnedTheWrongWay(page)), ...(await badNames(page))] : []
      faults.push(...names.map((fault) => `${view}: ${fault}`))
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 })
        await chartsFit(page, width)
        await draw(page, `look-${view}-${width}-${look.replace(' ', '-')}`)
        const wider = await overflow(page)
        // A narrow panel scrolls by itself.
        const out = width > 800 ? await outstanding(page) : []
        const found = [...(await violations(page, rules)), ...out, ...(wider > 0 ? [`wider by ${wider} pixels`] : [])]
        faults.push(...found.map((fault) => `${view}, ${width}: ${fault}`))
      }
    }
    expect([...faults, ...problems]).toEqual([])
    await page.context().close()
  })
})

/** Waits until the window has its width, and the charts have followed that of their panels. */
async function chartsFit(page: Page, width: number): Promise<void> {
  await page.waitForFunction(
    (width) =>
      window.innerWidth === width &&
      [...document.querySelectorAll('canvas')].every(
        (one) => Math.abs(one.clientWidth - (one.parentElement?.clientWidth ?? 0)) <= 1,
      ),
    width,
  )
}

/** The views, each with what is waited for there. */
function views(page: Page) {
  return [
    ['data', () => page.getByText(/^93 % of the tokens/).waitFor()],
    ['recipe', () => page.getByText(/of memory/).waitFor()],
    ['train', () => page.getByRole('region', { name: 'Outcome' }).waitFor()],
    ['results', () => page.getByRole('tab', { name: /Still wrong \d/ }).waitFor()],
    ['pad', () => answer(page)],
    ['runs', () => page.getByRole('table').first().waitFor()],
  ] as const
}

async function answer(page: Page): Promise<void> {
  await page.evaluate(() => {
    const one = { text: 'فيلم هادئ (2019)!', label: 'إيجابي', tokens: 9, abstained: false, truncated: false }
    window.fakeHost.answers.predict = ({ files }: { files: string[] }) => ({
      labels: ['إيجابي', 'سلبي'],
      predictions: [{ ...one, file: files[0] ?? null, probs: [0.9, 0.1] }],
      rejected: [],
    })
  })
  await page.getByLabel('Text to classify').fill('فيلم هادئ (2019)!')
  await page.getByText('90.0 %').first().waitFor()
  await page.evaluate(() => window.app.pad.classifyFiles([new File(['text'], 'رسالة.txt')]))
  await page.getByRole('row', { name: /رسالة/ }).waitFor()
}

/** Texts that begin in Arabic and yet run from left to right. */
function turnedTheWrongWay(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const found: string[] = []
    while (walker.nextNode()) {
      const text = walker.currentNode.textContent?.trim() ?? ''
      const parent = walker.currentNode.parentElement
      if (parent === null || !/^[^\p{L}]*\p{Script=Arabic}/u.test(text)) continue
      const { direction, unicodeBidi } = getComputedStyle(parent)
      if (direction !== 'rtl' && unicodeBidi !== 'plaintext') found.push(`${parent.outerHTML.slice(0, 160)}`)
    }
    return found
  })
}
