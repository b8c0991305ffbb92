import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packageRoot } from '../../src/main/host/paths.ts'
import { FakeHub } from '../main/host/hub/fake-hub.ts'
import { NetworkRecorder } from '../support/network-recorder.ts'
import { makeTinyModel } from '../support/tiny-model.ts'
import { findChromium } from './chromium.ts'
import { DesktopApp } from './desktop-app.ts'
import { Lastlayer } from './lastlayer.ts'
import type { StartedApp } from './started-app.ts'
import { startWebApp } from './web-app.ts'

// Every name that any process of ours asks for and every address that it contacts, on a machine that is not a CI's.

const folder = mkdtempSync(join(tmpdir(), 'lastlayer-network-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const recorder = NetworkRecorder.build(folder)
if ('why' in recorder) test.skip(`Nothing leaves the machine: ${recorder.why}`, () => undefined)
else await describeNetwork(recorder)

async function describeNetwork(recorder: NetworkRecorder): Promise<void> {
  const chromium = await findChromium()
  const why = 'why' in chromium ? `: ${chromium.why}` : ''
  const theBrowser = (): Browser => {
    if ('why' in chromium) throw new Error(chromium.why)
    return chromium.browser
  }
  if (why === '') afterAll(() => theBrowser().close())
  /** One home for all parts, and so one cache of features. */
  const home = join(recorder.home, 'lastlayer')

  function startNode(script: string, env: NodeJS.ProcessEnv): ChildProcess {
    return spawn(process.execPath, ['-e', script], { cwd: packageRoot(), env: { ...process.env, ...env } })
  }

  async function succeed(lastlayer: Lastlayer, ...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await lastlayer.run(...args)
    expect(code, stderr).toBe(0)
    return stdout
  }

  /** Fine-tunes in a window and has a text classified; returns where the page's requests went. */
  async function useWindow(app: StartedApp): Promise<string[]> {
    const page = await app.page()
    page.setDefaultTimeout(60_000)
    const isReady = () => page.getByText('1,000 texts, 2 labels').waitFor()
    await isReady()
    const asked = new Set<string>()
    page.on('request', (request) =>
      asked.add(request.url().startsWith('data:') ? 'data:' : new URL(request.url()).origin),
    )
    page.on('websocket', (socket) => asked.add(new URL(socket.url()).host))
    await page.reload()
    const open = (view: string) => page.getByRole('navigation').getByRole('button', { name: view }).click()
    await isReady()
    await open('Recipe')
    await page.getByLabel('Epochs', { exact: true }).fill('1')
    await page.getByRole('button', { name: 'Start fine-tune' }).click()
    await page.getByRole('region', { name: 'Outcome' }).waitFor()
    await open('Pad')
    await page.getByLabel('Text to classify').fill('A wonderful film.')
    await page.getByRole('region', { name: 'Answer' }).getByText(/%/).first().waitFor()
    return [...asked]
  }

  describe('Nothing leaves the machine', () => {
    const reporting = recorder.record()
    const webRecord = recorder.record()
    let web: StartedApp | null = null
    let reporter: ChildProcess
    let hub: FakeHub

    beforeAll(async () => {
      const opensModel = `require('onnxruntime-node').InferenceSession.create(new Uint8Array(8)).catch(() => undefined)`
      // In another home: what is left there is no fault of ours.
      const elsewhere = { ...reporting.env, HOME: folder, TMPDIR: folder }
      reporter = startNode(`${opensModel}; setTimeout(() => undefined, 100_000)`, elsewhere)
      const model = await makeTinyModel({ family: 'distilbert' })
      hub = await FakeHub.start(model, await readdir(model))
    })
    afterAll(() => {
      reporter.kill('SIGKILL')
      hub.close()
    })

    test('The recorder notes and refuses a name, an address and a question to a server of names', async () => {
      const record = recorder.record()
      const asks = `
        const works = [fetch('http://example.com'), fetch('http://192.0.2.1'), require('dns').promises.resolve4('example.org')]
        const refusals = works.map((work) => work.then(() => false, () => true))
        Promise.all(refusals).then((refused) => process.exit(refused.every(Boolean) ? 0 : 1))`
      const child = startNode(asks, record.env)
      expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0)
      const strangers = ['example.com', '192.0.2.1:80', expect.stringMatching(/:53$/)]
      expect(record.strangers()).toEqual(expect.arrayContaining(strangers))
    })

    test.skipIf(why)(`The page of the web host asks the web host alone${why}`, async () => {
      // Left open beside what follows: ONNX Runtime waits for longer than a short run before it reports.
      web = await startWebApp(theBrowser(), home, [folder], webRecord.env)
      const asked = await useWindow(web)
      const { origin, host } = new URL((await web.page()).url())
      expect(asked.sort()).toEqual([host, origin].sort())
    })

    test('A fine-tuning, its answers and its exports contact nothing', async () => {
      const record = recorder.record()
      const lastlayer = new Lastlayer(home, record.env)
      const run = join(home, 'runs', 'first')
      await succeed(lastlayer, 'finetune', 'sample:reviews', '--epochs', '1', '--out', run)
      await succeed(lastlayer, 'predict', 'first', 'A wonderful film.')
      await succeed(lastlayer, 'export', 'first', join(home, 'onnx'), '--to', 'onnx')
      await succeed(lastlayer, 'export', 'first', join(home, 'huggingface'), '--to', 'huggingface')
      // An ONNX folder is read by transformers.js.
      await succeed(lastlayer, 'predict', join(home, 'onnx'), 'A wonderful film.')
      // A command and its trainer each.
      expect(new Set(record.calls().map(({ pid }) => pid)).size).toBeGreaterThanOrEqual(10)
      expect([record.strangers(), record.own()]).toEqual([[], []])
    })

    test('A download contacts the hub that the person named, and nothing else', async () => {
      const record = recorder.record()
      const lastlayer = new Lastlayer(home, { ...record.env, HF_ENDPOINT: hub.endpoint, HF_TOKEN: '' })
      const stdout = await succeed(lastlayer, 'models', 'add', 'acme/tiny', '--json')
      expect(stdout).toContain('acme')
      expect(record.strangers()).toEqual([])
      expect(record.own()).toContain(new URL(hub.endpoint).host)
      expect(hub.seen.length).toBeGreaterThan(0)
    })

    test('Set-up in the background contacts nothing while HF_HUB_OFFLINE is set', async () => {
      const record = recorder.record()
      const lastlayer = new Lastlayer(home, { ...record.env, HF_HUB_OFFLINE: '1' })
      await succeed(lastlayer, 'setup', '--once')
      expect([record.strangers(), record.own()]).toEqual([[], []])
    })

    test.skipIf(why)(`The desktop contacts nothing, and its page only its own files${why}`, async () => {
      const record = recorder.record()
      const app = await DesktopApp.start(theBrowser(), home, folder, record.env)
      try {
        expect(await useWindow(app)).toEqual(['https://lastlayer.test'])
      } finally {
        await app.close()
      }
      expect([record.strangers(), record.own()]).toEqual([[], []])
    })

    test.skipIf(why)(`The web host contacted nothing in all that time${why}`, async () => {
      await web?.close()
      expect([webRecord.strangers(), webRecord.own()]).toEqual([[], []])
    })

    test('The recorder sees ONNX Runtime report where its telemetry is on', async () => {
      // It waits for some nine seconds before it sends.
      const asked = () => reporting.strangers()
      await expect.poll(asked, { timeout: 60_000, interval: 500 }).toContainEqual(expect.stringMatching(/microsoft/))
      expect(readdirSync(join(folder, '.cache', 'Microsoft', 'DeveloperTools', '.onnxruntime'))).toContain('deviceid')
    })

    test('No id of the device and no queue of reports was left anywhere', () => {
      expect(recorder.traces()).toEqual([])
    })
  })
}
