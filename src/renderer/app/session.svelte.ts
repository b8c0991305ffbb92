import type { CallResult } from '../../shared/app-contract.ts'
import type { Settings } from '../../shared/settings.ts'
import type { ErrorMessage } from '../../shared/errors.ts'
import { toErrorMessage } from '../../shared/errors.ts'
import { languageFor } from '../../shared/languages.ts'
import { isSampleName } from '../../shared/samples.ts'
import { views, type View } from '../../shared/views.ts'
import { placeOf } from './address.ts'
import type { Api } from '../transports/api.ts'
import { speak } from '../words/words.svelte.ts'

type About = CallResult<'about'>

const viewKey = 'lastlayer-view'
const mostRecent = 8

/** What holds for the whole window: which view is open, the host, the settings, whether the host answers. */
export class Session {
  #view = $state<View>(rememberedView())
  #about = $state.raw<About | null>(null)
  #settings = $state.raw<Settings>({
    theme: 'system',
    language: 'system',
    recentDatasets: [],
    datasetChoices: [],
    recipe: null,
    offline: false,
    hasToured: true,
  })
  #isConnected = $state(true)
  #error = $state.raw<ErrorMessage | null>(null)

  constructor(private readonly api: Api) {}

  get view(): View {
    return this.#view
  }

  get about(): About | null {
    return this.#about
  }

  /** A browser has no dialogs of the system, and is not told where a file lies. */
  get isWeb(): boolean {
    return this.#about?.host === 'web'
  }

  /** Whether the system's file manager can show a folder. */
  get isDesktop(): boolean {
    return this.#about?.host === 'desktop'
  }

  get isMac(): boolean {
    return this.#about?.platform === 'darwin'
  }

  get settings(): Settings {
    return this.#settings
  }

  /** False while the connection to the web host is lost. */
  get isConnected(): boolean {
    return this.#isConnected
  }

  /** What went wrong at the start, with the settings, or with what the system gave to be opened. */
  get error(): ErrorMessage | null {
    return this.#error
  }

  set isConnected(isConnected: boolean) {
    this.#isConnected = isConnected
  }

  /** Says why something cannot be opened; null where the next thing can. */
  refuse(error: ErrorMessage | null): void {
    this.#error = error
  }

  async load(): Promise<void> {
    try {
      const [about, settings] = await Promise.all([this.api.call('about', {}), this.api.call('getSettings', {})])
      this.#about = about
      this.#adopt(settings)
    } catch (error) {
      this.#error = toErrorMessage(error)
    }
  }

  /** Opens a view, and again after a reload of the window. */
  open(view: View): void {
    this.#view = view
    sessionStorage.setItem(viewKey, view)
  }

  async change(change: Partial<Settings>): Promise<void> {
    this.#adopt({ ...this.#settings, ...change })
    try {
      this.#adopt(await this.api.call('changeSettings', change))
    } catch (error) {
      this.#error = toErrorMessage(error)
    }
  }

  /** The settings as they are now: another window may have changed the switch that they share. */
  async refresh(): Promise<void> {
    try {
      this.#adopt(await this.api.call('getSettings', {}))
    } catch (error) {
      this.#error = toErrorMessage(error)
    }
  }

  /** Puts a dataset at the head of the recent ones; samples have their own place. */
  async remember(dataset: string): Promise<void> {
    if (isSampleName(dataset)) return
    const others = this.#settings.recentDatasets.filter((recent) => recent !== dataset)
    await this.change({ recentDatasets: [dataset, ...others].slice(0, mostRecent) })
  }

  #adopt(settings: Settings): void {
    this.#settings = settings
    document.documentElement.dataset.theme = settings.theme
    void speak(settings.language === 'system' ? languageFor(navigator.languages) : settings.language)
  }
}

function rememberedView(): View {
  const named = placeOf(location.hash)
  if (named !== null) return named.view
  const remembered = sessionStorage.getItem(viewKey)
  return views.find(({ name }) => name === remembered)?.name ?? views[0].name
}
