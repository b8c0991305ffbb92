import { expect, test } from 'vitest'
import { shortcutOf } from '../../../src/renderer/text/shortcut.ts'

test.each([
  ['choose-file', 'Ctrl+Shift+O', '⌘⇧O'],
  ['start', 'Ctrl+Enter', '⌘↩'],
  ['stop', 'Ctrl+.', '⌘.'],
  ['view-data', 'Alt+1', '⌥1'],
  ['cancel', null, null],
] as const)('The shortcut of %s is printed as %s, on a Mac as %s', (name, keys, onMac) => {
  expect([shortcutOf(name, false), shortcutOf(name, true)]).toEqual([keys, onMac])
})
