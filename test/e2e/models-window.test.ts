import { existsSync } from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FakeHub } from '../main/host/hub/fake-hub.ts'
import { makeTinyModel, temporaryFolder } from '../support/tiny-model.ts'
import { inChromium } from './in-chromium.ts'
import type { StartedApp } from './started-app.ts'
import { startWebApp } from './web-app.ts'

// What goes in and comes out, in the window of the real web host: a model of a hub, a run, an export, the run again.
await inChromium((browser) => {
  describe('Models in the window', () => {
    let fake: FakeHub
    let app: StartedApp
    let page: Page
    let exports: string
    const button = (name: string | RegExp) => page.getByRole('button', { name })
    const open = (view: string) => page.getByRole('navigation').getByRole('button', { name: view }).click()

    beforeAll(async () => {
      const model = await makeTinyModel({ family: 'distilbert' })
      fake = await FakeHub.start(model, await readdir(model))
      const home = await temporaryFolder()
      exports = join(home, 'exports')
      await mkdir(exports)
      const env = { HF_ENDPOINT: fake.endpoint, HF_HUB_OFFLINE: '', HF_TOKEN: '' }
      app = await startWebApp(browser, join(home, 'app'), [exports], env)
      page = await app.page()
      page.setDefaultTimeout(60_000)
    })
    afterAll(async () => {
      await app.close()
      fake.close()
    })

    test('A model is looked up, downloaded and used; every request is told', async () => {
      await page.getByText('1,000 texts, 2 labels').waitFor()
      await open('Recipe')
      await button('Choose').click()
      await page.getByText('Network: nothing contacted').waitFor()
      expect(fake.seen).toEqual([])
      await page.getByLabel('Name of a model on the hub').fill('acme/tiny')
      await button('Look up').click()
      await page.getByText(/licence apache-2\.0/).waitFor()
      await button(/^Download/).click()
      await button('Use acme/tiny').first().click()
      await page.getByRole('dialog').waitFor({ state: 'hidden' })
      await page.getByText(/apache-2\.0 · from 127\.0\.0\.1/).waitFor()
      expect(fake.rangesOf('model.safetensors')).toEqual([''])
    })

    test('Its run is exported, and the figures of the proof are shown', async () => {
      await page.getByLabel('Epochs', { exact: true }).fill('1')
      await button('Start fine-tune').click()
      await page.getByRole('region', { name: 'Outcome' }).waitFor()
      await open('Results')
      await button('Export').click()
      await button('Choose folder').click()
      await button(/exports/).click()
      await button('Use this folder').click()
      await page.getByLabel('New folder in it').fill('mine')
      await button('Export and prove').click()
      await page.getByText('Proved with 100 test texts of this run: 100 % of the labels are equal').waitFor()
      expect(existsSync(join(exports, 'mine', 'onnx', 'model.onnx'))).toBe(true)
    })

    test('The run is the model of the next one', async () => {
      await button('Train further').click()
      await page.getByText('a run of yours, trained further').waitFor()
    })
  })
})
