import { stat } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { Int8Graph } from '../../../../src/main/trainer/export/int8-graph.ts'
import { PortableGraph } from '../../../../src/main/trainer/export/portable-graph.ts'
import { families } from '../../../../src/main/trainer/model/families/families.ts'
import { openModelFolder } from '../../../../src/main/trainer/model/model-folder.ts'
import { openGraph } from '../../../support/exported-graph.ts'
import { maxDifference } from '../../../support/numbers.ts'
import { makeTinyModel } from '../../../support/tiny-model.ts'

const reading = { maxLength: 12, separator: 3 }
const labels = ['neg', 'neutral', 'pos']
const texts = [
  [2, 81, 7000, 12, 5, 3],
  [2, 3],
  [2, 99, 98, 97, 96, 95, 94, 93, 92, 91, 90, 3],
]

describe.each(families)('The int8 graph of $name', ({ name: family }) => {
  test('has about the logits of the float graph in a quarter of its size', async () => {
    const model = await openModelFolder(await makeTinyModel({ family, labels, dim: 64, hiddenDim: 256, blocks: 3 }))
    const [float, int8] = await Promise.all([
      openGraph(new PortableGraph(model, reading), 3),
      openGraph(new Int8Graph(model, reading), 3),
    ])
    for (const ids of texts) {
      const [expected, actual] = [await float.logits([ids]), await int8.logits([ids])]
      const spread = Math.max(...expected) - Math.min(...expected)
      expect(maxDifference(actual, expected) / spread).toBeLessThan(0.1)
    }
    const sizes = await Promise.all([float, int8].map(async ({ path }) => (await stat(path)).size))
    expect(sizes[1] / sizes[0]).toBeLessThan(0.3)
    await model.close()
  })
})
