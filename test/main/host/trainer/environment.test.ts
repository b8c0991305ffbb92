import { join } from 'node:path'
import { expect, test } from 'vitest'
import { trainerProcessEnvironment } from '../../../../src/main/host/trainer/environment.ts'
import { writeManifest } from '../../../../src/main/tensorflow/runtime.ts'
import { memoryKept, telemetryOff } from '../../../../src/shared/trainer-environment.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'
import { touch } from '../../tensorflow/fake-machine.ts'

/** A home in which native TensorFlow seems to be installed, and its addon. */
async function homeWithRuntime(): Promise<{ home: string; addon: string }> {
  const home = await temporaryFolder()
  const folder = join(home, 'tensorflow', 'runtime')
  const addon = join(folder, 'tfjs_binding.node')
  await touch(addon)
  await writeManifest(folder, {
    addon: 'tfjs_binding.node',
    libraryPaths: ['.'],
    programPaths: [],
    tensorflow: { version: '2.21.0', source: 'wheel' },
    gpuLibraries: false,
  })
  return { home, addon }
}

test('A trainer gets the native TensorFlow that set-up installed', async () => {
  const { home, addon } = await homeWithRuntime()
  const environment = await trainerProcessEnvironment({ LASTLAYER_HOME: home, COLOUR: 'blue' })
  expect(environment).toMatchObject({ LASTLAYER_HOME: home, COLOUR: 'blue', LASTLAYER_TF_ADDON: addon })
})

test('Without one, or where WebAssembly is asked for, telemetry is switched off and memory kept, and nothing else', async () => {
  const empty = { LASTLAYER_HOME: await temporaryFolder() }
  expect(await trainerProcessEnvironment(empty)).toEqual({ ...empty, ...memoryKept, ...telemetryOff(process.platform) })
  const { home } = await homeWithRuntime()
  const wasm = { LASTLAYER_HOME: home, LASTLAYER_BACKEND: 'wasm' }
  expect(await trainerProcessEnvironment(wasm)).toEqual({ ...wasm, ...memoryKept, ...telemetryOff(process.platform) })
})

test("The person's own addon stays", async () => {
  const { home } = await homeWithRuntime()
  const own = { LASTLAYER_HOME: home, LASTLAYER_TF_ADDON: '/own/addon.node' }
  expect(await trainerProcessEnvironment(own)).toEqual({ ...own, ...memoryKept, ...telemetryOff(process.platform) })
})

test('No environment of the person switches the telemetry of ONNX Runtime on', async () => {
  const given = { LASTLAYER_HOME: await temporaryFolder(), ORT_DISABLE_TELEMETRY: '0' }
  expect(await trainerProcessEnvironment(given)).toMatchObject({ ORT_DISABLE_TELEMETRY: '1' })
})
