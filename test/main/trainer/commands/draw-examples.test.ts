import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { beginningOf, drawExamples } from '../../../../src/main/trainer/commands/draw-examples.ts'
import { datasetChoice } from '../../../../src/shared/dataset-settings.ts'
import type { ReadingProgress } from '../../../../src/shared/reading-progress.ts'
import { temporaryFolder } from '../../../support/tiny-model.ts'

let home: string
beforeAll(async () => {
  home = await temporaryFolder()
})

/** A table sorted by label, as many are. */
async function tableOf(name: string, counts: Readonly<Record<string, number>>): Promise<string> {
  const path = join(home, name)
  const rows = Object.entries(counts).flatMap(([label, count]) =>
    Array.from({ length: count }, (_, i) => `a text number ${i} about ${label},${label}`),
  )
  await writeFile(path, ['text,label', ...rows].join('\n'))
  return path
}

async function draw(dataset: string, exampleSeed: number, told: ReadingProgress[] = []) {
  const choice = datasetChoice.parse({ dataset })
  const { signal } = new AbortController()
  return (await drawExamples({ choice, exampleSeed }, signal, (progress) => told.push(progress))).examples
}

describe('Drawn examples', () => {
  test('are of every label, in turn, however rare it is', async () => {
    const examples = await draw(await tableOf('rare.csv', { common: 600, rare: 2, some: 60 }), 1)
    expect(examples.slice(0, 3).map(({ label }) => label)).toEqual(['common', 'rare', 'some'])
    const count = (label: string): number => examples.filter((one) => one.label === label).length
    expect([count('common'), count('rare'), count('some')]).toEqual([20, 2, 20])
    for (const { text, label } of examples) expect(text).toContain(`about ${label}`)
  })

  test('are the same for one seed, and others for another', async () => {
    const dataset = await tableOf('seeds.csv', { one: 300, two: 300 })
    expect(await draw(dataset, 1)).toEqual(await draw(dataset, 1))
    expect(await draw(dataset, 2)).not.toEqual(await draw(dataset, 1))
  })

  test('are one of each where there are more labels than can be shown', async () => {
    const counts = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`label ${i}`, 4]))
    const examples = await draw(await tableOf('many.csv', counts), 1)
    expect(new Set(examples.map(({ label }) => label)).size).toBe(300)
    expect(examples).toHaveLength(300)
  })

  test('tell how many rows were read', async () => {
    const told: ReadingProgress[] = []
    await draw(await tableOf('told.csv', { one: 300, two: 300 }), 1, told)
    expect(told.at(-1)).toEqual({ phase: 'reading', done: 600, total: 600, unit: 'rows' })
  })

  test('are cut between characters, and say that they were', () => {
    expect(beginningOf('short', 5)).toBe('short')
    expect(beginningOf('ab😀cd', 4)).toBe('ab…')
  })
})
