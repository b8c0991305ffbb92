import type { Page } from 'playwright-core'

/** A stop of the tour: what is seen there has a name. */
export type Look = (name: string) => Promise<void>

/**
 * Through every view of the gallery, as a person would go: empty, with data, while a run goes on, after it. `look` is
 * called wherever there is something new to see.
 */
export async function tour(page: Page, gallery: string, look: Look): Promise<void> {
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  const view = (name: string) => page.getByRole('navigation').getByRole('button', { name }).click()
  const open = async (query: string): Promise<void> => {
    await page.goto(gallery)
    await page.evaluate(() => sessionStorage.clear())
    await page.goto(`${gallery}?${query}`)
    await page.getByRole('heading', { level: 1, name: 'Film reviews' }).waitFor()
  }

  await open('history=0')
  await look('data')
  for (const name of ['Results', 'Pad', 'Runs', 'Train']) {
    await view(name)
    await look(`${name.toLowerCase()}-empty`)
  }
  await view('Recipe')
  await page.getByText(/of memory/).waitFor()
  await look('recipe')
  await button('Choose').click()
  await page.getByText('Network: nothing contacted').waitFor()
  await look('models')
  await button('distilbert-base-uncased').click()
  await button('Look up').click()
  await button('Download 269 MB').waitFor()
  await page.evaluate(() => {
    const note = 'huggingface.co answered 503; next try in 4 s'
    const progress = { name: 'distilbert/distilbert-base-uncased', done: 91_200_000, total: 268_652_869, note }
    window.fakeHost.notify({ kind: 'download', progress })
  })
  await look('models-download')
  await page.evaluate(() => window.fakeHost.notify({ kind: 'download', progress: null }))
  await button('Download 269 MB').click()
  await button(/^Use distilbert/)
    .last()
    .waitFor()
  await page.getByText('Every request').click()
  await page.getByLabel('Name of a model on the hub').fill('nobody/nothing')
  await button('Look up').click()
  await page.getByRole('alert').waitFor()
  await button('Delete distilbert').click()
  await look('models-done')
  await button('Keep').click()
  await button(/^Use distilbert/).click()
  await page.getByText('Block 6').waitFor()
  await button('All settings').click()
  await page.getByText('Block 2').click()
  await page.getByLabel('Epochs', { exact: true }).fill('0')
  await page.getByRole('alert').waitFor()
  await look('recipe-all')

  await open('history=3&interval=20')
  await button('Change data').click()
  await look('data-choice')
  await button(/^tickets.csv/).click()
  await page.getByText('3 rows were left out').waitFor()
  await look('data-table')
  await page.evaluate(() => window.app.dataset.choose('/home/ada/broken'))
  await page.getByRole('alert').waitFor()
  await look('data-error')
  await button(/^Film reviews/).click()

  await button('Start fine-tune').click()
  await page.getByText('Computing the frozen features').waitFor()
  await look('train-features')
  await page.getByText(/^Training:/).waitFor()
  await page.getByRole('figure').first().getByRole('button', { name: 'Table' }).click()
  await look('train')
  await page.getByRole('region', { name: 'Outcome' }).waitFor()
  await look('train-done')
  await view('Results')
  await look('results')
  await page.getByRole('tab', { name: /Now wrong/ }).click()
  await look('results-wrong')

  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await button('Choose folder').click()
  await page.getByText('/home/ada/exports').waitFor()
  await page.getByLabel('New folder in it').fill('slow')
  await button('Export and prove').click()
  await page.getByText('Comparing answers: 90 of 200').waitFor()
  await look('results-exporting')
  await button('Cancel').click()
  await page.getByLabel('New folder in it').fill('taken')
  await button('Export and prove').click()
  await page.getByText(/already holds/).waitFor()
  await look('results-export-error')
  await page.getByLabel('New folder in it').fill('film-reviews')
  await page.getByRole('radio', { name: /8 bits/ }).check()
  await button('Export and prove').click()
  await page.getByText('Proved with 100').waitFor()
  await look('results-exported')
  await view('Pad')
  await page.getByLabel('Text to classify').fill('The best last scene I have seen this year.')
  await button('Classify').click()
  await page.getByText('93.4 %').first().waitFor()
  const files = ['a.txt', 'broken.bin', 'letter-2.txt', 'review-17.txt']
  await page.evaluate((names) => window.app.pad.classifyFiles(names.map((name) => new File(['text'], name))), files)
  await page.getByText('binary data').waitFor()
  await look('pad')

  await view('Runs')
  await page.getByRole('checkbox').nth(1).check()
  await page.getByRole('checkbox').nth(2).check()
  await page.getByRole('table', { name: 'What differs between the two runs' }).waitFor()
  await look('runs')
  await button(/^Delete/)
    .last()
    .click()
  await page.keyboard.press('?')
  await page.getByRole('dialog').waitFor()
  await look('runs-undo-help')

  await open('host=web')
  await button('Change data').click()
  await page.getByRole('button', { name: '/home/ada' }).click()
  await page.getByText('letters').waitFor()
  await page.evaluate(() => (window.app.session.isConnected = false))
  await look('data-web')
}
