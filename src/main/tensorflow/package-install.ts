import { existsSync } from 'node:fs'
import { cp, mkdir, readdir } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import type { RuntimeParts } from './runtime.ts'
import { checkSpace, errorIn, lastLine, setupError, type SetupContext } from './tools.ts'
import { folderSize, whileWatching } from '../disk/folder-size.ts'

/** Milliseconds: a server that has sent nothing by then is taken as out of reach, and the longest fetch. */
const patience = { firstByte: 15_000, whole: 15 * 60_000 }

/** The archive unpacked, and the addon. */
const neededGB = { cpu: 1, gpu: 3 }

/** What tfjs-node-gpu's own install step left in the package's folder; null if it never ran. */
export async function packageRuntime({ tfjsNode }: SetupContext): Promise<RuntimeParts | null> {
  return installed(tfjsNode, tfjsNode, 'package')
}

/**
 * Runs tfjs-node-gpu's own install step, unchanged: libtensorflow 2.9.1 and the addon built for it, from the project's
 * bucket. It works in a copy of the package, because it rewrites package.json and because the package's folder may be
 * read-only.
 *
 * For a GPU it is of use only with CUDA 11.2 and cuDNN 8 on the machine, so without them it is not fetched.
 * @throws LastlayerError `setup` with the reason; behind a proxy that is to be expected.
 */
export async function archiveRuntime(context: SetupContext, staging: string): Promise<RuntimeParts> {
  const { tfjsNode, run, node, wantGpu, report, machine } = context
  if (machine.platform === 'linux' && machine.arch !== 'x64') throw setupError('It is for x64 only.')
  if (wantGpu && machine.platform === 'linux' && !(await hasOldCuda(context)))
    throw setupError('For a GPU it needs CUDA 11.2 and cuDNN 8, which are not installed.')
  await checkSpace(context, staging, neededGB[wantGpu ? 'gpu' : 'cpu'])

  const copy = join(staging, 'tfjs-node-gpu')
  const deps = join(copy, 'deps')
  await mkdir(copy, { recursive: true })
  for (const part of ['package.json', 'binding.gyp', 'binding', 'scripts']) {
    await cp(join(tfjsNode, part), join(copy, part), { recursive: true })
  }

  const unreachable = new AbortController()
  const clock = setTimeout(() => void folderSize(deps).then((size) => size || unreachable.abort()), patience.firstByte)
  const modules = [join(tfjsNode, 'node_modules'), dirname(dirname(tfjsNode))]
  const programs = [...modules.map((folder) => join(folder, '.bin')), dirname(node)]
  const work = run(node, ['scripts/install.js', wantGpu ? 'gpu' : 'cpu', 'download'], {
    cwd: copy,
    env: {
      NODE_PATH: modules.join(delimiter),
      PATH: [...programs, process.env['PATH'] ?? ''].join(delimiter),
    },
    signal: AbortSignal.any([unreachable.signal, ...(context.signal ? [context.signal] : [])]),
    timeout: patience.whole,
  })
  report('archive', 'Trying the official archive')
  try {
    const { stderr } = await whileWatching(
      deps,
      (bytes) => report('archive', 'Fetching the official archive', bytes),
      work,
    )
    const parts = await installed(copy, 'tfjs-node-gpu', 'archive')
    if (parts === null) throw setupError(`It could not be fetched: ${whyNot(stderr)}.`)
    return parts
  } catch (error) {
    if (unreachable.signal.aborted && !context.signal?.aborted) throw setupError('Its server does not answer.', error)
    throw error
  } finally {
    clearTimeout(clock)
  }
}

/** The parts of a package folder in which the install step has run; `name` is how the manifest calls that folder. */
async function installed(folder: string, name: string, source: 'archive' | 'package'): Promise<RuntimeParts | null> {
  const builds = await readdir(join(folder, 'lib')).catch(() => [])
  const build = builds.find((entry) => existsSync(join(folder, 'lib', entry, 'tfjs_binding.node')))
  if (build === undefined || !existsSync(join(folder, 'deps', 'lib'))) return null
  return {
    addon: join(name, 'lib', build, 'tfjs_binding.node'),
    libraryPaths: [join(name, 'deps', 'lib')],
    programPaths: [],
    tensorflow: { version: '', source },
    gpuLibraries: false,
  }
}

async function hasOldCuda({ run, signal }: SetupContext): Promise<boolean> {
  const { stdout } = await run('ldconfig', ['-p'], { signal, timeout: 20_000 })
  return stdout.includes('libcudart.so.11.0') && stdout.includes('libcudnn.so.8')
}

/** The install step dies of an unhandled error, which Node prints. */
function whyNot(stderr: string): string {
  return (errorIn(stderr) ?? lastLine(stderr)).replace(/\.$/, '')
}
