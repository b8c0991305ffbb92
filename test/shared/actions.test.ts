import { expect, test } from 'vitest'
import { actionNames, actions } from '../../src/shared/actions.ts'
import { notification } from '../../src/shared/app-contract.ts'
import { views } from '../../src/shared/views.ts'

test('No two actions have one name, and none the keys of another', () => {
  expect(new Set(actionNames).size).toBe(actions.length)
  const keys = actions.map((action) => action.keys).filter((one) => one !== null)
  expect(new Set(keys).size).toBe(keys.length)
})

test('Every view has an action and a digit', () => {
  const shown = actions.filter(({ section }) => section === 'views').map(({ name, keys }) => [name, keys])
  expect(shown).toEqual(views.map(({ name }, i) => [`view-${name}`, `Alt+${i + 1}`]))
})

test('The host may ask for the actions that there are, and for no other', () => {
  const isAction = (name: string): boolean => notification.safeParse({ kind: 'action', name }).success
  expect(actionNames.every(isAction)).toBe(true)
  expect(['strat', 'view-', 'toString'].some(isAction)).toBe(false)
})
