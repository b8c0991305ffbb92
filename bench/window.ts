import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { findChromium } from '../test/e2e/chromium.ts'
import { startWebApp } from '../test/e2e/web-app.ts'
import type { Results } from './results.ts'
import { timesOf } from './timing.ts'

// How long the window takes to be ready, and to answer a key or a click while the real trainer works: from the event to
// the paint after it.

const times = 150
const between = 100
const starts = 3
/** So many that their features take longer than the keys that are pressed meanwhile, and 200 epochs longer than the rest. */
const texts = 6000

/** Does something as often as {@link times}, each a key or a click, and returns the milliseconds in order of size. */
async function answersTo(
  page: Page,
  kind: 'keydown' | 'click',
  act: (nth: number) => Promise<unknown>,
): Promise<number[]> {
  await page.evaluate((kind) => {
    const taken: number[] = []
    const stop = new AbortController()
    Object.assign(window, { taken, stopMeasuring: () => stop.abort() })
    const measure = ({ timeStamp }: Event): void => {
      // The frame that shows the answer has been handed over when a message that was sent in it arrives.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => taken.push(performance.now() - timeStamp)
        port2.postMessage(null)
      })
    }
    addEventListener(kind, measure, { capture: true, signal: stop.signal })
  }, kind)
  for (let nth = 0; nth < times; nth++) {
    await act(nth)
    await page.waitForTimeout(between)
  }
  const taken = await page.evaluate(() => {
    ;(Reflect.get(window, 'stopMeasuring') as () => void)()
    return Reflect.get(window, 'taken') as number[]
  })
  return taken.sort((a, b) => a - b)
}

function report(results: Results, name: string, taken: readonly number[]): void {
  const at = (share: number): number => taken[Math.min(taken.length - 1, Math.floor(share * taken.length))]
  results.number(`${name}: median`, at(0.5), 'ms')
  results.number(`${name}: 99th percentile`, at(0.99), 'ms')
}

/** Texts so long that every step takes some time. */
function writeTexts(file: string): void {
  const words = ['film', 'story', 'actor', 'scene', 'music', 'never', 'always', 'almost', 'quiet', 'and', 'the', 'of']
  const textOf = (i: number): string =>
    Array.from({ length: 250 }, (_, at) => words[(i * 7 + at * (1 + (i % 5))) % words.length]).join(' ')
  const rows = Array.from(
    { length: texts },
    (_, i) => `${i % 2 ? 'great' : 'dull'} ${textOf(i)} ${i},${i % 2 ? 'pos' : 'neg'}`,
  )
  writeFileSync(file, ['text,label', ...rows].join('\n'))
}

async function measure(browser: Browser, home: string, results: Results): Promise<void> {
  const app = await startWebApp(browser, home, [home])
  const page = await app.page()
  const button = (name: string): Locator => page.getByRole('button', { name })
  const open = (view: string): Promise<void> => page.getByRole('navigation').getByRole('button', { name: view }).click()
  const train = async (epochs: number): Promise<void> => {
    await open('Recipe')
    // Without a search for rates, and without an early end.
    await page.getByRole('radio', { name: 'Classic' }).click()
    await page.getByLabel('Epochs', { exact: true }).fill(String(epochs))
    await button('Start fine-tune').click()
  }
  const reportPad = async (name: string): Promise<void> => {
    await open('Pad')
    await page.getByLabel('Text to classify').focus()
    const taken = await answersTo(page, 'keydown', () => page.keyboard.press('x'))
    report(results, `a key in a text field, ${name}`, taken)
  }
  const chart = page.getByRole('img', { name: /^Loss/ })
  const outcome = page.getByRole('region', { name: 'Outcome' })
  try {
    // A first run, so that the pad has a model to answer.
    await page.getByText('1,000 texts, 2 labels').waitFor()
    await train(1)
    await outcome.waitFor({ timeout: 120_000 })
    await reportPad('nothing goes on')

    await open('Data')
    await button('Change data').click()
    await button(`${home} (`).click()
    await button('texts.csv (').click()
    await page.getByText(`${texts.toLocaleString('en')} texts, 2 labels`).waitFor({ timeout: 60_000 })
    await train(200)
    await reportPad('features')
    await open('Train')
    const wasLong = !(await chart.isVisible())
    await chart.waitFor({ timeout: 300_000 })
    await reportPad('training')
    await open('Train')
    const tab = await answersTo(page, 'keydown', () => page.keyboard.press('Tab'))
    report(results, 'the Tab key beside the live charts, training', tab)
    const views = ['Data', 'Recipe', 'Runs', 'Results', 'Train']
    const clicks = await answersTo(page, 'click', (nth) => open(views[nth % views.length]))
    report(results, 'a click on a view, training', clicks)
    await open('Train')
    if (!wasLong || (await outcome.isVisible()))
      results.leftOut('The work ended before the last click: these figures flatter.')
  } finally {
    await app.close()
  }
}

/** From the opening of the page to a Start that can be pressed, each time of a new server without anything kept. */
async function measureStart(browser: Browser, folder: string, results: Results): Promise<void> {
  const taken: number[] = []
  for (let nth = 0; nth < starts; nth++) {
    const home = join(folder, `start-${nth}`)
    const app = await startWebApp(browser, home, [folder])
    const page = await app.page()
    const handle = await page.waitForFunction(() => {
      const buttons = [...document.querySelectorAll('button')]
      const start = buttons.find(({ textContent }) => textContent.includes('Start fine-tune'))
      return start !== undefined && !start.disabled && performance.now()
    })
    taken.push(Number(await handle.jsonValue()) / 1000)
    await app.close()
  }
  results.seconds('Start can be pressed, cold', timesOf(taken))
}

export async function benchWindow(results: Results): Promise<void> {
  results.part(`Window in Chromium: ${texts.toLocaleString('en')} texts of 250 words, K = 1`)
  const found = await findChromium()
  if ('why' in found) return results.leftOut(`Not measured: ${found.why}.`)
  const home = await mkdtemp(join(tmpdir(), 'lastlayer-bench-'))
  try {
    await measureStart(found.browser, home, results)
    writeTexts(join(home, 'texts.csv'))
    await measure(found.browser, home, results)
  } finally {
    await found.browser.close()
    await rm(home, { recursive: true, force: true })
  }
}
