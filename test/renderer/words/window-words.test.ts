import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { windowWords } from '../../../src/renderer/words/window-words.ts'

const dataset = join(import.meta.dirname, '../../../src/main/trainer/dataset')

it('No sentence about a dataset has an option of the command line once it is in the window', () => {
  const sources = readdirSync(dataset, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  const texts = sources.map((file) => readFileSync(join(dataset, file), 'utf8'))
  const code = texts.join('\n').replace(/^\s*(\/\/|\/?\*).*$/gm, '')
  const told = code.match(/'[^'\n]*--[a-z][^'\n]*'|`[^`\n]*--[a-z][^`\n]*`/g) ?? []
  // What is said has words of the window's own.
  const sentences = told.filter((sentence) => !sentence.includes('{{'))
  expect(sentences.length).toBeGreaterThan(5)
  expect(sentences.map(windowWords).filter((sentence) => /--[a-z]/.test(sentence))).toEqual([])
})
