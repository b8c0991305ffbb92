import { expect, test } from 'vitest'
import { platformTags } from '../../../src/main/tensorflow/pip.ts'
import { nvidiaRequirements, wheelName } from '../../../src/main/tensorflow/wheel.ts'

test('Each machine has its wheel', () => {
  const linux = { platform: 'linux', glibc: '2.31' }
  expect(wheelName({ ...linux, arch: 'x64' }, false)).toBe('tensorflow-cpu')
  expect(wheelName({ ...linux, arch: 'x64' }, true)).toBe('tensorflow')
  expect(wheelName({ ...linux, arch: 'arm64' }, false)).toBe('tensorflow')
  expect(() => wheelName({ ...linux, arch: 'arm64' }, true)).toThrow(/x64 only/)
  expect(platformTags('arm64')).toEqual(['manylinux_2_27_aarch64', 'manylinux_2_17_aarch64', 'manylinux2014_aarch64'])
})

test('Only the NVIDIA wheels of the extra and-cuda are asked for', () => {
  const metadata = [
    'Requires-Dist: nvidia-cudnn-cu12<10.0,>=9.3.0.75; extra == "and-cuda"',
    'Requires-Dist: nvidia-nccl-cu12 (<3.0,>=2.27.7) ; extra == "other"',
    'Requires-Dist: evil; extra == "and-cuda"',
    'Requires-Dist: nvidia-thing',
  ]
  expect(nvidiaRequirements(metadata.join('\n'))).toEqual(['nvidia-cudnn-cu12<10.0,>=9.3.0.75'])
})
