import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fileOf, readShort } from '../scratch.ts'

const word = fc.constantFrom('lamp', "it's", 'so, so', '100 %', 'dull\\', 'very {good}')
const text = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => `a ${words.join(' ')}`)
const label = fc.constantFrom('pos', 'very bad')

/** As Weka writes a value. */
const quoted = (value: string): string => `'${value.replace(/[\\']/g, '\\$&')}'`

test('What Weka writes is read back', async () => {
  const rows = fc.array(fc.tuple(text, label), { minLength: 4, maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(rows, async (rows) => {
      const lines = rows.map(([text, label]) => `${quoted(text)},${label.includes(' ') ? quoted(label) : label}`)
      const head = `% isn't data\n@relation 'r'\n\n@attribute text string\n@attribute class {pos,'very bad'}\n\n@data\n`
      const read = await readShort(fileOf('x.arff', `${head}${lines.join('\n')}\n`))
      expect(read).toEqual(rows.map(([text, label]) => [label, text]))
    }),
    { numRuns: 60 },
  )
})
