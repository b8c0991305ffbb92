import { EventEmitter } from 'node:events'
import { onQuestion } from './channel.ts'
import type { Question } from './messages.ts'

/** What main has asked of the system, for the test to look at. */
export const seen = {
  notifications: [] as string[],
  progress: [] as number[],
  shown: [] as string[],
  recent: [] as string[],
  /** What was asked and told in dialogs. */
  questions: [] as string[],
  /** Questions that were left open. */
  open: 0,
  errors: [] as string[],
  schemes: [] as unknown[],
}

type Answers = Omit<Extract<Question, { kind: 'dialogs' }>, 'kind'>

let chosen: Answers = { paths: [], response: 0 }
let decide: (response: number) => void = () => undefined
onQuestion('dialogs', (answers) => {
  chosen = answers
  if (answers.response !== null) decide(answers.response)
})

/** A question without an answer so far stays open until there is one. */
async function ask(...given: { message: string; detail: string }[]): Promise<{ response: number }> {
  // A window may stand first.
  const { message, detail } = given[given.length - 1]
  seen.questions.push(`${message} ${detail}`)
  const { response } = chosen
  if (response !== null) return { response }
  seen.open += 1
  return new Promise((resolve) => {
    decide = (response) => resolve({ response })
  })
}

export const dialog = {
  showOpenDialog: async () => ({ canceled: chosen.paths.length === 0, filePaths: chosen.paths }),
  showMessageBox: ask,
  showErrorBox: (title: string, content: string) => void seen.errors.push(`${title}: ${content}`),
}

export const shell = {
  showItemInFolder: (path: string) => void seen.shown.push(path),
  openPath: async (path: string) => {
    seen.shown.push(path)
    return ''
  },
}

/** The computer, as far as it is kept awake. */
export const powerSaveBlocker = { start: (): number => 1, stop: (): boolean => true }

export const screen = {
  getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }],
}

export const nativeTheme = { themeSource: 'system', shouldUseDarkColors: false }

export class Notification extends EventEmitter {
  constructor(private readonly options: { title: string; body: string }) {
    super()
  }

  close = (): void => undefined

  show(): void {
    seen.notifications.push(`${this.options.title}: ${this.options.body}`)
  }
}

interface Item {
  readonly label?: string
  readonly accelerator?: string
  readonly submenu?: readonly Item[]
  readonly click?: () => void
}

let menu: readonly Item[] = []

export const Menu = {
  buildFromTemplate: (template: readonly Item[]) => template,
  setApplicationMenu: (template: readonly Item[]) => void (menu = template),
}

onQuestion('menu', ({ label }) => {
  const all = (items: readonly Item[]): Item[] => items.flatMap((item) => [item, ...all(item.submenu ?? [])])
  const item = all(menu).find((one) => one.label?.replaceAll('&', '') === label)
  if (!item?.click) throw new Error(`There is no menu item "${label}".`)
  item.click()
})

type Decide = (isAllowed: boolean) => void
type RequestHandler = (contents: unknown, permission: string, decide: Decide) => void
type CheckHandler = (contents: unknown, permission: string) => boolean

/** As in Electron: without a handler everything is granted. */
let onRequest: RequestHandler = (_contents, _permission, decide) => decide(true)
let onCheck: CheckHandler = () => true
let onDevice: () => boolean = () => true
let isSpelling = true

export const session = {
  defaultSession: {
    setPermissionRequestHandler: (handler: RequestHandler) => void (onRequest = handler),
    setPermissionCheckHandler: (handler: CheckHandler) => void (onCheck = handler),
    setDevicePermissionHandler: (handler: () => boolean) => void (onDevice = handler),
    on: (): void => undefined,
    setSpellCheckerEnabled: (isEnabled: boolean) => void (isSpelling = isEnabled),
  },
}

/** How attempts to get at the camera and at devices, and for dictionaries, are answered. */
export function tryPermissions(): Record<string, boolean> {
  let isGranted = true
  onRequest({}, 'media', (isAllowed) => (isGranted = isAllowed))
  return { media: !isGranted, mediaCheck: !onCheck({}, 'media'), device: !onDevice(), dictionaries: !isSpelling }
}
