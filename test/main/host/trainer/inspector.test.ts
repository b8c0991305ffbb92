import { expect, test } from 'vitest'
import { inspectorArguments } from '../../../../src/main/host/trainer/inspector.ts'

test.each([
  ['1', 0, ['--inspect=127.0.0.1:9229']],
  ['1', 1, ['--inspect=127.0.0.1:9230']],
  ['9400', 0, ['--inspect=127.0.0.1:9400']],
  ['9400', 1, ['--inspect=127.0.0.1:9401']],
  ['0', 0, []],
  ['80', 0, []],
  ['70000', 0, []],
  ['no', 0, []],
  ['0.0.0.0:9229', 0, []],
  ['', 0, []],
  [undefined, 0, []],
])('LASTLAYER_INSPECT=%s opens trainer %i with %o', (value, nth, expected) => {
  expect(inspectorArguments({ LASTLAYER_INSPECT: value }, nth)).toEqual(expected)
})
