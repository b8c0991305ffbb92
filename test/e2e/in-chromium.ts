import type { Browser } from 'playwright-core'
import { afterAll, test } from 'vitest'
import { findChromium } from './chromium.ts'

/** The tests of a file that need a browser; where there is none they are skipped, and the reason is told. */
export async function inChromium(tests: (browser: Browser) => void): Promise<void> {
  const found = await findChromium()
  if ('why' in found) return test.skip(`In a browser: ${found.why}`, () => undefined)
  afterAll(() => found.browser.close())
  tests(found.browser)
}
