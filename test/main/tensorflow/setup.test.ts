import { access, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findRuntime } from '../../../src/main/tensorflow/runtime.ts'
import { removeRuntime, setupRuntime } from '../../../src/main/tensorflow/setup.ts'
import { fakeMachine, touch, type Answer, type Program } from './fake-machine.ts'

const oneGpu: Answer = { stdout: 'NVIDIA RTX A4000, 16376, 550.54.14\n' }
const gpuFound: Answer = { stdout: '{"version":"2.21.0","gpu":true,"product":[5,11,11,25]}\n' }

test('Without a GPU the small wheel is installed, and what it took is cleaned up', async () => {
  const { home, tools, started } = await fakeMachine()
  const said: string[] = []
  const runtime = await setupRuntime({ home, tools, onProgress: ({ message }) => said.push(message) })

  expect(runtime.tensorflow).toEqual({ version: '2.21.0', source: 'wheel' })
  expect(runtime.gpuLibraries).toBe(false)
  expect(await findRuntime(home)).toEqual(runtime)
  expect(await readdir(join(home, 'tensorflow'))).toEqual(['runtime'])
  await expect(access(join(runtime.folder, 'tensorflow', 'include'))).rejects.toThrow()

  const downloads = started.filter(({ program }) => program === 'download')
  expect(downloads.map(({ args }) => args.at(-1))).toEqual(['tensorflow-cpu>=2.18,<2.22'])
  expect(said).toContain(
    'The official archive is not used. It could not be fetched: getaddrinfo ENOTFOUND archive.example.',
  )
  expect(said.at(-1)).toBe('TensorFlow 2.21.0 works on the CPU.')
})

test('With a GPU the NVIDIA wheels of the and-cuda extra come too', async () => {
  const { home, tools, started } = await fakeMachine({ 'nvidia-smi': oneGpu, probe: gpuFound })
  const runtime = await setupRuntime({ home, tools })

  expect(started.filter(({ program }) => program === 'download').map(({ args }) => args.at(-1))).toEqual([
    'tensorflow>=2.18,<2.22',
    'nvidia-cublas-cu12<13.0,>=12.5.3.2',
    'nvidia-cuda-nvcc-cu12<13.0,>=12.5.82',
  ])
  expect(started.some(({ program }) => program === 'archive')).toBe(false)
  expect(runtime.gpuLibraries).toBe(true)
  expect(runtime.libraryPaths).toEqual(['tensorflow', 'nvidia/cublas/lib'].map((path) => join(runtime.folder, path)))
  expect(runtime.programPaths).toEqual([join(runtime.folder, 'nvidia/cuda_nvcc/bin')])
})

test('A GPU that TensorFlow does not find is no failure, and its driver is named', async () => {
  const old: Answer = { stdout: 'Tesla K80, 11441, 470.82.01\n' }
  const { home, tools } = await fakeMachine({ 'nvidia-smi': old })
  const said: string[] = []
  await setupRuntime({ home, tools, onProgress: ({ message }) => said.push(message) })
  expect(said.at(-1)).toMatch(/works on the CPU; it finds no GPU: the NVIDIA driver is 470\.82\.01, .* 525/)
})

test('A runtime that works is tried and kept', async () => {
  const { home, tools, started } = await fakeMachine()
  const first = await setupRuntime({ home, tools })
  started.length = 0
  expect(await setupRuntime({ home, tools })).toEqual(first)
  expect(started.map(({ program }) => program)).toEqual(['nvidia-smi', 'probe'])
})

test('A runtime that does not work any more is replaced', async () => {
  let tried = 0
  const probe: Answer = () =>
    ++tried === 2
      ? { code: 1, stderr: 'Error: libtensorflow_cc.so.2: file too short' }
      : { stdout: '{"version":"2.21.0","gpu":false,"product":[5,11,11,25]}' }
  const { home, tools, started } = await fakeMachine({ probe })
  await setupRuntime({ home, tools })
  await setupRuntime({ home, tools })
  expect(started.filter(({ program }) => program === 'build')).toHaveLength(2)
})

