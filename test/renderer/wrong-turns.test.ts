import { describe, expect, it } from 'vitest'
import type {} from './browser.ts'
import { button, view, violations } from './gallery-page.ts'
import { inGallery } from './in-gallery.ts'

// Where a person could take a wrong turn, in Chromium, on the fake host: nothing is lost, and the way on is shown.
await inGallery((gallery) => {
  const { visit } = gallery

  describe('A setting that does not fit', () => {
    it('stays in its field, and the reason beside Start leads to it from every view', () =>
      visit('interval=5', async (page) => {
        await view(page, 'Recipe')
        await button(page, 'All settings').click()
        await page.getByLabel('Patience', { exact: true }).fill('-4')
        await button(page, 'All settings').click()
        await view(page, 'Data')
        expect(await button(page, 'Start fine-tune').isDisabled()).toBe(true)
        await button(page, 'Patience: At least 0.').click()
        const field = page.getByLabel('Patience', { exact: true })
        await field.waitFor()
        expect(await field.inputValue()).toBe('-4')
        expect(await field.evaluate((element) => element === document.activeElement)).toBe(true)
      }))

    it('is put right by any preset, which is none of them until then', () =>
      visit('interval=5', async (page) => {
        await view(page, 'Recipe')
        await page.getByLabel('Epochs', { exact: true }).fill('0')
        await page.getByText('Your own: it agrees with no preset.').waitFor()
        await page.getByRole('radio', { name: 'Auto' }).click()
        expect(await button(page, 'Start fine-tune').isEnabled()).toBe(true)
        expect(await page.getByLabel('Epochs', { exact: true }).inputValue()).not.toBe('0')
        await page.getByRole('radio', { name: 'Auto' }).click()
        expect(await page.getByRole('radio', { name: 'Auto' }).isChecked()).toBe(true)
      }))
  })

  describe('The pad', () => {
    it('answers as one types, and says what was not read of a long text', () =>
      visit('history=2&interval=5', async (page) => {
        await view(page, 'Pad')
        const text = page.getByLabel('Text to classify')
        const answer = page.getByRole('region', { name: 'Answer' })
        await text.fill('A waste of a fine cast.')
        await answer.getByText('87.9 %').waitFor()
        await text.fill('The best of them.')
        await answer.getByText('93.4 %').waitFor()
        await page.evaluate(() => {
          const text = 'read unread'
          const cut = { tokens: 256, wholeTokens: 1980, readCharacters: 4, truncated: true }
          const one = { text, file: null, label: 'pos', probs: [0.47, 0.53], abstained: false, ...cut }
          window.fakeHost.answers.predict = () => ({ labels: ['neg', 'pos'], predictions: [one], rejected: [] })
        })
        await text.fill('read unread')
        await answer.getByText('Unsure', { exact: true }).waitFor()
        await answer.getByText('Read 256 of 1,980 tokens').click()
        expect(await answer.getByTitle('Not read').textContent()).toBe(' unread')
      }))

    it('counts files by label, and brings back what was cleared', () =>
      visit('history=2&interval=5', async (page) => {
        await view(page, 'Pad')
        const names = ['a.txt', 'broken.bin', 'letter-2.txt', 'review-17.txt']
        await page.evaluate(
          (names) => window.app.pad.classifyFiles(names.map((name) => new File(['text'], name))),
          names,
        )
        await page.getByLabel('Rows to show').selectOption('none')
        expect(await page.getByRole('row').count()).toBe(2)
        await button(page, 'Clear').click()
        await button(page, 'Undo clear').click()
        await page.getByText('3 texts, 1 left out').waitFor()
      }))
  })

  describe('A reload', () => {
    it('keeps what was answered of files, which another model cannot answer again', () =>
      visit('history=2&interval=5', async (page) => {
        await view(page, 'Pad')
        await page.getByLabel('Answered by').selectOption({ index: 1 })
        const names = ['a.txt', 'broken.bin', 'letter-2.txt']
        await page.evaluate(
          (names) => window.app.pad.classifyFiles(names.map((name) => new File(['text'], name))),
          names,
        )
        await page.getByText('2 texts, 1 left out').waitFor()
        await page.reload()
        await page.getByText('2 texts, 1 left out').waitFor()
        await page.getByRole('row', { name: /broken\.bin/ }).waitFor()
        expect(await page.getByText('Another model answered these').count()).toBe(0)
        await page.getByLabel('Answered by').selectOption({ index: 0 })
        await page.getByText('Another model answered these').waitFor()
        await page.evaluate(() => window.app.pad.classifyFiles([new File(['text'], 'new.txt')]))
        await page.getByText('1 text', { exact: true }).waitFor()
        await button(page, 'Clear').click()
        await page.reload()
        await page.getByText('Drop one text file or a thousand').waitFor()
      }))

    it('is asked about in a browser where rows of a table would be lost', () =>
      visit('host=web&history=2&interval=5', async (page) => {
        const asked: string[] = []
        page.on('dialog', (dialog) => {
          asked.push(dialog.type())
          void dialog.accept()
        })
        await view(page, 'Pad')
        await page.reload()
        expect(asked).toEqual([])
        await page.evaluate(() => window.app.pad.classifyFiles([new File(['text'], 'letters.csv')]))
        await page.getByText('12 rows, 3 without an answer').click()
        await page.reload()
        expect(asked).toEqual(['beforeunload'])
      }))
  })

  it('A run can be opened by its address, and Back leads to where one was', () =>
    visit('history=3&interval=5', async (page) => {
      await view(page, 'Runs')
      await page
        .getByRole('row', { name: /tickets/ })
        .getByRole('button')
        .first()
        .click()
      await page.getByRole('heading', { level: 1, name: 'Results: tickets.csv' }).waitFor()
      expect(new URL(page.url()).hash).toBe('#/results/2026-01-07-tickets')
      await page.reload()
      await page.getByRole('heading', { level: 1, name: 'Results: tickets.csv' }).waitFor()
      await view(page, 'Pad')
      await page.goBack()
      await page.getByRole('heading', { level: 1, name: 'Results: tickets.csv' }).waitFor()
      await page.goBack()
      await page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor()
    }))

  it('Deleted runs come back one after the other, from where the hand is', () =>
    visit('history=3&interval=5', async (page) => {
      await view(page, 'Runs')
      for (const name of ['Delete 2026-01-09-reviews', 'Delete 2026-01-08-reviews']) await button(page, name).click()
      const undo = button(page, 'Undo')
      expect(await undo.evaluate((element) => element === document.activeElement)).toBe(true)
      await page.keyboard.press('Enter')
      await button(page, 'Bring back 2026-01-09-reviews').click()
      await page.getByText('3 runs.').waitFor()
    }))

  it('A run is named, and up to four are compared', () =>
    visit('history=6&interval=5', async (page) => {
      await view(page, 'Runs')
      await button(page, 'Name 2026-01-09-reviews').click()
      await page.getByLabel('Name', { exact: true }).fill('The first')
      await page.keyboard.press('Enter')
      await button(page, 'The first').waitFor()
      for (let i = 0; i < 4; i++) await page.getByRole('checkbox').nth(i).check()
      expect(await page.getByRole('checkbox').nth(4).isDisabled()).toBe(true)
      await page.getByRole('heading', { name: 'From A to D' }).waitFor()
      await button(page, 'Show the comparison').click()
    }))

  it('The tour of the first start leads through four views, and never comes again', () =>
    visit('interval=5&tour', async (page) => {
      for (const title of ['Recipe', 'Train', 'Pad']) {
        await button(page, 'Next step').click()
        await page.getByRole('heading', { level: 1, name: title }).waitFor()
        expect(await violations(page)).toEqual([])
      }
      await button(page, 'Done').click()
      expect(await page.evaluate(() => window.app.session.settings.hasToured)).toBe(true)
      await view(page, 'Data')
      expect(await button(page, 'Leave the tour').count()).toBe(0)
    }))

  it('The tour leaves those alone who start before it comes to that', () =>
    visit('interval=5&tour', async (page) => {
      await button(page, 'Start fine-tune').first().click()
      await page.getByRole('heading', { name: 'Fine-tuning' }).waitFor()
      await button(page, 'Leave the tour').waitFor({ state: 'detached' })
      expect(await page.evaluate(() => window.app.session.settings.hasToured)).toBe(true)
    }))

  it('Which words mattered is told by two methods', () =>
    visit('history=2&interval=5', async (page) => {
      await view(page, 'Pad')
      await page.getByLabel('Text to classify').fill('The best wonderful scene')
      await button(page, 'Which words mattered?').click()
      await page.getByRole('heading', { name: 'By gradients' }).waitFor()
      await page.getByRole('heading', { name: 'By attention' }).waitFor()
      expect(await violations(page)).toEqual([])
      await page.getByLabel('Text to classify').fill('The best')
      await button(page, 'Which words mattered?').waitFor()
    }))

  it('Start says which data it trains only where the last run had other data', () =>
    visit('interval=5', async (page) => {
      await view(page, 'Train')
      await page.getByRole('heading', { level: 2, name: 'Ready' }).waitFor()
      expect(await page.getByText('Start trains').count()).toBe(0)
      await button(page, 'Start fine-tune').click()
      await page.getByRole('region', { name: 'Outcome' }).waitFor()
      await page.evaluate(() => window.app.dataset.choose('sample:sites'))
      await page.getByText(/^Film reviews\. Start trains .*Review sites.*\.$/).waitFor()
    }))

  it('Half a screen has every view in one column, beside a rail of icons that are named', () =>
    visit('history=3&interval=5', async (page) => {
      await page.setViewportSize({ width: 640, height: 400 })
      for (const name of ['Data', 'Recipe', 'Train', 'Results', 'Pad', 'Runs']) {
        await view(page, name)
        await page.getByRole('heading', { level: 1 }).waitFor()
        const wider = await page.evaluate(() => {
          const main = document.querySelector('main')
          return main === null ? null : main.scrollWidth - main.clientWidth
        })
        expect({ name, wider, violations: await violations(page) }).toEqual({ name, wider: 0, violations: [] })
      }
    }))
})
