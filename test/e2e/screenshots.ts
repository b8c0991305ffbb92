import { mkdtemp, rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { launchChromium } from './chromium.ts'
import { dropFiles, writeFiles } from './dropped-files.ts'
import { startWebApp } from './web-app.ts'

/** Plays a short session on the web host and leaves a picture of every view in `folder`: data-light.png and so on. */
export async function takeScreenshots(folder: string): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'lastlayer-screenshots-'))
  const browser = await launchChromium()
  const app = await startWebApp(browser, home, [homedir()])
  try {
    const page = await app.page()
    await page.setViewportSize({ width: 1200, height: 800 })
    const files = join(home, 'files')
    writeFiles(files)
    await playSession(page, files, (name) => takeBoth(page, join(folder, name)))
  } finally {
    await app.close()
    await browser.close()
    await rm(home, { recursive: true, force: true })
  }
}

async function playSession(page: Page, files: string, take: (name: string) => Promise<void>): Promise<void> {
  const open = (view: string) => page.getByRole('navigation').getByRole('button', { name: view }).click()
  const start = page.getByRole('button', { name: 'Start fine-tune' })
  const outcome = page.getByRole('region', { name: 'Outcome' })

  await page.getByText('1,000 texts, 2 labels').waitFor()
  await take('data')
  await open('Recipe')
  await page.getByText(/^Measuring on this machine/).waitFor({ state: 'detached', timeout: 120_000 })
  await take('recipe')

  // A run whose first epoch is over, then its end.
  await start.click()
  await page.getByRole('img', { name: /^Loss/ }).waitFor()
  await page.waitForTimeout(1000)
  await take('train')
  await outcome.waitFor({ timeout: 120_000 })
  await take('train-done')
  await open('Results')
  await page.getByRole('heading', { name: 'Confusion' }).waitFor()
  await take('results')

  await open('Pad')
  await page
    .getByLabel('Text to classify')
    .fill('I had not expected to like it, and I went back the next day with my mother.')
  await dropFiles(page, files)
  await page.getByText(/UTF-8/).first().waitFor()
  await take('pad')

  await open('Recipe')
  await page.getByRole('radio', { name: 'Train the head only' }).check({ force: true })
  await start.click()
  await outcome.waitFor({ timeout: 120_000 })
  await open('Runs')
  for (const box of await page.getByRole('checkbox', { name: /^Compare/ }).all()) await box.check()
  await page.getByRole('table', { name: 'What differs between the runs' }).waitFor()
  await take('runs')
}

async function takeBoth(page: Page, path: string): Promise<void> {
  for (const theme of ['Light', 'Dark']) {
    await page.getByRole('radio', { name: theme }).click()
    // Charts are drawn anew in the colours of the theme.
    await page.waitForTimeout(300)
    await page.screenshot({ path: `${path}-${theme.toLowerCase()}.png` })
  }
}
