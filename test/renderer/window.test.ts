import { describe, expect, it } from 'vitest'
import type {} from './browser.ts'
import { badNames } from './control-names.ts'
import { openPage, overflow, smallest, violations } from './gallery-page.ts'
import { draw, inGallery } from './in-gallery.ts'
import { tour } from './tour.ts'

// The whole window in Chromium, on the fake host. With LASTLAYER_SCREENSHOTS set to a folder, every stop of the tour is
// also drawn there, at both sizes.
const larger = { width: 1280, height: 800 }
const sizes = process.env.LASTLAYER_SCREENSHOTS === undefined ? [smallest] : [smallest, larger]

await inGallery((gallery) => {
  describe.each(['light', 'dark'] as const)('The window in %s', (theme) => {
    it.each(sizes)('has no view that axe or the page complains of, at $width x $height', async (size) => {
      const { page, problems } = await openPage(gallery.browser, theme, size)
      const names: string[] = []
      await tour(page, gallery.url, async (name) => {
        await draw(page, `${name}-${size.width}-${theme}`)
        expect({ name, violations: await violations(page) }).toEqual({ name, violations: [] })
        expect({ name, overflow: await overflow(page) }).toEqual({ name, overflow: 0 })
        names.push(...(await badNames(page)).map((fault) => `${name}: ${fault}`))
      })
      expect([...names, ...problems]).toEqual([])
      await page.context().close()
    })
  })

  it('The help copies diagnostics', async () => {
    const { page, problems } = await openPage(gallery.browser)
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.goto(gallery.url)
    await page.getByRole('button', { name: 'Help and shortcuts' }).click()
    await page.getByRole('button', { name: 'Copy diagnostics' }).click()
    await page.getByText(/^Copied: /).waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('Lastlayer of a test\nMemory 1 MB')
    expect(problems).toEqual([])
    await page.context().close()
  })

  it('The help says what computed features take, and deletes them', async () => {
    const { page, problems } = await openPage(gallery.browser)
    await page.goto(gallery.url)
    await page.getByRole('button', { name: 'Help and shortcuts' }).click()
    await page.getByText('Computed features take 1.2 GB of this disk, at most 40.0 GB.').waitFor()
    await page.getByRole('button', { name: 'Delete features' }).click()
    await page.getByText('Computed features take 0 bytes of this disk, at most 40.0 GB.').waitFor()
    expect(await page.getByRole('button', { name: 'Delete features' }).count()).toBe(0)
    expect(problems).toEqual([])
    await page.context().close()
  })

  describe('The keyboard', () => {
    it('leads everywhere: views, K, start and stop', async () => {
      const { page, problems } = await openPage(gallery.browser)
      await page.goto(`${gallery.url}?interval=30`)
      const title = (name: string) => page.getByRole('heading', { level: 1, name }).waitFor()
      await title('Film reviews')
      await page.keyboard.press('Alt+2')
      await title('Recipe')
      await page.getByRole('radio', { name: /Train the top 1 of/ }).focus()
      await page.keyboard.press('ArrowDown')
      await page.getByText('K = 2.').waitFor()
      await page.keyboard.press('Control+Enter')
      await title('Fine-tuning')
      await page.getByText(/^Training:/).waitFor()
      await page.keyboard.press('Control+.')
      await page.getByRole('region', { name: 'Outcome' }).waitFor()
      await page.keyboard.press('Alt+5')
      await title('Pad')
      await page.getByLabel('Text to classify').fill('A waste of a fine cast.')
      await page.keyboard.press('Control+Enter')
      await page.getByText('87.9 %').first().waitFor()
      expect(problems).toEqual([])
      await page.context().close()
    })
  })

  describe('Choosing a model', () => {
    it('needs no mouse, keeps the focus within the dialog, and gives it back', async () => {
      const { page, problems } = await openPage(gallery.browser)
      await page.goto(`${gallery.url}?interval=20`)
      await page.getByRole('heading', { level: 1, name: 'Film reviews' }).waitFor()
      await page.keyboard.press('Alt+2')
      await page.getByRole('button', { name: 'Choose' }).focus()
      await page.keyboard.press('Enter')
      await page.getByLabel('Name of a model on the hub').focus()
      await page.keyboard.type('bert-base-uncased')
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: 'Download 440 MB' }).focus()
      await page.keyboard.press('Enter')
      await page.getByRole('progressbar', { name: /^Downloading google-bert/ }).waitFor()
      await page.getByRole('button', { name: 'Use google-bert/bert-base-uncased' }).first().waitFor()
      await page.keyboard.press('Tab')
      expect(await page.evaluate(() => document.activeElement?.closest('[role=dialog]') !== null)).toBe(true)
      await page.getByRole('switch', { name: 'Offline' }).focus()
      await page.keyboard.press('Space')
      expect(await page.getByRole('button', { name: 'Look up' }).isDisabled()).toBe(true)
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await page.waitForFunction(() => document.activeElement?.textContent?.trim() === 'Choose')
      expect(problems).toEqual([])
      await page.context().close()
    })
  })

  describe('A dialog of the system that fails', () => {
    it('is told of where the person asked for it', async () => {
      const { page, problems } = await openPage(gallery.browser)
      await page.goto(`${gallery.url}?history=1`)
      await page.getByRole('heading', { level: 1, name: 'Film reviews' }).waitFor()
      await page.evaluate(() => {
        const fail = (): never => {
          throw new Error('no portal')
        }
        Object.assign(window.fakeHost.answers, { chooseDataset: fail, chooseModel: fail })
      })
      await page.keyboard.press('Control+O')
      await page.getByRole('alert').filter({ hasText: 'no portal' }).waitFor()
      await page.keyboard.press('Alt+5')
      await page.getByLabel('Answered by').selectOption('other')
      await page.getByRole('alert').filter({ hasText: 'no portal' }).waitFor()
      expect(await violations(page)).toEqual([])
      expect(problems).toEqual([])
      await page.context().close()
    })
  })

  describe('A run that was broken off', () => {
    it('is gone on with from its step, paused, and let go on', async () => {
      const { page, problems } = await openPage(gallery.browser)
      await page.goto(`${gallery.url}?history=1&broken-off&interval=200`)
      const button = (name: string) => page.getByRole('button', { name, exact: true })
      await page.getByRole('navigation').getByRole('button', { name: 'Runs' }).click()
      await page.getByText('goes on at step 97').waitFor()
      await page.getByRole('row').filter({ hasText: 'broken-off' }).getByRole('button').first().click()
      await button('Go on at step 97').click()
      await button('Pause').click()
      await page.getByText('Paused. What was learned so far is kept.').waitFor()
      expect(await violations(page)).toEqual([])
      await page.keyboard.press('Control+Shift+.')
      await button('Pause').waitFor()
      await button('Stop and keep').click()
      await page.getByRole('region', { name: 'Outcome' }).waitFor()
      expect(await page.evaluate(() => window.app.run.state.steps.map(({ step }) => step))).toEqual(
        Array.from({ length: 150 }, (_, i) => i + 1),
      )
      expect(problems).toEqual([])
      await page.context().close()
    })
  })

  describe('The pad', () => {
    it('keeps what a former model said, shows rows of a label by their probability, and answers again', async () => {
      const { page, problems } = await openPage(gallery.browser)
      await page.goto(`${gallery.url}?history=2&interval=5`)
      await page.getByRole('navigation').getByRole('button', { name: 'Pad' }).click()
      await page.evaluate(() => window.app.pad.classifyFiles([new File(['text'], 'letters.csv')]))
      await page.getByText('12 rows, 3 without an answer').waitFor()
      expect(await page.getByRole('row').count()).toBe(13)
      await page.getByLabel('Rows to show').selectOption('label pos')
      await page.getByLabel('Order of the rows').selectOption('surest')
      expect(await page.getByRole('row').filter({ hasText: 'neg' }).count()).toBe(0)
      await page.getByLabel('Answered by').selectOption({ index: 1 })
      await page.getByText('Some tables below are answered by the model').waitFor()
      await page.getByText('12 rows, 3 without an answer').waitFor()
      expect(await violations(page)).toEqual([])
      await page.getByRole('button', { name: 'Answer again' }).click()
      await page.getByText('Some tables below are answered by the model').waitFor({ state: 'detached' })
      expect(problems).toEqual([])
      await page.context().close()
    })

    it('shows labels that every object has already, with their probabilities', async () => {
      const { page, problems } = await openPage(gallery.browser)
      await page.goto(`${gallery.url}?history=1`)
      await page.getByRole('navigation').getByRole('button', { name: 'Pad' }).click()
      await page.evaluate(() => {
        const one = {
          text: 'good',
          label: '__proto__',
          tokens: 3,
          abstained: false,
          truncated: false,
          probs: [0.5, 0.2, 0.3],
        }
        window.fakeHost.answers.predict = ({ files }: { files: string[] }) => ({
          labels: ['__proto__', 'constructor', 'toString'],
          predictions: [files[0] ?? null].map((file) => ({ ...one, file, isEmail: file !== null })),
          rejected: [],
        })
      })
      await page.getByLabel('Text to classify').fill('good')
      const answer = page.getByRole('region', { name: 'Answer' })
      await answer.getByText('50.0 %').waitFor()
      expect(await answer.locator('dt').allTextContents()).toEqual(['__proto__', 'toString', 'constructor'])
      await page.evaluate(() => window.app.pad.classifyFiles([new File(['text'], 'a.txt')]))
      const row = page.getByRole('row', { name: /a\.txt/ })
      const cells = await row.getByRole('cell').allInnerTexts()
      expect(cells.map((cell) => cell.trim())).toEqual([
        '__proto__',
        '50.0 %',
        'good (an e-mail: its text was read, without headers and attachments)',
      ])
      expect(problems).toEqual([])
      await page.context().close()
    })
  })

  describe('During training', () => {
    it('answers input within 50 ms while thousands of steps are drawn', async () => {
      const { page } = await openPage(gallery.browser)
      await page.goto(`${gallery.url}?interval=100&batch=60`)
      await page.getByRole('heading', { level: 1, name: 'Film reviews' }).waitFor()
      await page.evaluate(() => window.app.recipe.change({ epochs: 400, patience: 0, batchSize: 16 }))
      await page.getByRole('button', { name: 'Start fine-tune' }).click()
      await page.getByText(/^Training:/).waitFor()
      await page.waitForFunction(() => window.app.run.state.steps.length > 2000)
      await page.getByRole('navigation').getByRole('button', { name: 'Pad' }).click()
      await page.getByRole('navigation').getByRole('button', { name: 'Train' }).click()
      // Waiting and handling of real key presses, as the browser itself times them; it leaves out those below 16 ms.
      await page.evaluate(() => {
        const slow: number[] = []
        Reflect.set(window, 'slow', slow)
        new PerformanceObserver((list) => {
          for (const entry of list.getEntriesByType('event')) {
            const { name, processingEnd, startTime } = entry as PerformanceEventTiming
            if (name === 'keydown' && processingEnd - startTime > 50) slow.push(processingEnd - startTime)
          }
        }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit)
      })
      for (let i = 0; i < 60; i++) await page.keyboard.press('Tab', { delay: 10 })
      expect(await page.evaluate(() => window.app.run.isRunning)).toBe(true)
      const slow = await page.evaluate(() => Reflect.get(window, 'slow') as number[])
      expect(slow.length, `slow answers, in milliseconds: ${slow.join(', ')}`).toBeLessThanOrEqual(3)
      await page.context().close()
    })
  })
})
