import { expect, it } from 'vitest'
import type {} from './browser.ts'
import { openPage, outstanding, overflow } from './gallery-page.ts'
import { inGallery } from './in-gallery.ts'

// Sixty labels of up to 80 characters in a window of 900 by 700.
await inGallery((gallery) => {
  it('Long labels stay within their panels, and can be told apart', async () => {
    const { page, problems } = await openPage(gallery.browser, 'light', { width: 900, height: 700 })
    const button = (name: string | RegExp) => page.getByRole('button', { name })
    const fits = async (): Promise<void> => expect([await outstanding(page), await overflow(page)]).toEqual([[], 0])
    await page.goto(`${gallery.url}?interval=1&batch=60`)
    await button('Draw others').waitFor()
    await page.evaluate(() => void window.app.dataset.choose('/home/ada/wide.csv'))
    await button('Show all 60').waitFor()
    await button('Edit').click()
    for (const label of ['complaint 1', 'complaint 4'])
      await page.getByLabel(`Choose ${label}`, { exact: true }).check()
    await fits()
    expect(await button('Start fine-tune').isVisible()).toBe(true)

    await page.evaluate(() => void window.app.start())
    await page.getByRole('region', { name: 'Outcome' }).waitFor()
    await fits()
    await page.evaluate(() => window.app.session.open('results'))
    await page.getByRole('tab', { name: /Still wrong \d/ }).waitFor()
    await fits()
    const shown = await page.getByRole('tabpanel').locator('.tag > [aria-hidden]').allTextContents()
    for (const one of shown) expect(one).toMatch(/^.{8,}….* \d\d$|2024$|واحد$/)
    await page.getByRole('tabpanel').getByRole('listitem').first().getByRole('button').first().click()
    await page.getByRole('group', { name: 'The whole text' }).waitFor()
    await fits()
    await button(/complaint 1: show its wrong texts/).click()
    await button('Remove the filter Label complaint 1').waitFor()
    await fits()

    await page.evaluate(async () => {
      window.app.session.open('runs')
      await window.app.runs.refresh()
    })
    await fits()
    expect(problems).toEqual([])
    await page.context().close()
  })

  it('Where the run that is open is deleted, the newest that is left takes its place, and Undo brings it back', async () => {
    const { page } = await openPage(gallery.browser)
    await page.goto(`${gallery.url}?history=3&interval=5`)
    await page.getByRole('heading', { level: 1, name: 'Film reviews' }).waitFor()
    await page.waitForFunction(() => window.app.runs.opened !== null)
    const deleteOpened = () =>
      page.evaluate(async () => {
        const { opened } = window.app.runs
        if (opened !== null) await window.app.runs.delete(opened.record.summary)
        window.app.session.open('results')
      })
    await deleteOpened()
    await page.getByRole('tab', { name: /Still wrong \d/ }).waitFor()
    await deleteOpened()
    await deleteOpened()
    await page.getByRole('heading', { name: 'No results yet' }).waitFor()
    expect(await page.evaluate(() => window.app.pad.model)).toBeNull()
    await page.keyboard.press('Control+z')
    await page.getByRole('tab', { name: /Still wrong \d/ }).waitFor()
    expect(await page.evaluate(() => window.app.pad.model)).toBe(
      await page.evaluate(() => window.app.runs.finished[0]?.folder),
    )
    await page.context().close()
  })
})
