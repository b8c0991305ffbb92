import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { callNames } from '../../src/shared/call-names.ts'
import { dropPaths, writeFiles } from './dropped-files.ts'
import { ElectronApp, findElectron, makeHome } from './electron-app.ts'

// What a stand-in cannot show. test/e2e/electron-scenario.test.ts plays the whole scenario of the window there.

const found = findElectron()
let folder: string
let app: ElectronApp
let page: Page
const home = (): string => join(folder, 'home')
const button = (name: string | RegExp) => page.getByRole('button', { name })
const heading = (name: string | RegExp) => page.getByRole('heading', { name, level: 1 })
const main: ElectronApp['electron']['evaluate'] = (...given: never[]) =>
  (app.electron.evaluate as (...given: never[]) => never)(...given)

async function visit(): Promise<void> {
  page = await app.page()
  page.setDefaultTimeout(20_000)
}

async function open(view: string): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: view }).click()
}

/** Starts a run of the head alone that does not stop early; one of 500 epochs lasts as long as a test needs it. */
async function train(epochs: number): Promise<void> {
  await open('Recipe')
  await page.getByRole('radio', { name: 'Classic' }).click()
  await page.getByRole('radio', { name: 'Train the head only' }).check({ force: true })
  await page.getByLabel('Learning rate', { exact: true }).fill('1e-3')
  await page.getByLabel('Epochs', { exact: true }).fill(String(epochs))
  await button('Start fine-tune').click()
  await heading('Fine-tuning').waitFor()
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lastlayer-electron-'))
  await chmod(folder, 0o755)
  await makeHome(home())
  writeFiles(join(folder, 'files', 'pos'))
  writeFiles(join(folder, 'files', 'neg'))
  const rows = Array.from({ length: 60 }, (_, i) => `${i % 2 ? 'good' : 'bad'} text ${i},${i % 2 ? 'pos' : 'neg'}`)
  writeFileSync(join(folder, 'table.csv'), ['text,label', ...rows].join('\n'))
  writeFileSync(join(folder, 'given.csv'), ['text,label', ...rows].join('\n'))
  app = await ElectronApp.start(found, home())
  await visit()
})
afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true, force: true })
})

test.skipIf(process.platform !== 'linux')('The page is in a sandbox (told by /proc, which Linux has)', async () => {
  await button('Start fine-tune').waitFor()
  const pid = await main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].webContents.getOSProcessId())
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  // 2: it may ask the kernel for what a filter allows.
  expect(status).toMatch(/^Seccomp:\t2$/m)
  expect(status).not.toMatch(/^Uid:\t0\t/m)
})

test('The page has the named calls, and nothing of Node or Electron', async () => {
  const seen = await page.evaluate(() => ({
    keys: Object.keys(Reflect.get(window, 'lastlayer') as object),
    leaks: ['require', 'process', 'module', 'Buffer', 'electron'].filter((name) => name in window),
  }))
  expect(seen.keys.toSorted()).toEqual([...callNames, 'subscribe', 'pathOf'].toSorted())
  expect(seen.leaks).toEqual([])
})

test('The page cannot leave, open windows, embed others, or have devices', async () => {
  const answers = await page.evaluate(async () => {
    const frame = document.createElement('iframe')
    frame.src = 'https://evil.example/'
    document.body.append(frame)
    const opened = window.open('https://evil.example/')
    location.href = 'https://evil.example/'
    const permission = (name: string): Promise<string> =>
      navigator.permissions.query({ name: name as PermissionName }).then(({ state }) => state)
    const camera = navigator.mediaDevices?.getUserMedia({ video: true }).then(
      () => 'granted',
      () => 'denied',
    )
    const outside = await fetch('https://evil.example/').then(
      () => 'reached',
      () => 'refused',
    )
    frame.remove()
    return [opened, await permission('geolocation'), await permission('notifications'), await camera, outside]
  })
  expect(answers).toEqual([null, 'denied', 'denied', 'denied', 'refused'])
  expect(page.url()).toBe('app://lastlayer/index.html')
  // Playwright waits for the end of a navigation that was refused.
  await page.reload()
  expect(await main(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('The menu has every action with its keys, and opens views', async () => {
  const labels = await main(({ Menu }) =>
    Menu.getApplicationMenu()?.items.map(({ label, submenu }) => [label, submenu?.items.length]),
  )
  expect(labels?.map(([label]) => label)).toEqual(expect.arrayContaining(['&File', '&Edit', '&Run', '&View', '&Help']))
  await main(({ Menu }) => {
    const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? [])
    items?.find(({ label }) => label === 'R&uns')?.click()
  })
  await heading('Runs').waitFor()
  // The key with the plus sign, without Shift.
  const zoom = (): Promise<number> =>
    main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].webContents.zoomLevel)
  const hidden = await main(
    ({ Menu }) =>
      Menu.getApplicationMenu()
        ?.items.flatMap(({ submenu }) => submenu?.items ?? [])
        .find(({ accelerator }) => accelerator === 'CmdOrCtrl+=')?.visible,
  )
  expect([await zoom(), hidden]).toEqual([0, false])
})

test('The menu speaks the language of the window, as soon as it changes', async () => {
  const labels = (): Promise<string[] | undefined> =>
    main(({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label))
  const choose = page.getByRole('combobox', { name: /^(Language|Sprache)/ })
  await choose.selectOption('de')
  await heading('Läufe').waitFor()
  await expect.poll(labels).toEqual(['&Datei', '&Bearbeiten', '&Lauf', '&Ansicht', '&Fenster', '&Hilfe'])
  await choose.selectOption('en')
  await heading('Runs').waitFor()
  await expect.poll(labels).toEqual(['&File', '&Edit', '&Run', '&View', '&Window', '&Help'])
})

test('The dialog gives a folder, and a dropped file becomes the data by its path', async () => {
  await main(
    ({ dialog }, path) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] })
    },
    join(folder, 'files'),
  )
  await main(({ Menu }) => {
    const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? [])
    items?.find(({ label }) => label.startsWith('Open &Folder'))?.click()
  })
  await heading('files').waitFor()
  await dropPaths(page, [join(folder, 'table.csv')])
  await page.getByText('60 texts, 2 labels').waitFor()
})

