import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packageRoot } from '../../src/main/host/paths.ts'
import { inChromium } from './in-chromium.ts'
import { Lastlayer, writeReviews } from './lastlayer.ts'

const folder = mkdtempSync(join(tmpdir(), 'lastlayer-page-'))
const lastlayer = new Lastlayer(join(folder, 'home'))
const exported = join(folder, 'exported')
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
}
const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '', 'http://localhost')
  readFile(join(exported, pathname)).then(
    (content) => response.setHeader('content-type', types[extname(pathname)] ?? 'text/plain').end(content),
    () => response.writeHead(404).end(),
  )
})

beforeAll(async () => {
  const { stdout } = await lastlayer.run(
    'finetune',
    writeReviews(folder),
    '--recipe',
    'classic',
    '--epochs',
    '1',
    '--json',
  )
  const { run } = JSON.parse(stdout) as { run: string }
  const { code, stderr } = await lastlayer.run('export', run, '--to', 'onnx-int8', exported)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  // As if `npm install` had been run there.
  symlinkSync(join(packageRoot(), 'node_modules'), join(exported, 'node_modules'), 'junction')
  await new Promise<void>((ready) => server.listen(0, 'localhost', ready))
}, 120_000)
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

await inChromium((browser) => {
  test('The page beside an export answers as the model does, and asks nobody else', async () => {
    const page = await browser.newPage()
    const { port } = server.address() as AddressInfo
    const foreign: string[] = []
    page.on('request', (request) => {
      if (new URL(request.url()).port !== String(port)) foreign.push(request.url())
    })
    await page.goto(`http://localhost:${port}/sample.html`)
    await page.getByText(/\d %/).waitFor({ timeout: 60_000 })
    const text = 'A great and lovely film'
    await page.getByLabel('Text to classify').fill(text)
    const { stdout } = await lastlayer.run('predict', exported, text, '--json')
    const [{ probs }] = JSON.parse(stdout) as [{ probs: Record<string, number> }]
    const lines = Object.entries(probs)
      .sort(([, a], [, b]) => b - a)
      .map(([label, share]) => `${(100 * share).toFixed(1)} % ${label}`)
    await expect.poll(() => page.getByRole('status').textContent()).toBe(lines.join('\n'))
    expect(foreign).toEqual([])
    await page.close()
  }, 120_000)
})
