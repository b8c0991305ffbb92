import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type {} from './browser.ts'
import { button, openPage, overflow } from './gallery-page.ts'
import { inGallery } from './in-gallery.ts'

// The data view in Chromium, on the fake host; axe looks at it on the tour of the whole window.
await inGallery((gallery) => {
  const visit = (work: (page: Page) => Promise<void>, query = 'interval=5'): Promise<void> =>
    gallery.visit(query, work, { withoutAxe: true })

  const choose = (page: Page, name: string) =>
    page.evaluate((name) => void window.app.dataset.choose(`/home/ada/${name}`), name)
  const recipeOf = (page: Page) => page.evaluate(() => JSON.stringify(window.app.recipe.recipe))

  describe('Columns that are not clear', () => {
    it('are chosen with the keyboard alone, several texts in their order, before anything can start', () =>
      visit(async (page) => {
        await choose(page, 'clothing.csv')
        await page.getByRole('heading', { name: 'Which column is the text, and which is the label?' }).waitFor()
        expect(await page.getByRole('status').allTextContents()).toContain(
          'Which column is the text, and which is the label?',
        )
        expect(await button(page, 'Start fine-tune').isDisabled()).toBe(true)
        expect(await button(page, 'Read').isDisabled()).toBe(true)
        const names = await page.getByRole('rowheader').allTextContents()
        // In the order of the file, each with what it may be.
        expect(names.slice(0, 4).map((name) => name.replace(/\s+/g, ' ').trim())).toEqual([
          'Clothing ID',
          'Title may be the text',
          'Review Text may be the text',
          'Rating may be the label',
        ])
        for (const name of ['Text: Title', 'Text: Review Text', 'Label: Rating']) {
          await page.getByLabel(name).focus()
          await page.keyboard.press('Space')
        }
        await page.getByText('The text is Title, then Review Text, joined.').waitFor()
        await button(page, 'Read').focus()
        await page.keyboard.press('Enter')
        await button(page, 'Change columns').waitFor()
        expect(await recipeOf(page)).toMatch(/"textColumn":"Title,Review Text","labelColumn":"Rating"/)
        expect(await button(page, 'Start fine-tune').isEnabled()).toBe(true)
      }))

    it('can be changed later, and a reading that finds nothing leads back to them', () =>
      visit(async (page) => {
        await choose(page, 'tickets.csv')
        await page.getByText('Taken for the label by its name, “topic”.').waitFor()
        await button(page, 'Change columns').click()
        expect(await page.getByLabel('Label: topic').isChecked()).toBe(true)
        await button(page, 'Close').click()
        await button(page, 'Change columns').click()
        await page.evaluate(() => {
          window.fakeHost.answers.inspect = () => {
            throw new Error('tickets.csv has one label only.')
          }
        })
        await page.getByLabel('Label: created').check()
        await button(page, 'Read').click()
        await page.getByRole('alert').filter({ hasText: 'one label only' }).waitFor()
        await page.evaluate(() => delete window.fakeHost.answers.inspect)
        await page.getByLabel('Encoding').selectOption('shift_jis')
        await button(page, 'Read').click()
        await page.getByText('Changed: read as shift_jis.').waitFor()
        expect(await recipeOf(page)).toMatch(/"labelColumn":"created","encoding":"shift_jis"/)
      }))
  })

  it('Parts that the data has can be declined, and taken again', () =>
    visit(async (page) => {
      await choose(page, 'aclImdb')
      await button(page, 'Make the parts anew').click()
      await page.getByText('Changed: the parts are made anew.').waitFor()
      await page.getByLabel('Set aside for testing:').waitFor()
      expect(await recipeOf(page)).toContain('"resplit":true')
      await button(page, 'Use the data’s own parts').click()
      await page.getByText('the data’s own parts.').waitFor()
      expect(await recipeOf(page)).toContain('"resplit":false')
    }))

  describe('How a table is read', () => {
    it('is chosen by arrow keys without reading it, and keeps the focus and what is ticked', () =>
      visit(async (page) => {
        await choose(page, 'clothing.csv')
        await page.getByLabel('Text: Title').check()
        await page.getByLabel('Label: Rating').check()
        const asked = () => page.evaluate(() => window.fakeHost.asked.filter(({ call }) => call === 'inspect').length)
        const before = await asked()
        for (const name of ['Encoding', 'Separator', 'First line']) {
          await page.getByLabel(name).focus()
          await page.keyboard.press('ArrowDown')
          await page.getByText('Looking at the table …').waitFor()
          await page.keyboard.press('ArrowDown')
          await page.getByText('Looking at the table …').waitFor({ state: 'detached' })
          expect(await page.getByLabel(name).evaluate((field) => field === document.activeElement)).toBe(true)
        }
        expect(await page.getByLabel('Text: Title').isChecked()).toBe(true)
        expect(await page.getByLabel('Label: Rating').isChecked()).toBe(true)
        expect(await asked()).toBe(before)
        await button(page, 'Read').click()
        await button(page, 'Change columns').waitFor()
        expect(await recipeOf(page)).toMatch(
          /"textColumn":"Title","labelColumn":"Rating","encoding":"[^"]+","separator":";","header":"no"/,
        )
      }))

    it('is cut by signs that are written where none of the usual ones does', () =>
      visit(async (page) => {
        await choose(page, 'tickets.csv')
        await page.getByText('comma', { exact: true }).waitFor()
        await button(page, 'Change columns').click()
        const separator = page.getByLabel('Separator')
        expect(await separator.locator('option').first().textContent()).toBe('comma (found out)')
        await separator.selectOption('another …')
        await page.getByLabel('Signs between the fields').fill('=>')
        await page.keyboard.press('Tab')
        await button(page, 'Read').click()
        await page.getByText('Changed: cut by =>', { exact: false }).waitFor()
        await page.getByText('=>', { exact: true }).waitFor()
        expect(await recipeOf(page)).toContain('"separator":"=>"')
        await button(page, 'Undo').click()
        await page.getByText('comma', { exact: true }).waitFor()
      }))

    it('is asked of a plain text, which is a table once its separator is chosen', () =>
      visit(async (page) => {
        await choose(page, 'notes.txt')
        await page.getByText('If some sign cuts its lines, choose it as the separator.').waitFor()
        expect(await button(page, 'Start fine-tune').isDisabled()).toBe(true)
        expect(await page.getByLabel('Encoding').isVisible()).toBe(true)
        const separator = page.getByLabel('Separator')
        expect(await separator.locator('option').first().textContent()).toBe('none found')
        await separator.selectOption('another …')
        await page.getByLabel('Signs between the fields').fill('=>')
        await page.keyboard.press('Tab')
        await page.getByRole('rowheader', { name: 'topic' }).waitFor()
        expect(await page.getByText('is a plain text').count()).toBe(0)
        await button(page, 'Read').click()
        await button(page, 'Change columns').waitFor()
        expect(await recipeOf(page)).toMatch(/"textColumn":"body","labelColumn":"topic",.*"separator":"=>"/)
        expect(await button(page, 'Start fine-tune').isEnabled()).toBe(true)
      }))

    it('says what the first line was found to be', () =>
      visit(async (page) => {
        await choose(page, 'tickets.csv')
        await button(page, 'Change columns').click()
        const options = page.getByLabel('First line').getByRole('option')
        expect((await options.allTextContents())[0]).toBe('names of the columns (found out)')
        await page.getByLabel('First line').selectOption('no')
        await page.getByRole('rowheader', { name: 'column 1' }).waitFor()
      }))

    it('takes the label where the arrow keys rest, and leaves the texts that they passed', () =>
      visit(async (page) => {
        await choose(page, 'clothing.csv')
        for (const name of ['Title', 'Review Text']) await page.getByLabel(`Text: ${name}`).check()
        await page.getByLabel('Label: Clothing ID').check()
        for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowDown')
        expect(await page.getByLabel('Label: Rating').isChecked()).toBe(true)
        await page.getByText('The text is Title, then Review Text, joined.').waitFor()
      }))
  })

  describe('Findings', () => {
    it('show their rows, are put right by one press, and that is undone by another', () =>
      visit(async (page) => {
        await choose(page, 'mixed.csv')
        await button(page, 'Merge case variants').waitFor()
        await button(page, 'Show').first().click()
        await page.getByRole('row', { name: /mixed\.csv:7 Praise Thank you/ }).waitFor()
        await button(page, 'Merge case variants').click()
        await page.getByText(/Changed: labels that differ in case only are one/).waitFor()
        expect(await button(page, 'Merge case variants').count()).toBe(0)
        await button(page, 'Undo').click()
        await button(page, 'Merge case variants').waitFor()
      }))

    it('are two hundred and stay within the window', () =>
      visit(async (page) => {
        await choose(page, 'many.csv')
        await button(page, 'Show all 204').click()
        expect(await page.getByText(/was left aside/).count()).toBe(200)
        expect(await overflow(page)).toBe(0)
      }))
  })

  describe('A thousand labels', () => {
    it('are filtered, merged, left out and used again', () =>
      visit(async (page) => {
        await choose(page, 'many.csv')
        await button(page, 'Edit').click()
        await page.getByLabel('Filter the labels').fill('intent_99_')
        await page.getByLabel('Choose intent_99_balance').check()
        await page.getByLabel('Filter the labels').fill('intent_7_')
        await page.getByLabel('Choose intent_7_card').check()
        await page.getByLabel('New name').fill('both')
        await page.keyboard.press('Enter')
        await page.getByText(/^Changed: .*intent_7_card.* merged into/).waitFor()
        expect(await recipeOf(page)).toContain(
          '"labelMap":[{"from":"intent_99_balance","to":"both"},{"from":"intent_7_card","to":"both"}]',
        )
        await page.getByLabel('Filter the labels').fill('both')
        await page.getByText('was intent_99_balance, intent_7_card').waitFor()
        await page.getByLabel('Choose both').check()
        await button(page, 'Leave out').click()
        await page.getByLabel('Filter the labels').fill('intent_7_')
        await page.getByRole('button', { name: 'Bring back: intent_7_card' }).click()
        await page.getByText(/^Changed: .*intent_7_card.* is used as in the data/).waitFor()
        expect(await recipeOf(page)).toContain('"labelMap":[{"from":"intent_99_balance","to":null}]')
      }))
  })

  describe('Two labels that are left', () => {
    it('are kept apart, with the reason in words', () =>
      visit(async (page) => {
        await button(page, 'Edit').click()
        await page.getByLabel('Choose neg').check()
        await page.getByText('None can be left out: two labels must remain.').waitFor()
        await page.getByLabel('New name').fill('pos')
        await page.getByText('Merged they would be one label, and two must remain.').waitFor()
        expect(await button(page, 'Merge').isDisabled()).toBe(true)
        await page.getByLabel('New name').press('Enter')
        await page.getByLabel('Choose pos').check()
        await page.getByLabel('New name').fill('both')
        expect(await button(page, 'Merge').isDisabled()).toBe(true)
        expect(await recipeOf(page)).toContain('"labelMap":[]')
        await page.getByLabel('Choose pos').uncheck()
        await page.getByLabel('New name').fill('bad')
        await button(page, 'Rename').click()
        await page.getByText(/^Changed: .*neg.* is renamed to .*bad/).waitFor()
      }))

    it('are named as the commonest of several that are merged', () =>
      visit(async (page) => {
        await choose(page, 'tickets.csv')
        await button(page, 'Edit').click()
        await page.getByLabel('Choose billing').check()
        await page.getByLabel('Choose delivery').check()
        expect(await page.getByLabel('New name').inputValue()).toBe('delivery')
      }))
  })

  it('Labels that are ticked while the data is read again stay ticked', () =>
    visit(async (page) => {
      await choose(page, 'mixed.csv')
      await button(page, 'Edit').click()
      await page.getByLabel('Choose zz_test').check()
      await button(page, 'Leave out').click()
      await page.getByLabel('Choose praise', { exact: true }).check()
      await page.getByText(/^Reading: /).waitFor({ state: 'detached' })
      expect(await page.getByLabel('Choose zz_test').count()).toBe(0)
      expect(await page.getByLabel('Choose praise', { exact: true }).isChecked()).toBe(true)
    }, 'interval=150'))

  describe('The choice of other data', () => {
    it('leads back to what is there, edits and all, by a button or Escape', () =>
      visit(async (page) => {
        await choose(page, 'mixed.csv')
        await button(page, 'Merge case variants').click()
        await page.getByText(/^Changed: labels that differ in case only are one/).waitFor()
        for (const leave of [() => button(page, 'Back to mixed.csv').click(), () => page.keyboard.press('Escape')]) {
          await button(page, 'Change data').click()
          await page.getByRole('heading', { name: 'Samples, ready to run' }).waitFor()
          await leave()
          await page.getByText(/^Changed: labels that differ in case only are one/).waitFor()
          await page.getByRole('heading', { level: 1, name: 'mixed.csv' }).waitFor()
        }
        await page.keyboard.press('Control+O')
        await page.getByRole('heading', { level: 1, name: 'Choose your data' }).waitFor()
        expect(await recipeOf(page)).toContain('"mergeCase":true')
      }, 'interval=5&host=web'))

    it('lists files with their sizes, and is where it was when it opens again', () =>
      visit(async (page) => {
        await button(page, 'Change data').click()
        await page.getByRole('button', { name: '/home/ada' }).click()
        await page.getByText(/^\d+ entries$/).waitFor()
        await page.getByRole('button', { name: /tickets\.csv.*343 bytes/ }).waitFor()
        await page.keyboard.press('Escape')
        await button(page, 'Change data').click()
        await page.getByRole('button', { name: /tickets\.csv.*343 bytes/ }).waitFor()
      }, 'interval=5&host=web'))

    it('tells of a dropped file that a web page may not know where it lies, and keeps the data', () =>
      visit(async (page) => {
        await choose(page, 'tickets.csv')
        await button(page, 'Change columns').waitFor()
        await page.evaluate(() => {
          const dataTransfer = new DataTransfer()
          dataTransfer.items.add(new File(['text'], 'other.csv'))
          dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }))
        })
        await page.getByRole('alert').filter({ hasText: 'may not know where a file lies' }).waitFor()
        await button(page, 'Change columns').waitFor()
        expect(await button(page, 'Start fine-tune').isEnabled()).toBe(true)
      }, 'interval=5&host=web'))
  })

  describe('The first start', () => {
    it('shows the sample at once, and never the choice of data before it', async () => {
      const { page } = await openPage(gallery.browser)
      await page.addInitScript(() => {
        const seen: string[] = []
        Reflect.set(window, 'seen', seen)
        new MutationObserver(() => {
          const title = document.querySelector('h1')?.textContent ?? ''
          if (seen.at(-1) !== title) seen.push(title)
        }).observe(document, { childList: true, subtree: true, characterData: true })
      })
      await page.goto(`${gallery.url}?interval=5`)
      await page.getByRole('button', { name: 'Draw others' }).waitFor()
      expect(await page.evaluate(() => Reflect.get(window, 'seen') as string[])).toEqual(['', 'Film reviews'])
      await page.context().close()
    })
  })

  describe('A reading', () => {
    it('is stopped by the page that goes', () =>
      visit(async (page) => {
        await choose(page, 'slow.csv')
        await page.getByText(/^Reading: /).waitFor()
        await page.evaluate(() => dispatchEvent(new Event('pagehide')))
        await page.getByText('The reading was cancelled').waitFor()
        await button(page, 'Read again').waitFor()
      }))
  })

  it('Tokens that are still counted hold nothing else back, and can be done without', () =>
    visit(async (page) => {
      await choose(page, 'long.csv')
      await page.getByText(/^Counting tokens: [0-9,]+ of 12,288 texts$/).waitFor()
      expect(await page.getByText('One text has two labels.').isVisible()).toBe(true)
      expect(await button(page, 'Start fine-tune').isEnabled()).toBe(true)
      await button(page, 'Skip').click()
      await page.getByText('The tokens were not counted.').waitFor()
      expect(await page.getByText('One text has two labels.').isVisible()).toBe(true)
      await button(page, 'Count them').click()
      await page.getByText(/^Counting tokens/).waitFor()
      await button(page, 'Start fine-tune').click()
      await page.waitForFunction(() => window.fakeHost.asked.some(({ call }) => call === 'cancelInspect'))
    }))

  describe('The focus', () => {
    const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')
    const press = async (page: Page, name: string): Promise<void> => {
      await button(page, name).first().focus()
      await page.keyboard.press('Enter')
    }

    it('stays with what takes the place of a control that goes', () =>
      visit(async (page) => {
        await press(page, 'Change data')
        await expect.poll(() => focused(page)).toBe('Choose your data')
        await page.getByRole('button', { name: /^mixed\.csv/ }).focus()
        await page.keyboard.press('Enter')
        await expect.poll(() => focused(page)).toBe('mixed.csv')
        await button(page, 'Merge case variants').waitFor()
        await press(page, 'Merge case variants')
        await expect.poll(() => focused(page)).toBe('Checks')
        await page.getByText(/^Changed:/).waitFor()
        await press(page, 'Undo')
        await expect.poll(() => focused(page)).toBe('mixed.csv')
        await button(page, 'Merge case variants').waitFor()
        await press(page, 'Edit')
        await page.getByLabel('Choose zz_test').check()
        await press(page, 'Leave out')
        await expect.poll(() => focused(page)).toBe('Labels')
        await page.getByText(/^Changed: .*zz_test/).waitFor()
        await press(page, 'Change columns')
        await expect.poll(() => focused(page)).toBe('Columns')
        await press(page, 'Close')
        await expect.poll(() => focused(page)).toBe('mixed.csv')
        await press(page, 'Change columns')
        await press(page, 'Read')
        await expect.poll(() => focused(page)).toBe('mixed.csv')
      }, 'interval=5&history=1'))

    it('is at the heading of a view that a key opens, of a run that starts, and of the pad', () =>
      visit(async (page) => {
        await page.keyboard.press('Alt+2')
        await expect.poll(() => focused(page)).toBe('Recipe')
        await press(page, 'Start fine-tune')
        await expect.poll(() => focused(page)).toBe('Fine-tuning')
        await page.keyboard.press('Alt+5')
        await page.evaluate(() => window.app.pad.classifyFiles([new File(['text'], 'letters.csv')]))
        await press(page, 'Remove')
        await expect.poll(() => focused(page)).toBe('Pad')
      }, 'interval=5&history=1'))
  })

  describe('Examples', () => {
    it('are those of one label, or that hold a word, and others are drawn', () =>
      visit(async (page) => {
        await choose(page, 'tickets.csv')
        const examples = page.getByRole('region', { name: 'Examples' })
        await examples.getByLabel('Label of the examples').selectOption('login')
        const tags = async (): Promise<string[]> => [...new Set(await examples.locator('.tag').allTextContents())]
        await expect.poll(tags).toEqual(['login'])
        await examples.getByLabel('Search in the examples that were drawn').fill('no such word')
        await examples.getByText(/^None of the 40 examples that were drawn fits/).waitFor()
        await examples.getByLabel('Search in the examples that were drawn').fill('')
        await button(page, 'Draw others').click()
        await page.getByText('Other examples were drawn.').waitFor({ state: 'attached' })
        await expect.poll(tags).toEqual(['login'])
      }))
  })

  describe('A text that runs from right to left', () => {
    /** Where such letters stand in the page's own direction, as the beginnings of the elements. */
    const astray = (page: Page) =>
      page.evaluate(() => {
        const found: string[] = []
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
        for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
          const text = (node.textContent ?? '').replace(/\u2068[^\u2069]*\u2069/g, '')
          if (!/\p{Script=Hebrew}/u.test(text)) continue
          if (node.parentElement?.closest('[dir=auto], bdi, script, style') === null) {
            found.push(node.parentElement.outerHTML.slice(0, 200))
          }
        }
        for (const field of document.querySelectorAll<HTMLInputElement>('input, textarea, select')) {
          if (/\p{Script=Hebrew}/u.test(field.value) && field.dir !== 'auto' && !/checkbox|radio/.test(field.type)) {
            found.push(field.outerHTML.slice(0, 200))
          }
        }
        return found
      })

    it('keeps its direction in every view', () =>
      visit(async (page) => {
        // Whatever the host tells is in Hebrew, as far as it is the person's.
        await page.evaluate(() => {
          const words: [RegExp, string][] = [
            [/"neg"/g, '"שלילי"'],
            [/"pos"/g, '"חיובי"'],
            [
              /"(A quiet film|The dialogue|I had not|Beautifully|Two hours|The effects|I wanted|Not even)/g,
              '"סרט שקט $1',
            ],
          ]
          const hebrew = <T>(value: T): T =>
            JSON.parse(words.reduce((text, [from, to]) => text.replace(from, to), JSON.stringify(value)))
          const { fakeHost: host } = window
          const invoke = host.invoke.bind(host)
          const notify = host.notify.bind(host)
          host.invoke = async (call, params) => hebrew(await invoke(call, params))
          host.notify = (message) => notify(hebrew(message))
          void window.app.dataset.choose('/home/ada/סרטים')
        })
        const view = (name: string) => page.getByRole('navigation').getByRole('button', { name }).click()
        const look = async (name: string): Promise<void> => {
          expect(await page.locator('body').innerText(), name).toMatch(/\p{Script=Hebrew}/u)
          expect({ name, astray: await astray(page) }).toEqual({ name, astray: [] })
        }
        await page.getByText('סרט שקט').first().waitFor()
        await button(page, 'Edit').click()
        await page.getByLabel('Choose חיובי').check()
        await look('data')
        await choose(page, 'clothing.csv')
        await page.getByText('هەڵسەنگاندن').waitFor()
        await page.evaluate(() => void window.app.dataset.choose('/home/ada/סרטים'))
        await page.getByText('סרט שקט').first().waitFor()
        await button(page, 'Start fine-tune').click()
        await page.getByRole('region', { name: 'Outcome' }).waitFor()
        await view('Results')
        await page.getByText('סרט שקט').first().waitFor()
        await look('results')
        await page.getByRole('tab', { name: /Least sure/ }).click()
        await look('results-unsure')
        await view('Pad')
        await page.getByLabel('Text to classify').fill('סרט שקט')
        await page.getByRole('region', { name: 'Answer' }).getByText('%').first().waitFor()
        await page.evaluate(() => window.app.pad.classifyFiles([new File(['text'], 'מכתב.txt')]))
        await page.getByText('מכתב.txt').waitFor()
        await look('pad')
        await view('Runs')
        await look('runs')
      }, 'interval=5&batch=40'))
  })
})