test('A runtime without CUDA libraries is replaced when there is a GPU, and kept if that fails', async () => {
  const { home, tools } = await fakeMachine()
  const first = await setupRuntime({ home, tools })
  const full = { ...tools, freeSpace: async () => 2e9 }
  await expect(setupRuntime({ home, tools: full, gpu: 'yes' })).rejects.toThrow(/9\.5 GB/)
  expect(await findRuntime(home)).toEqual(first)
  expect((await setupRuntime({ home, tools, gpu: 'yes' })).gpuLibraries).toBe(true)
})

test("What the package's own install step left is used", async () => {
  const { home, tools, started } = await fakeMachine()
  await touch(join(tools.tfjsNode, 'lib', 'napi-v8', 'tfjs_binding.node'))
  await touch(join(tools.tfjsNode, 'deps', 'lib', 'libtensorflow.so.2'))
  const runtime = await setupRuntime({ home, tools })
  expect(runtime.tensorflow.source).toBe('package')
  expect(runtime.addon).toBe(join(tools.tfjsNode, 'lib', 'napi-v8', 'tfjs_binding.node'))
  expect(started.map(({ program }) => program)).toEqual(['nvidia-smi', 'probe'])
})

test('The official archive is used where it can be fetched, from a copy of the package', async () => {
  const { home, tools } = await fakeMachine({
    archive: async () => {
      const copy = join(home, 'tensorflow', 'staging', 'tfjs-node-gpu')
      await touch(join(copy, 'lib', 'napi-v8', 'tfjs_binding.node'))
      await touch(join(copy, 'deps', 'lib', 'libtensorflow.so.2'))
      return {}
    },
    probe: { stdout: '{"version":"2.9.1","gpu":false,"product":[5,11,11,25]}' },
  })
  const runtime = await setupRuntime({ home, tools })
  expect(runtime.tensorflow).toEqual({ version: '2.9.1', source: 'archive' })
  expect(await findRuntime(home)).toEqual(runtime)
  expect(await readdir(tools.tfjsNode)).not.toContain('lib')
})

const noIndex = 'WARNING: Retrying after connection broken by NewConnectionError\nERROR: No matching distribution found'
const failures: { title: string; answers: Partial<Record<Program, Answer>>; sentence: RegExp }[] = [
  {
    title: 'no Python',
    answers: { pip: { code: null, missing: true } },
    sentence: /Python 3 with pip is needed .* there is none/,
  },
  {
    title: 'no pip',
    answers: { pip: { code: 1, stderr: 'No module named pip' } },
    sentence: /not its pip; install pip/,
  },
  { title: 'only Python 2', answers: { pip: { stdout: 'pip 20.3.4 (python 2.7)' } }, sentence: /install pip/ },
  {
    title: 'no compiler',
    answers: { compiler: { code: null, missing: true } },
    sentence: /C\+\+ compiler.*install g\+\+/,
  },
  {
    title: 'no network',
    answers: { download: { code: 1, stderr: noIndex } },
    sentence: /no connection to its package/,
  },
  {
    title: 'no such wheel',
    answers: { download: { code: 1, stderr: 'ERROR: No matching distribution found for tensorflow-cpu' } },
    sentence: /pip finds no tensorflow-cpu for this machine/,
  },
  {
    title: 'a wrong checksum',
    answers: { download: { code: 1, stderr: 'THESE PACKAGES DO NOT MATCH THE HASHES' } },
    sentence: /does not match its checksum/,
  },
  {
    title: 'a disk that fills up while downloading',
    answers: { download: { code: 1, stderr: 'OSError: [Errno 28] No space left on device' } },
    sentence: /disk filled up while tensorflow-cpu was downloaded/,
  },
  {
    title: 'a disk that fills up while unpacking',
    answers: { unpack: { code: 1, stderr: 'OSError: [Errno 28] No space left on device' } },
    sentence: /disk filled up while TensorFlow was unpacked/,
  },
  {
    title: 'a damaged wheel',
    answers: { unpack: { code: 1, stderr: 'Traceback\nzipfile.BadZipFile: Bad CRC-32' } },
    sentence: /cannot be unpacked: zipfile.BadZipFile: Bad CRC-32/,
  },
  {
    title: 'sources that do not compile',
    answers: { build: { code: 1, stderr: "x.cc:1:10: fatal error: 'c_api.h' not found\ncompilation ended" } },
    sentence: /could not build the addon: x\.cc:1:10: fatal error/,
  },
  {
    title: 'a processor without AVX',
    answers: { probe: { code: null, stoppedBy: 'SIGILL' } },
    sentence: /needs a processor with AVX/,
  },
  {
    title: 'an addon that does not load',
    answers: { probe: { code: 1, stderr: 'node:internal\nError: libfoo.so.1: cannot open\n    at x\n\nNode.js v20' } },
    sentence: /TensorFlow does not load: libfoo\.so\.1: cannot open\.$/,
  },
  {
    title: 'wrong results',
    answers: { probe: { stdout: '{"version":"2.21.0","gpu":false,"product":[5,11,11,24]}' } },
    sentence: /multiplies wrongly/,
  },
]

