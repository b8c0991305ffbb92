import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packageRoot } from '../../src/main/host/paths.ts'
import { isDebugging, isOffline, isOn } from '../../src/shared/switches.ts'

const path = join(packageRoot(), 'scripts', 'switches.mjs')
const scripts = (await import(path)) as { isOn: typeof isOn; isOffline: typeof isOffline }

const values = [
  ['1', true],
  ['true', true],
  ['Yes', true],
  ['ON', true],
  ['0', false],
  ['false', false],
  ['no', false],
  ['', false],
  [undefined, false],
] as const

test.each(values)('A switch of the environment set to %o is %s, in the application and in its scripts', (value, is) => {
  expect([isOn(value), scripts.isOn(value)]).toEqual([is, is])
  expect(isDebugging({ LASTLAYER_DEBUG: value })).toBe(is)
})

test.each([' 1', '2', 'y', 'TRUE', 'on', ' ', '', '0', ' 0 ', 'False', 'no', 'OFF', undefined])(
  'HF_HUB_OFFLINE set to %o closes the network unless it says no',
  (value) => {
    const says = !['', '0', 'false', 'no', 'off'].includes(value?.trim().toLowerCase() ?? '')
    expect([isOffline, scripts.isOffline].map((is) => is({ HF_HUB_OFFLINE: value }))).toEqual([says, says])
  },
)
