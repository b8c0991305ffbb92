import { expect, test } from 'vitest'
import { datasetTitle } from '../../../src/renderer/text/dataset-title.ts'
import { samples } from '../../../src/shared/samples.ts'

test('A sample has its own title, any other dataset the last part of its path', () => {
  expect(samples.map(({ dataset }) => datasetTitle(dataset))).toEqual(['Film reviews', 'Review sites'])
  expect(datasetTitle('/home/ada/aclImdb')).toBe('aclImdb')
})
