import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { views } from '../../src/shared/views.ts'
import { dropFiles } from './dropped-files.ts'
import type { StartedApp } from './started-app.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What a person does from the first start to the comparison of two runs; the same on every host. */
export function playScenario(start: () => Promise<StartedApp>, files: string): void {
  let app: StartedApp
  let page: Page
  const problems: string[] = []

  const button = (name: string | RegExp): Locator => page.getByRole('button', { name })
  const heading = (name: string | RegExp): Locator => page.getByRole('heading', { name, level: 1 })
  const rowsOf = (chart: string): Locator => page.getByRole('table', { name: chart }).locator('tbody tr')

  async function visit(): Promise<void> {
    page = await app.page()
    page.setDefaultTimeout(30_000)
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text())
    })
    page.on('pageerror', (error) => problems.push(error.message))
  }

  async function open(view: string): Promise<void> {
    await page.getByRole('navigation').getByRole('button', { name: view }).click()
  }

  /** Sets K and the number of epochs in the recipe. */
  async function cook(k: number, epochs: number): Promise<void> {
    await open('Recipe')
    const name = k === 0 ? 'Train the head only' : new RegExp(`Train the top ${k} of`)
    await page.getByRole('radio', { name }).check({ force: true })
    await page.getByLabel('Epochs', { exact: true }).fill(String(epochs))
  }

  async function startRun(): Promise<void> {
    await button('Start fine-tune').click()
    await heading('Fine-tuning').waitFor()
  }

  async function finished(): Promise<void> {
    await page.getByRole('region', { name: 'Outcome' }).waitFor({ timeout: 100_000 })
  }

  async function rejectsNothing(): Promise<void> {
    // Not a script of the page, whose policy would refuse it.
    await page.evaluate(axe)
    const violations = await page.evaluate(async () => {
      const { violations } = await Reflect.get(window, 'axe').run()
      return (violations as { id: string; nodes: { html: string }[] }[]).map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`,
      )
    })
    expect(violations).toEqual([])
  }

  beforeAll(async () => {
    app = await start()
    await visit()
  })
  afterAll(() => app.close())

  test('The sample is ready to run, and its data is shown', async () => {
    await heading('Film reviews').waitFor()
    await page.getByText('1,000 texts, 2 labels').waitFor()
    expect(await button('Start fine-tune').isEnabled()).toBe(true)
    await rejectsNothing()
  })

  test('The recipe trains the last block, and says what that will take', async () => {
    await open('Recipe')
    expect(await page.getByRole('radio', { name: /Train the top 1 of/ }).isChecked()).toBe(true)
    await page.getByText(/MB/).first().waitFor()
    await rejectsNothing()
  })

  test('After Start fine-tune a point appears on the chart', async () => {
    await startRun()
    // As long as rates are looked for, there is nothing that stopping could keep.
    await page.getByText('Nothing is trained yet.').waitFor()
    expect(await button(/^Stop and keep/).count()).toBe(0)
    await page.getByRole('img', { name: /^Loss/ }).waitFor({ timeout: 60_000 })
    await page.getByRole('figure').filter({ hasText: /^Loss/ }).getByRole('button', { name: 'Table' }).click()
    await rowsOf('Loss').first().waitFor()
    await rejectsNothing()
  })

  test('A pause holds it', async () => {
    await button('Pause').click()
    await button('Go on').waitFor()
    await rejectsNothing()
  })

  test('A reload in the middle loses nothing', async () => {
    const seen = await rowsOf('On the test texts').count()
    await page.reload()
    await heading('Fine-tuning').waitFor()
    await page.getByRole('img', { name: /^Loss/ }).waitFor()
    expect(await rowsOf('On the test texts').count()).toBeGreaterThanOrEqual(seen)
  })

  test('Closing the window lets the run go on, and the view comes back', async () => {
    await app.closeWindow()
    await visit()
    await open('Train')
    await button('Go on').click()
    await finished()
  })

  test('Auto shows the rates that it tried, which it chose, and what share of the time they took', async () => {
    const tried = page.getByRole('region', { name: 'Learning rates tried' })
    await tried
      .getByText(/(were best|were taken: others .* not clearly better)\. They took .*, [\d.]+ % of the run\./)
      .waitFor()
    expect(await tried.locator('tbody tr').count()).toBeGreaterThanOrEqual(3)
    expect(await tried.getByLabel('chosen').count()).toBe(1)
    await rejectsNothing()
  })

  test('The results are there, before and after', async () => {
    await open('Results')
    await heading('Results: Film reviews').waitFor()
    for (const name of ['Before and after', 'Test texts', 'Confusion', 'By label']) {
      await page.getByRole('heading', { name, exact: true }).waitFor()
    }
    await rejectsNothing()
  })

  test('A cell of the confusion matrix shows its texts, and a text opens whole', async () => {
    await button(/texts of \w+ taken for/)
      .first()
      .click()
    await button(/^Remove the filter Label/).waitFor()
    await page
      .getByRole('list', { name: /confident first/ })
      .getByRole('button')
      .first()
      .click()
    await page.getByRole('group', { name: 'The whole text' }).waitFor()
    await rejectsNothing()
  })

  test('Its errors are listed, the surest first, and its report opens', async () => {
    await button(/^Remove the filter Label/).click()
    const list = page.getByRole('list', { name: /confident first/ })
    expect(await list.getByRole('button').count()).toBeGreaterThan(1)
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    const link = page.getByRole('link', { name: 'Open report' })
    if ((await link.count()) > 0) {
      const opening = page.context().waitForEvent('page')
      await link.click()
      const report = await opening
      await report.getByRole('heading', { name: 'Text classifier' }).waitFor()
      await report.close()
      // A page behind another draws nothing.
      await page.bringToFront()
    } else {
      await button('Show report in folder').click()
      await eventually(() => button('Show report in folder').isEnabled()).toBe(true)
    }
    expect(await page.getByRole('alert').count()).toBe(0)
    await rejectsNothing()
  })

  test('A typed review gets a label', async () => {
    await open('Pad')
    await page.getByLabel('Text to classify').fill('A wonderful film. I loved every minute of it.')
    const answer = page.getByRole('region', { name: 'Answer' })
    await answer.getByText('pos', { exact: true }).first().waitFor()
    await answer.getByText(/%/).first().waitFor()
  })

  test('Of three dropped files two are classified and one is rejected with a reason', async () => {
    await dropFiles(page, files)
    for (const name of ['good.txt', 'bad.txt', 'picture.txt']) await page.getByText(name).first().waitFor()
    await page.getByText(/UTF-8/).first().waitFor()
    await rejectsNothing()
  })

  test('A second run of as many blocks takes its features from the cache', async () => {
    await cook(1, 1)
    await startRun()
    await finished()
    await page.getByText(/^The features of all [\d,]+ texts came from the cache; none was computed again\.$/).waitFor()
  })

  test('Two runs are compared, and a deleted one is brought back', async () => {
    await open('Runs')
    const boxes = page.getByRole('checkbox', { name: /^Compare/ })
    expect(await boxes.count()).toBe(2)
    for (const i of [0, 1]) await boxes.nth(i).check()
    const differences = page.getByRole('table', { name: 'What differs between the runs' })
    await differences
      .getByRole('row', { name: /Epochs|K/ })
      .first()
      .waitFor()
    await rejectsNothing()
    await button(/^Delete/)
      .first()
      .click()
    await button('Undo').click()
    await eventually(() => boxes.count()).toBe(2)
  })

  test('Label errors are found and put right, and training once more shows what that gains', async () => {
    await page.getByRole('row').nth(1).getByRole('button').first().click()
    await heading(/^Results/).waitFor()
    await button('Look for label errors').click()
    await page.getByText(/training texts? probably ha(s|ve) a wrong label/).waitFor({ timeout: 60_000 })
    await button('Leave out').first().click()
    await rejectsNothing()
    await button('Retrain with corrections').click()
    await heading('Fine-tuning').waitFor()
    await finished()
    await open('Results')
    await page.getByRole('region', { name: 'Against the run before the corrections' }).waitFor()
    await rejectsNothing()
  })

  test('A sweep is started in the window, watched to its end, and its best recipe is taken', async () => {
    await cook(1, 1)
    await button('Try several values').click()
    const form = page.getByRole('region', { name: 'Sweep' })
    await form.getByLabel('Learning rates').fill('1e-4, 1e-3')
    await form.getByLabel('Seeds').fill('1')
    await button('Estimate the time').click()
    await form.getByText(/^2 runs, about \d/).waitFor({ timeout: 60_000 })
    await rejectsNothing()
    await button('Start sweep').click()
    await page.getByRole('group', { name: 'Sweep in progress' }).waitFor()
    const sweep = page.getByRole('region', { name: /^Sweep 20/ })
    await sweep.getByText('best by validation', { exact: true }).waitFor({ timeout: 100_000 })
    expect(await sweep.getByRole('button', { name: /^Open the best run of/ }).count()).toBe(2)
    await rejectsNothing()
    await page.reload()
    await page.getByRole('region', { name: 'Sweeps' }).getByText('2 of 2').waitFor()
    await sweep
      .getByRole('button', { name: /^Use this recipe: K 1, rate/ })
      .first()
      .click()
    await heading('Recipe').waitFor()
    expect(await page.getByLabel('Learning rate', { exact: true }).inputValue()).toBe('1e-4')
  })

  test('Dark is as readable as light', async () => {
    await page.getByRole('radio', { name: 'Dark' }).click()
    const background = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    await eventually(background).toMatch(/^rgb\(([0-4]?\d, ?){2}[0-4]?\d\)$/)
    for (const { title } of views) {
      await open(title)
      await rejectsNothing()
    }
    await page.reload()
    await eventually(background).toMatch(/^rgb\(([0-4]?\d, ?){2}[0-4]?\d\)$/)
  })

  test('Everything can be done with the keyboard', async () => {
    await cook(0, 1)
    await open('Data')
    const reach = async (target: Locator): Promise<void> => {
      for (let i = 0; i < 60; i++) {
        if (await target.evaluate((element) => element === document.activeElement).catch(() => false)) return
        await page.keyboard.press('Tab')
      }
      throw new Error('The Tab key does not lead there.')
    }
    await reach(page.getByRole('navigation').getByRole('button', { name: 'Recipe' }))
    await page.keyboard.press('Enter')
    await reach(page.getByRole('radio', { name: 'Train the head only' }))
    await page.keyboard.press('ArrowDown')
    await eventually(() => page.getByRole('radio', { name: /Train the top 1 of/ }).isChecked()).toBe(true)
    await reach(page.getByLabel('Epochs', { exact: true }))
    await page.keyboard.press('Control+A')
    await page.keyboard.type('200')
    // After the reload the data is read once more.
    await eventually(() => button('Start fine-tune').isEnabled()).toBe(true)
    await page.keyboard.press('Control+Enter')
    await heading('Fine-tuning').waitFor()
    await page.getByRole('img', { name: /^Loss/ }).waitFor()
  })

  test('A trainer that is killed is told of, its run is marked, and the next one works', async () => {
    const alert = page.getByRole('alert').filter({ hasText: 'interrupted' })
    process.kill(newestTrainerOf(app.pid), 'SIGKILL')
    await alert.waitFor()
    expect(await alert.textContent()).toMatch(/The trainer process ended early/)
    await open('Runs')
    await page.getByRole('row').filter({ hasText: 'interrupted' }).waitFor()
    await cook(0, 1)
    await startRun()
    await finished()
  })

  test('The page had nothing to complain of', () => {
    expect(problems).toEqual([])
  })
}

/** Looks again until it is so, on a busy machine too. */
function eventually<T>(look: () => Promise<T>) {
  return expect.poll(look, { timeout: 20_000 })
}

/** The host's newest child: the process that trains, as the one that answers questions is started first. */
function newestTrainerOf(host: number): number {
  const list = `/proc/${host}/task/${host}/children`
  const children = existsSync(list)
    ? readFileSync(list, 'utf8')
    : execFileSync('pgrep', ['-P', String(host)], { encoding: 'utf8' })
  return Math.max(...children.trim().split(/\s+/).map(Number))
}
