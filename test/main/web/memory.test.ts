import { expect, test } from 'vitest'
import { collectGarbage, Memory } from '../../../src/main/web/memory.ts'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

function watched() {
  let collected = 0
  const memory = new Memory(() => (collected += 1))
  return { memory, collected: () => collected }
}

test('After a large message memory is given back, after a small one it is not', async () => {
  const { memory, collected } = watched()
  await memory.during(1000, async () => undefined)
  await turn()
  expect(collected()).toBe(0)
  await memory.during(2 ** 21, async () => undefined)
  await turn()
  expect(collected()).toBe(1)
})

test('While others are worked on nothing is collected, and once when the last is done', async () => {
  const { memory, collected } = watched()
  let end = (): void => undefined
  const slow = memory.during(1000, () => new Promise<void>((resolve) => (end = resolve)))
  await memory.during(2 ** 21, async () => undefined)
  await turn()
  expect(collected()).toBe(0)
  end()
  await slow
  await turn()
  expect(collected()).toBe(1)
})

test('What nothing refers to any more is really freed', async () => {
  const isFreed = (block: WeakRef<object>): boolean => block.deref() === undefined
  const blocks = Array.from({ length: 4 }, () => new WeakRef(Buffer.alloc(2 ** 24)))
  await turn()
  expect(blocks.every(isFreed)).toBe(false)
  collectGarbage()
  await turn()
  collectGarbage()
  expect(blocks.every(isFreed)).toBe(true)
})
