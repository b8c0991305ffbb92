import { expect, test } from 'vitest'
import { driverProblem, listGpus, parseGpus } from '../../../src/main/tensorflow/gpu.ts'
import { fakeMachine } from './fake-machine.ts'

test('GPUs are read from the lines of nvidia-smi', () => {
  expect(parseGpus('NVIDIA GeForce RTX 3060, 12288, 535.183.01\nTesla T4, 15360, 535.183.01\n')).toEqual([
    { name: 'NVIDIA GeForce RTX 3060', memoryMB: 12288, driver: '535.183.01' },
    { name: 'Tesla T4', memoryMB: 15360, driver: '535.183.01' },
  ])
})

test('A GPU with unified memory has no figure of its own', () => {
  expect(parseGpus('NVIDIA GB10, [N/A], 580.95.05')).toEqual([
    { name: 'NVIDIA GB10', memoryMB: 0, driver: '580.95.05' },
  ])
})

test.each(['', 'No devices were found\n', 'NVIDIA-SMI has failed because it could not communicate\n'])(
  'There is no GPU in %j',
  (text) => {
    expect(parseGpus(text)).toBeNull()
  },
)

test('There is no GPU where nvidia-smi is missing or fails', async () => {
  expect(await listGpus((await fakeMachine()).tools.run)).toBeNull()
  expect(await listGpus((await fakeMachine({ 'nvidia-smi': { code: 9 } })).tools.run)).toBeNull()
})

test('A driver too old for CUDA 12 is named', () => {
  expect(driverProblem([{ name: 'T4', memoryMB: 1, driver: '525.60.13' }])).toBeNull()
  expect(driverProblem([{ name: 'T4', memoryMB: 1, driver: '470.82.01' }])).toMatch(/470\.82\.01.*525/)
})
