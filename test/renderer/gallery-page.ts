import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Locator, Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The size of the smallest window. */
export const smallest = { width: 960, height: 640 }

/** A new page for the gallery, and what it has complained of so far. */
export async function openPage(
  browser: Browser,
  look: 'light' | 'dark' | 'forced colours' = 'light',
  viewport = smallest,
): Promise<{ page: Page; problems: string[] }> {
  const context = await browser.newContext({
    viewport,
    colorScheme: look === 'dark' ? 'dark' : 'light',
    forcedColors: look === 'forced colours' ? 'active' : 'none',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const problems: string[] = []
  // A violation of the content security policy is told on the console.
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(message.text())
  })
  page.on('pageerror', ({ message }) => problems.push(message))
  return { page, problems }
}

/** What axe has to say against what a page shows: by all of its rules, unless some are named. */
export async function violations(page: Page, rules?: readonly string[]): Promise<string[]> {
  if (await page.evaluate(() => !('axe' in window))) await page.evaluate(axe)
  return await page.evaluate(async (rules) => {
    const { violations } = await Reflect.get(window, 'axe').run(rules === undefined ? {} : { runOnly: rules })
    return (violations as { id: string; nodes: { html: string }[] }[]).map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`,
    )
  }, rules)
}

/** By how many pixels a page is wider than its window. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
}

/** What stands out of its panel, or out of the window, in the view that is open. */
export function outstanding(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const scrolls = (element: Element): boolean => getComputedStyle(element).overflowX !== 'visible'
    return [...document.querySelectorAll('.panel *')]
      .filter((one) => {
        const edge = one.closest('.panel')?.getBoundingClientRect().right ?? 0
        for (let above = one.parentElement; above !== null; above = above.parentElement) {
          if (above.matches('.panel')) break
          if (scrolls(above)) return false
        }
        return one.getBoundingClientRect().right > edge + 1 && !one.matches('.visually-hidden')
      })
      .map((one) => `${one.tagName} ${one.textContent.slice(0, 60)}`)
  })
}

export function button(page: Page, name: string | RegExp): Locator {
  return page.getByRole('button', { name, exact: true })
}

/** Opens a view by its entry at the side. */
export function view(page: Page, name: string): Promise<void> {
  return page.getByRole('navigation').getByRole('button', { name }).click()
}
