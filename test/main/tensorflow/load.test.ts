import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import util from 'node:util'
import { expect, test } from 'vitest'
import { loadBinding, shimUtil } from '../../../src/main/tensorflow/load.ts'
import { isTensorflowLog } from '../../../src/main/tensorflow/log.ts'
import { temporaryFolder } from './fake-machine.ts'

test('The functions that tfjs-node needs of util are there', () => {
  const old = util as { isNullOrUndefined?: (value: unknown) => boolean; isArray?: (value: unknown) => boolean }
  delete old.isNullOrUndefined
  delete old.isArray
  shimUtil()
  expect([null, undefined, 0, ''].map((value) => old.isNullOrUndefined?.(value))).toEqual([true, true, false, false])
  expect([[], {}].map((value) => old.isArray?.(value))).toEqual([true, false])
})

test('An addon that does not load says what to do', async () => {
  const addon = join(await temporaryFolder(), 'tfjs_binding.node')
  await writeFile(addon, 'not a library')
  expect(() => loadBinding(addon)).toThrow(/^TensorFlow does not load \(.+\)\. Run set-up again\.$/)
})

test.each([
  ['WARNING: All log messages before absl::InitializeLog() is called are written to STDERR', true],
  ['I0000 00:00:1795416388.297386   11416 port.cc:153] oneDNN custom operations are on.', true],
  ['E0000 00:00:1795416388.597047   11416 cuda_platform.cc:52] failed call to cuInit', true],
  ['F0000 00:00:1795416388.597047   11416 tensor.cc:52] Check failed', false],
  ['Error: Cannot find module', false],
])('%s', (line, isLog) => {
  expect(isTensorflowLog(line)).toBe(isLog)
})
