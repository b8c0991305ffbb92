import { expect, test } from 'vitest'
import { trainableBlocks, trainingDepth, unfrozenBlocks } from '../../src/shared/training-depth.ts'

test('All means every block of the model', () => {
  expect(unfrozenBlocks('all', 6)).toBe(6)
  expect(unfrozenBlocks(2, 6)).toBe(2)
})

test('Training the embeddings reaches one deeper than the lowest block', () => {
  expect(trainingDepth({ unfreeze: 'all', embeddings: true }, 6)).toBe(7)
  expect(trainingDepth({ unfreeze: 'all', embeddings: false }, 6)).toBe(6)
  expect(trainingDepth({ unfreeze: 9, embeddings: false }, 6)).toBe(6)
})

test('More blocks than there are cannot be trained, nor the embeddings without all blocks', () => {
  expect(trainableBlocks({ unfreeze: 'all', embeddings: true }, 6)).toBe(6)
  const tooMany = () => trainableBlocks({ unfreeze: 7, embeddings: false }, 6)
  expect(tooMany).toThrow('Setting unfreeze: 7 is more than the 6 blocks of the model.')
  expect(() => trainableBlocks({ unfreeze: 2, embeddings: true }, 6)).toThrow('needs every block unfrozen')
})
