import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { findChromium } from '../test/e2e/chromium.ts'
import { startWebApp } from '../test/e2e/web-app.ts'
import { line } from './timing.ts'

// How long the window takes to answer a key while the real trainer works: from the event to the paint after it.

const keys = 150
const between = 100

/** Types into what has the focus, and returns the milliseconds of every key in order of size. */
async function type(page: Page, key: string): Promise<number[]> {
  await page.evaluate(() => {
    const times: number[] = []
    Reflect.set(window, 'times', times)
    const measure = ({ timeStamp }: Event): void => {
      // The frame that shows the answer has been handed over when a message that was sent in it arrives.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => times.push(performance.now() - timeStamp)
        port2.postMessage(null)
      })
    }
    addEventListener('keydown', measure, { capture: true })
  })
  for (let i = 0; i < keys; i++) {
    await page.keyboard.press(key)
    await page.waitForTimeout(between)
  }
  const times = await page.evaluate(() => Reflect.get(window, 'times') as number[])
  return times.sort((a, b) => a - b)
}

function report(name: string, times: readonly number[]): void {
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(share * times.length))]
  const verdict = at(0.99) <= 50 ? 'within 50' : 'above 50'
  line(`${name}: median, 99th percentile (ms)`, `${at(0.5).toFixed(0)}, ${at(0.99).toFixed(0)}: ${verdict}`)
}

/** Texts so long and many that their features take a while, and every step some time. */
function writeTexts(file: string): void {
  const words = ['film', 'story', 'actor', 'scene', 'music', 'never', 'always', 'almost', 'quiet', 'and', 'the', 'of']
  const textOf = (i: number): string =>
    Array.from({ length: 250 }, (_, at) => words[(i * 7 + at * (1 + (i % 5))) % words.length]).join(' ')
  const rows = Array.from(
    { length: 3000 },
    (_, i) => `${i % 2 ? 'great' : 'dull'} ${textOf(i)} ${i},${i % 2 ? 'pos' : 'neg'}`,
  )
  writeFileSync(file, ['text,label', ...rows].join('\n'))
}

async function measure(browser: Browser, home: string): Promise<void> {
  const app = await startWebApp(browser, home, [home])
  const page = await app.page()
  const button = (name: string): Locator => page.getByRole('button', { name })
  const open = (view: string): Promise<void> => page.getByRole('navigation').getByRole('button', { name: view }).click()
  const train = async (epochs: number): Promise<void> => {
    await open('Recipe')
    await page.getByLabel('Epochs', { exact: true }).fill(String(epochs))
    await button('Start fine-tune').click()
  }
  const reportPad = async (name: string): Promise<void> => {
    await open('Pad')
    await page.getByLabel('Text to classify').focus()
    report(`a key in a text field, ${name}`, await type(page, 'x'))
  }
  const chart = page.getByRole('img', { name: /^Training loss/ })
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
    await page.getByText('3,000 texts, 2 labels').waitFor({ timeout: 60_000 })
    await train(200)
    await reportPad('features')
    await open('Train')
    const wasLong = !(await chart.isVisible())
    await chart.waitFor({ timeout: 300_000 })
    await reportPad('training')
    await open('Train')
    report('the Tab key beside the live charts, training', await type(page, 'Tab'))
    if (!wasLong || (await outcome.isVisible()))
      console.log('  The work ended before the last key: these figures flatter.')
  } finally {
    await app.close()
  }
}

export async function benchWindow(): Promise<void> {
  const found = await findChromium()
  if ('why' in found) return console.log(`The window is not measured: ${found.why}.`)
  console.log(`The window in Chromium ${found.browser.version()}, 3,000 texts of 250 words, K = 1`)
  const home = await mkdtemp(join(tmpdir(), 'lastlayer-bench-'))
  try {
    writeTexts(join(home, 'texts.csv'))
    await measure(found.browser, home)
  } finally {
    await found.browser.close()
    await rm(home, { recursive: true, force: true })
  }
}