test('A run goes on when the window closes during the question whether to quit, and is found again', async () => {
  await train(500)
  await page.getByRole('img', { name: /^Loss/ }).waitFor()
  await main(({ BrowserWindow, powerSaveBlocker }) => {
    const [window] = BrowserWindow.getAllWindows()
    const seen: number[] = []
    const set = window.setProgressBar.bind(window)
    window.setProgressBar = (value) => void (seen.push(value), set(value))
    Object.assign(globalThis, { seenProgress: seen, isAwake: powerSaveBlocker.isStarted(0) })
  })
  await expect.poll(() => main(() => Reflect.get(globalThis, 'seenProgress').length)).toBeGreaterThan(0)
  expect(await main(() => Reflect.get(globalThis, 'isAwake'))).toBe(true)
  await app.answerQuestions(0)
  await main(({ app }) => app.quit())
  await app.closeWindow()
  await visit()
  await open('Train')
  await heading('Fine-tuning').waitFor()
})

test('A second start ends at once, and the window of the first opens what it was given', async () => {
  const env = { ...process.env, HOME: home(), LASTLAYER_HOME: home() }
  const second = spawn(found.binary, [found.app, 'given.csv'], { env, stdio: 'ignore', cwd: folder })
  const [code] = await once(second, 'exit')
  expect(code).toBe(0)
  expect(await main(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  await visit()
  await heading('given.csv').waitFor()
  await main(
    ({ app }, path) => app.emit('open-file', { preventDefault: () => undefined }, path),
    join(folder, 'gone.csv'),
  )
  await page.getByRole('alert').filter({ hasText: 'gone.csv cannot be used: it is not there' }).waitFor()
  await heading('given.csv').waitFor()
})

test('A page that crashes says so, and its link leads back to the run', async () => {
  await main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].webContents.forcefullyCrashRenderer())
  const shown = (): Promise<string> =>
    main(({ BrowserWindow }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]
      return webContents.isLoading() || webContents.isCrashed() ? '' : webContents.getURL()
    })
  await expect.poll(shown, { timeout: 5000 }).toBe('app://lastlayer/crashed.html#en')
  await main(({ BrowserWindow }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0]
    void webContents.executeJavaScript('document.querySelector("a").click()', true)
  })
  await expect.poll(shown, { timeout: 5000 }).toBe('app://lastlayer/index.html')
})

test('Help says why these sources have no updates, and leads to a log that names no path', async () => {
  await main(({ dialog, shell, Menu }) => {
    const told: string[] = []
    dialog.showMessageBox = async (...given: object[]) => {
      told.push(...given.map((one) => String(Reflect.get(one, 'detail'))))
      return { response: 0, checkboxChecked: false }
    }
    shell.showItemInFolder = (path) => void told.push(path)
    Object.assign(globalThis, { told })
    const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? []
    for (const label of ['Check for &Updates …', 'Show &Log']) items.find((item) => item.label === label)?.click()
  })
  const log = join(home(), 'desktop', 'logs', 'main.log')
  const told = (): Promise<string[]> => main(() => Reflect.get(globalThis, 'told'))
  await expect.poll(told).toEqual(expect.arrayContaining(['It runs from its sources: fetch those anew.', log]))
  const lines = readFileSync(log, 'utf8')
  expect(lines).toMatch(/info Lastlayer \S+ from sources, Electron \d+\./)
  expect(lines).toMatch(/info Page ends: (crashed|killed), exit code/)
  expect(lines).toMatch(/info Trainer \d+ starts/)
  expect(lines).not.toContain(folder)
})

test('Quitting during a run asks once; who keeps training has their run, who quits finds it in Runs', async () => {
  await main(({ app, dialog }) => {
    dialog.showMessageBox = async () => {
      Object.assign(globalThis, { asked: (Reflect.get(globalThis, 'asked') ?? 0) + 1 })
      return { response: 0, checkboxChecked: false }
    }
    app.quit()
  })
  await expect.poll(() => main(() => Reflect.get(globalThis, 'asked'))).toBe(1)
  const ended = once(app.electron.process(), 'exit')
  await app.answerQuestions(1)
  await main(({ app }) => void setTimeout(() => app.quit()))
  await ended
  app = await ElectronApp.start(found, home())
  await visit()
  await open('Runs')
  await page.getByRole('row').filter({ hasText: 'interrupted' }).waitFor()
})
