import { delimiter, join } from 'node:path'
import { expect, test } from 'vitest'
import { findRuntime, trainerEnvironment, type NativeRuntime } from '../../../src/main/tensorflow/runtime.ts'
import { temporaryFolder, touch } from './fake-machine.ts'

const manifest = {
  format: 1,
  addon: 'tensorflow/tfjs_binding.node',
  libraryPaths: ['tensorflow'],
  programPaths: [],
  tensorflow: { version: '2.21.0', source: 'wheel' },
  gpuLibraries: false,
}

async function homeWith(content: string): Promise<{ home: string; folder: string }> {
  const home = await temporaryFolder()
  const folder = join(home, 'tensorflow', 'runtime')
  await touch(join(folder, 'runtime.json'), content)
  return { home, folder }
}

test('Paths of the manifest are taken from its folder', async () => {
  const { home, folder } = await homeWith(JSON.stringify(manifest))
  await touch(join(folder, manifest.addon))
  expect(await findRuntime(home)).toEqual({
    folder,
    addon: join(folder, 'tensorflow', 'tfjs_binding.node'),
    libraryPaths: [join(folder, 'tensorflow')],
    programPaths: [],
    tensorflow: { version: '2.21.0', source: 'wheel' },
    gpuLibraries: false,
  })
})

test.each([
  ['the addon is missing', JSON.stringify(manifest), false],
  ['the manifest is not JSON', '{', true],
  ['the manifest is of another format', JSON.stringify({ ...manifest, format: 2 }), true],
  ['the source is unknown', JSON.stringify({ ...manifest, tensorflow: { version: '2', source: 'mail' } }), true],
  ['a library folder is missing', JSON.stringify({ ...manifest, libraryPaths: ['nvidia/cublas/lib'] }), true],
])('There is no runtime when %s', async (_, content, addon) => {
  const { home, folder } = await homeWith(content)
  if (addon) await touch(join(folder, manifest.addon))
  expect(await findRuntime(home)).toBeNull()
})

test('There is no runtime in an empty home', async () => {
  expect(await findRuntime(await temporaryFolder())).toBeNull()
})

const runtime: NativeRuntime = {
  folder: '/data/runtime',
  addon: '/data/runtime/tensorflow/tfjs_binding.node',
  libraryPaths: ['/data/runtime/tensorflow', '/data/runtime/nvidia/cublas/lib'],
  programPaths: ['/data/runtime/nvidia/cuda_nvcc/bin'],
  tensorflow: { version: '2.21.0', source: 'wheel' },
  gpuLibraries: true,
}

test.skipIf(process.platform !== 'linux')('The trainer finds the libraries, and ptxas, before all others', () => {
  expect(trainerEnvironment(runtime, { PATH: '/usr/bin', LD_LIBRARY_PATH: '/opt/lib' })).toEqual({
    LASTLAYER_TF_ADDON: runtime.addon,
    TF_CPP_MIN_LOG_LEVEL: '2',
    TF_FORCE_GPU_ALLOW_GROWTH: 'true',
    LD_LIBRARY_PATH: [...runtime.libraryPaths, '/opt/lib'].join(delimiter),
    PATH: [...runtime.programPaths, '/usr/bin'].join(delimiter),
  })
})

test("The person's own log level stays, and an empty path adds no empty entry", () => {
  const environment = trainerEnvironment(
    { ...runtime, programPaths: [] },
    { TF_CPP_MIN_LOG_LEVEL: '0', LD_LIBRARY_PATH: '' },
  )
  expect(environment['TF_CPP_MIN_LOG_LEVEL']).toBe('0')
  expect(environment['PATH']).toBeUndefined()
  expect(environment['LD_LIBRARY_PATH'] ?? '').not.toMatch(/:$|::/)
})

test('Without a runtime the environment is left alone', () => {
  expect(trainerEnvironment(null)).toEqual({})
})
