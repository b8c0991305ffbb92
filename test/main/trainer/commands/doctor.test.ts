import { expect, test } from 'vitest'
import { doctor, whyNoGpu } from '../../../../src/main/trainer/commands/doctor.ts'
import type { NativeRuntime } from '../../../../src/main/tensorflow/runtime.ts'
import { doctorReport } from '../../../../src/shared/doctor-report.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

test('The report is whole, also for folders that are not there yet', async () => {
  const home = await temporaryFolder()
  const places = { runs: `${home}/a/runs`, cache: `${home}/a/b/cache`, models: `${home}/models` }
  const report = doctorReport.parse(await doctor({ home, places }, new AbortController().signal))
  expect(report.backend === 'wasm').toBe(report.tensorflow === null)
  expect(report.check.ok).toBe(true)
  expect(report.versions).toMatchObject({ node: process.versions.node, onnxruntime: /^\d+\.\d+\.\d+$/ })
  expect(report.disk.map(({ what }) => what)).toEqual(['runs', 'cache', 'tensorflow'])
  expect(report.disk.every(({ freeMB }) => freeMB > 0)).toBe(true)
})

const cpu = { backend: 'tensorflow', device: 'cpu', why: '' } as const
const gpus = [{ name: 'Tesla T4', memoryMB: 15_360, driver: '535.183.01' }]
const old = [{ ...gpus[0], driver: '470.82.01' }]
const withCuda = { gpuLibraries: true } as NativeRuntime
const withoutCuda = { gpuLibraries: false } as NativeRuntime

test.each([
  ['there is none', [], withoutCuda, /nvidia-smi finds none/],
  ['CUDA is not installed', gpus, withoutCuda, /For the Tesla T4, `npm run lastlayer -- setup --gpu yes`/],
  ['its driver is too old', old, withCuda, /finds the Tesla T4, but the NVIDIA driver is 470/],
  ['TensorFlow does not find it', gpus, withCuda, /nvidia-smi finds the Tesla T4\.$/],
])('Why no GPU is used when %s', (_, found, runtime, sentence) => {
  expect(whyNoGpu(cpu, found, runtime)).toMatch(sentence)
})

test('Where a GPU is used, and on WebAssembly, there is nothing to add', () => {
  expect(whyNoGpu({ ...cpu, device: 'gpu' }, gpus, withCuda)).toBe('')
  expect(whyNoGpu({ ...cpu, backend: 'wasm' }, gpus, null)).toBe('')
})
