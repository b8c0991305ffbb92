import { expect, test } from 'vitest'
import { describeDeath } from '../../../../src/main/host/trainer/death.ts'

const ended = { code: 1, signal: null, lines: [], memoryRanOut: false }
const wasm = 'RangeError: WebAssembly.Instance(): Out of memory: Cannot allocate Wasm memory for new instance'

test.each([
  ['the limit of virtual memory', { lines: ['at x', wasm] }, 'memory', /ulimit -v unlimited/],
  ['memory, by the system', { code: null, signal: 'SIGKILL' as const, memoryRanOut: true }, 'memory', /out of memory/],
  ['somebody', { code: null, signal: 'SIGKILL' as const }, 'interrupted', /was killed/],
  ['native code that gave up, told by a shell', { code: 134 }, 'memory', /native code gave up/],
  ['a crash', { code: null, signal: 'SIGSEGV' as const }, 'interrupted', /native code crashed/],
  ['an error', { lines: ['TypeError: x is no function', 'at y'] }, 'interrupted', /exit code 1 \(TypeError: x is no/],
  ['nothing that is known', { code: 3 }, 'interrupted', /with exit code 3\.$/],
])('A trainer that was ended by %s is told of in one sentence', (_, how, code, sentence) => {
  const error = describeDeath({ ...ended, ...how })
  expect(error.code).toBe(code)
  expect(error.message).toMatch(sentence)
  expect(error.message).not.toContain('\n')
})