test.each(failures)('Set-up says in one sentence that there is: $title', async ({ answers, sentence }) => {
  const { home, tools } = await fakeMachine(answers)
  const failure = setupRuntime({ home, tools })
  await expect(failure).rejects.toThrow(sentence)
  await expect(failure).rejects.toMatchObject({ name: 'LastlayerError', code: 'setup' })
  expect(await findRuntime(home)).toBeNull()
  expect(await readdir(join(home, 'tensorflow'))).not.toContain('staging')
})

test.each([
  [{ platform: 'win32', arch: 'x64', glibc: null }, /on Linux \(x64 and arm64\) only; this is win32 on x64/],
  [{ platform: 'linux', arch: 'x64', glibc: null }, /GNU C library 2\.27 or newer; here is another one/],
  [{ platform: 'linux', arch: 'x64', glibc: '2.17' }, /GNU C library 2\.27 or newer; here is 2\.17/],
])('Set-up names a machine that the wheels do not fit: %o', async (machine, sentence) => {
  const { home, tools } = await fakeMachine()
  await expect(setupRuntime({ home, tools: { ...tools, machine } })).rejects.toThrow(sentence)
})

test('Disk space is checked before anything is downloaded, counting what is there already', async () => {
  const { home, tools, started } = await fakeMachine()
  const freeSpace = async (): Promise<number> => 1.2e9
  await expect(setupRuntime({ home, tools: { ...tools, freeSpace } })).rejects.toThrow(/1\.5 GB of disk, and 1\.2 GB/)
  expect(started.some(({ program }) => program === 'download')).toBe(false)
})

test('Cancelling ends as cancelled and keeps the wheels that are complete', async () => {
  const controller = new AbortController()
  const { home, tools } = await fakeMachine({
    unpack: () => {
      controller.abort()
      return {}
    },
  })
  await expect(setupRuntime({ home, tools, signal: controller.signal })).rejects.toMatchObject({ code: 'cancelled' })
  expect(await readdir(join(home, 'tensorflow', 'downloads'))).toEqual(['tensorflow_cpu-1.0-py3-none-any.whl'])
})

test('Two set-ups do not run at once, but the lock of a dead process is taken over', async () => {
  const { home, tools } = await fakeMachine()
  const lock = join(home, 'tensorflow', 'setup.lock')
  await touch(lock, String(process.pid))
  await expect(setupRuntime({ home, tools })).rejects.toThrow(/already running/)
  await touch(lock, '999999999')
  await setupRuntime({ home, tools })
})

test('Removing leaves nothing', async () => {
  const { home, tools } = await fakeMachine()
  await setupRuntime({ home, tools })
  await removeRuntime(home)
  expect(await findRuntime(home)).toBeNull()
  expect(await readdir(home)).not.toContain('tensorflow')
})
