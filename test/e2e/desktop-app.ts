import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Browser, Page, Route } from 'playwright-core'
import { packageRoot } from '../../src/main/host/paths.ts'
import type { FetchAnswer, FromMain, Question, Seen } from './electron-stand-in/messages.ts'
import { exposeBridge } from './page-bridge.ts'
import type { StartedApp } from './started-app.ts'

/** Chromium knows no app://; its pages have this origin instead, and nothing of theirs reaches a network. */
const origin = 'https://lastlayer.test'

/** The built main process and preload under the stand-in for Electron, with the person's side of it. */
export class DesktopApp implements StartedApp {
  readonly #pages = new Map<number, Page>()
  readonly #replies = new Map<number, (reply: { ok: boolean; value: unknown }) => void>()
  #lastId = 0
  #isReady = false
  #waiting: ((page: Page) => void)[] = []

  private constructor(
    private readonly browser: Browser,
    private readonly child: ChildProcess,
  ) {}

  /**
   * @param files the folder in which the person's files are, by the name that a page sees
   * @param given what it is started with
   */
  static async start(
    browser: Browser,
    home: string,
    files: string,
    env: NodeJS.ProcessEnv = {},
    given: readonly string[] = [],
  ): Promise<DesktopApp> {
    const root = packageRoot()
    const child = fork(join(root, 'out', 'main', 'index.js'), given, {
      execArgv: ['--import', join(import.meta.dirname, 'electron-stand-in', 'register.mjs')],
      env: { ...process.env, ...env, LASTLAYER_HOME: home, STAND_IN_FILES: files },
      serialization: 'advanced',
    })
    const app = new DesktopApp(browser, child)
    child.on('message', (message) => void app.#receive(message as FromMain))
    return app
  }

  get pid(): number {
    return this.child.pid ?? 0
  }

  async page(): Promise<Page> {
    const [page] = this.#pages.values()
    if (page) return page
    const opened = new Promise<Page>((resolve) => this.#waiting.push(resolve))
    // Starting the application again shows its window.
    if (this.#isReady) await this.ask({ kind: 'event', name: 'second-instance' })
    return opened
  }

  async closeWindow(): Promise<void> {
    const [id] = this.#pages.keys()
    await this.ask({ kind: 'close', window: id })
    await this.#close(id)
  }

  /** Asks the stand-in for something that the person, the system or an attacker does. */
  async ask(question: Question): Promise<unknown> {
    if (!this.child.connected) throw new Error('The application has ended.')
    const id = ++this.#lastId
    const { ok, value } = await new Promise<{ ok: boolean; value: unknown }>((resolve) => {
      this.#replies.set(id, resolve)
      // What is sent at the very end gets no answer, and needs none.
      this.child.send({ id, question }, () => undefined)
    })
    if (!ok) throw new Error(String(value))
    return value
  }

  async seen(): Promise<Seen> {
    return (await this.ask({ kind: 'seen' })) as Seen
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null
  }

  async close(): Promise<void> {
    if (this.hasEnded) return
    const ended = once(this.child, 'exit')
    for (const question of [{ kind: 'dialogs', paths: [], response: 1 }, { kind: 'quit' }] as const) {
      void this.ask(question).catch(() => undefined)
    }
    await ended
    for (const page of this.#pages.values()) await page.context().close()
  }

  async #receive(message: FromMain): Promise<void> {
    switch (message.kind) {
      case 'open':
        return this.#open(message)
      case 'close':
        return this.#close(message.window)
      case 'callback': {
        const { callback, args } = message
        const tell = ([id, given]: [number, readonly unknown[]]) =>
          Reflect.get(window, '__callbacks')?.get(id)?.(...given)
        // A page in the middle of a navigation hears nothing, as in Electron.
        await this.#pages
          .get(message.window)
          ?.evaluate(tell, [callback, args] as [number, readonly unknown[]])
          .catch(() => undefined)
        return
      }
      case 'reply':
        this.#replies.get(message.id)?.(message)
        this.#replies.delete(message.id)
    }
  }

  async #open({ window, url, keys, name, options }: Extract<FromMain, { kind: 'open' }>): Promise<void> {
    const viewport = options as { width: number; height: number }
    const context = await this.browser.newContext({ viewport })
    const page = await context.newPage()
    const call = (key: string, args: readonly unknown[]) => this.ask({ kind: 'call', window, key, args })
    await exposeBridge(page, name, keys, call)
    await page.route('**/*', (route) =>
      this.#answer(route, window, call).catch(() => route.abort().catch(() => undefined)),
    )
    await page.goto(origin + new URL(url).pathname)
    this.#pages.set(window, page)
    this.#isReady = true
    for (const resolve of this.#waiting.splice(0)) resolve(page)
  }

  async #close(window: number): Promise<void> {
    const page = this.#pages.get(window)
    this.#pages.delete(window)
    await page?.context().close()
  }

  async #answer(
    route: Route,
    window: number,
    call: (key: string, args: readonly unknown[]) => Promise<unknown>,
  ): Promise<void> {
    const request = route.request()
    const url = new URL(request.url())
    if (url.origin !== origin) return route.abort()
    if (url.pathname === '/__call') {
      const value = await call(url.searchParams.get('key') ?? '', JSON.parse(url.searchParams.get('args') ?? '[]'))
      return route.fulfill({ contentType: 'application/json', body: JSON.stringify(value ?? null) })
    }
    const { status, headers, body } = (await this.ask({
      kind: 'fetch',
      window,
      url: `app://lastlayer${url.pathname}`,
      method: request.method(),
      isNavigation: request.isNavigationRequest(),
    })) as FetchAnswer
    await route.fulfill({ status, headers, body: Buffer.from(body) })
  }
}
