import { dialog, session, shell, type MessageBoxOptions, type MessageBoxReturnValue } from 'electron'
import { LastlayerError } from '../../../shared/errors.ts'
import { asThePerson } from '../../disk/private-files.ts'
import type { OwnCalls } from '../../host/app/app.ts'
import type { Opening } from '../opening/opening.ts'
import type { MainWindow } from '../page/window.ts'
import { t } from './words.ts'

/** The calls that the desktop answers with a dialog or program of the system. */
export function desktopCalls(window: MainWindow, opening: Opening): OwnCalls {
  const choose = async (title: string, property: 'openFile' | 'openDirectory'): Promise<string | null> => {
    const options = { title, properties: [property] }
    const parent = window.current
    const { filePaths } = await (parent ? dialog.showOpenDialog(parent, options) : dialog.showOpenDialog(options))
    return filePaths[0] ?? null
  }
  return {
    chooseDataset: ({ kind }) => choose(t('choose.dataset'), kind === 'file' ? 'openFile' : 'openDirectory'),
    chooseModel: () => choose(t('choose.model'), 'openDirectory'),
    chooseDestination: () => choose(t('choose.destination'), 'openDirectory'),
    takeOpened: async () => opening.take(),
    listFolder: async () => {
      throw new LastlayerError('usage', 'The desktop has a dialog of its own to choose folders.')
    },
    showRun: async ({ folder }) => {
      shell.showItemInFolder(folder)
      return {}
    },
    openFile: async (path, how) => {
      if (how === 'show') return shell.showItemInFolder(path)
      const problem = await asThePerson(() => shell.openPath(path))
      if (problem !== '') throw new LastlayerError('output', `${path} cannot be opened: ${problem}. Open it by hand.`)
    },
  }
}

/** Asks a question that only its first button says yes to, over the window where there is one. */
export async function ask(window: MainWindow, message: string, detail: string, yes: string): Promise<boolean> {
  const { response } = await show(window, {
    type: 'question',
    message,
    detail,
    buttons: [yes, t('notNow')],
    cancelId: 1,
  })
  return response === 0
}

/** Says something that needs no answer. */
export async function tell(window: MainWindow, message: string, detail: string): Promise<void> {
  await show(window, { type: 'info', message, detail, buttons: [t('ok')] })
}

function show({ current }: MainWindow, options: MessageBoxOptions): Promise<MessageBoxReturnValue> {
  return current ? dialog.showMessageBox(current, options) : dialog.showMessageBox(options)
}

/** What the page makes is saved by a dialog that is titled with its name, and not with an address. */
export function nameDownloads(): void {
  session.defaultSession.on('will-download', (_event, item) => {
    item.setSaveDialogOptions({ title: t('save', { name: item.getFilename() }) })
  })
}
