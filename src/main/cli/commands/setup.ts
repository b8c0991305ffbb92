import { Option } from '@commander-js/extra-typings'
import { LastlayerError } from '../../../shared/errors.ts'
import { isOffline } from '../../../shared/switches.ts'
import { isSwitchedOffline } from '../../host/offline-switch.ts'
import { nativeHome } from '../../host/paths.ts'
import { forget, isDecided, remember, runtimeFolders, type NativeRuntime } from '../../tensorflow/runtime.ts'
import { removeRuntime, setupRuntime, type SetupOptions } from '../../tensorflow/setup.ts'
import type { SetupProgress } from '../../tensorflow/tools.ts'
import { folderSize } from '../../disk/folder-size.ts'
import { describeBackend, examine, requireRightNumbers } from './doctor.ts'
import { count, table } from '../screen/format.ts'
import type { Screen } from '../screen/screen.ts'
import type { Session } from '../session.ts'

export interface SetupFlags {
  readonly gpu?: SetupOptions['gpu']
  readonly remove?: boolean
  readonly once?: boolean
}

/** The flag that says whether CUDA libraries are installed too. */
export function gpuOption() {
  const option = new Option('--gpu <choice>', 'CUDA libraries too; auto: where nvidia-smi sees a GPU')
  return option.choices(['auto', 'yes', 'no'] satisfies SetupOptions['gpu'][]).default('auto')
}

/**
 * `setup`: installs native TensorFlow, or removes it. `tools` replaces the machine in tests.
 * @throws LastlayerError `setup` with one sentence for what is missing
 */
export async function setup(session: Session, flags: SetupFlags, tools?: SetupOptions['tools']): Promise<void> {
  const home = nativeHome()
  if (flags.remove) return remove(session.screen, home)
  if (flags.once) {
    if (await isDecided(home)) return
    if (isOffline(process.env)) {
      // Not remembered: the next start without it may try.
      session.screen.note('Native TensorFlow is not set up, as HF_HUB_OFFLINE is set: nothing was contacted.')
      return
    }
    if (isSwitchedOffline(session.places)) {
      session.screen.note('Native TensorFlow is not set up: Offline is switched on in the window.')
      return
    }
    session.screen.note('Native TensorFlow is being set up in the background, once; Lastlayer works meanwhile.')
  }
  const runtime = await install(session, home, { gpu: flags.gpu, tools })
  await showInstalled(session, runtime)
  if (flags.once) session.screen.note('Lastlayer uses native TensorFlow from its next start on.')
}

async function install(
  { screen, signal }: Session,
  home: string,
  options: Pick<SetupOptions, 'gpu' | 'tools'>,
): Promise<NativeRuntime> {
  try {
    const runtime = await setupRuntime({ ...options, home, signal, onProgress: progressOn(screen) })
    await forget(home)
    return runtime
  } catch (error) {
    if (error instanceof LastlayerError && error.code === 'setup') await remember(home, error.message)
    throw error
  } finally {
    screen.clear()
  }
}

async function showInstalled(session: Session, runtime: NativeRuntime): Promise<void> {
  const { screen } = session
  const { tensorflow, folder, gpuLibraries } = runtime
  const sizeMB = (await folderSize(folder)) / 1e6
  const report = await examine(session)
  const { backend, device, why, check, gflops } = report
  if (screen.json) {
    screen.value({ tensorflow, folder, sizeMB, gpuLibraries, backend, device, why, check, gflops })
  } else {
    const cuda = gpuLibraries ? ' with CUDA libraries' : ''
    const what = `TensorFlow ${tensorflow.version} from the ${tensorflow.source}${cuda}`
    screen.lines(table('<<', [['Installed', `${what}, ${count(sizeMB)} MB in ${folder}`], ...describeBackend(report)]))
  }
  requireRightNumbers(report)
}

async function remove(screen: Screen, home: string): Promise<void> {
  const { root } = runtimeFolders(home)
  const sizeMB = (await folderSize(root)) / 1e6
  await removeRuntime(home)
  await remember(home, 'Removed.')
  if (screen.json) screen.value({ removed: root, sizeMB })
  else screen.line(`Removed ${count(sizeMB)} MB from ${root}; Lastlayer computes with WebAssembly.`)
}

/** A line for each thing that set-up begins, and bytes while it goes on. */
function progressOn(screen: Screen): (progress: SetupProgress) => void {
  let last = ''
  return ({ step, message, done, total }) => {
    if (message !== last) screen.note(message.endsWith('.') ? message : `${message} …`)
    last = message
    const [doneMB, totalMB] = [done / 1e6, Math.max(done, total) / 1e6]
    if (done > 0) screen.progress({ phase: step, done: doneMB, total: totalMB, unit: 'MB' })
  }
}
