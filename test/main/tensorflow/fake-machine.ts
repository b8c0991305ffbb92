import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Run, RunResult } from '../../../src/main/tensorflow/run.ts'
import type { Tools } from '../../../src/main/tensorflow/tools.ts'

/** The programs that set-up starts, by what it starts them for. */
export type Program =
  'nvidia-smi' | 'ldconfig' | 'archive' | 'pip' | 'download' | 'unpack' | 'compiler' | 'build' | 'probe'
export type Answer = Partial<RunResult> | ((args: string[]) => Partial<RunResult> | Promise<Partial<RunResult>>)

export const missing: Answer = { code: null, missing: true, stderr: 'ENOENT' }

const metadata = `Name: tensorflow
Version: 2.21.0
Provides-Extra: and-cuda
Requires-Dist: numpy>=1.26.0
Requires-Dist: nvidia-cublas-cu12<13.0,>=12.5.3.2; extra == "and-cuda"
Requires-Dist: nvidia-cuda-nvcc-cu12 <13.0, >=12.5.82 ; extra == 'and-cuda'
Requires-Dist: tensorflow-io-gcs-filesystem>=0.23.1; (sys_platform != "win32") and extra == "gcs-filesystem"
`

/**
 * A Linux machine with Python, pip and a compiler, without a GPU, behind a proxy that blocks the official archive; its
 * programs write empty files. `answers` change what single programs do; `started` fills with what was started.
 */
export async function fakeMachine(answers: Partial<Record<Program, Answer>> = {}): Promise<{
  home: string
  tools: Tools
  started: { program: Program; args: string[] }[]
}> {
  const home = await temporaryFolder()
  const tfjsNode = join(home, 'node_modules', '@tensorflow', 'tfjs-node-gpu')
  for (const file of ['package.json', 'binding.gyp', 'binding/tfjs_backend.cc', 'scripts/install.js'])
    await touch(join(tfjsNode, file))
  await touch(join(home, 'node', 'include', 'node', 'node_api.h'))

  const usual: Record<Program, Answer> = {
    'nvidia-smi': missing,
    ldconfig: { stdout: '\tlibc.so.6 (libc6,x86-64) => /lib/libc.so.6\n' },
    archive: {
      code: 1,
      stderr: 'node:events:502\nError: getaddrinfo ENOTFOUND archive.example\n    at x\n\nNode.js v20\n',
    },
    pip: { stdout: 'pip 23.2.1 from somewhere (python 3.11)\n' },
    download: async (args) => {
      const name = `${args[args.length - 1].replace(/[<>=].*/, '').replaceAll('-', '_')}-1.0-py3-none-any.whl`
      await touch(join(args[args.indexOf('--dest') + 1], name))
      return { stdout: `  Downloading ${name} (2.0 MB)\nSaved ./${name}\nSuccessfully downloaded\n` }
    },
    unpack: async ([, , wheel, folder]) => {
      const nvidia = /nvidia_(cuda_nvcc|cublas)/.exec(wheel)?.[1]
      if (nvidia === 'cuda_nvcc') await touch(join(folder, 'nvidia/cuda_nvcc/bin/ptxas'))
      else if (nvidia) await touch(join(folder, `nvidia/${nvidia}/lib/lib${nvidia}.so.12`))
      else {
        await touch(join(folder, 'tensorflow/include/tensorflow/c/c_api.h'))
        await touch(join(folder, 'tensorflow-2.21.0.dist-info/METADATA'), metadata)
      }
      return {}
    },
    compiler: {},
    build: async (args) => {
      await touch(args[args.length - 1])
      return {}
    },
    probe: { stdout: '{"version":"2.21.0","gpu":false,"product":[5,11,11,25]}\n' },
  }

  const started: { program: Program; args: string[] }[] = []
  const run: Run = async (command, args, options) => {
    options?.signal?.throwIfAborted()
    const program = programOf(command, args)
    started.push({ program, args })
    const answer = answers[program] ?? usual[program]
    const said = typeof answer === 'function' ? await answer(args) : answer
    options?.signal?.throwIfAborted()
    if (said.stdout) options?.onOutput?.(said.stdout)
    return { code: 0, stoppedBy: null, missing: false, stdout: '', stderr: '', ...said }
  }
  const machine = { platform: 'linux', arch: 'x64', glibc: '2.36' }
  const node = join(home, 'node', 'bin', 'node')
  return { home, started, tools: { run, machine, freeSpace: async () => 100e9, node, tfjsNode } }
}

/** An empty folder that lasts as long as the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lastlayer-native-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export async function touch(path: string, content = ''): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
}

function programOf(command: string, args: string[]): Program {
  if (command === 'nvidia-smi' || command === 'ldconfig') return command
  if (args[0] === 'scripts/install.js') return 'archive'
  if (args[0] === '-e') return 'probe'
  if (command.startsWith('python')) return args[0] === '-c' ? 'unpack' : args[2] === 'download' ? 'download' : 'pip'
  return args[0] === '--version' ? 'compiler' : 'build'
}
