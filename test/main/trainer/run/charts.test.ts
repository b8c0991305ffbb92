import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCanvas, loadImage, type SKRSContext2D } from '@napi-rs/canvas'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { drawCharts, drawComparison } from '../../../../src/main/trainer/run/charts.ts'
import { metricsOf, runReport } from '../../../support/run-report.ts'

let folder: string

beforeAll(async () => {
  folder = join(mkdtempSync(join(tmpdir(), 'lastlayer-charts-')), 'charts')
  await drawCharts(runReport(), folder)
})

afterAll(() => rmSync(join(folder, '..'), { recursive: true, force: true }))

async function pixels(name: string): Promise<SKRSContext2D> {
  const image = await loadImage(readFileSync(join(folder, name)))
  const context = createCanvas(image.width, image.height).getContext('2d')
  context.drawImage(image, 0, 0)
  return context
}

/** How many pixels have exactly this colour. */
function count(context: SKRSContext2D, [red, green, blue]: readonly number[]): number {
  const { data } = context.getImageData(0, 0, context.canvas.width, context.canvas.height)
  let found = 0
  for (let i = 0; i < data.length; i += 4)
    if (data[i] === red && data[i + 1] === green && data[i + 2] === blue && data[i + 3] === 255) found++
  return found
}

const cool = [0x6b, 0x7f, 0x99]
const warm = [0xd9, 0x82, 0x2b]

test('Two whole PNG files are written and nothing else', () => {
  expect(readdirSync(folder).sort()).toEqual(['accuracy.png', 'before-after.png'])
})

test.each(['before-after.png', 'accuracy.png'])(
  '%s has the size of a screen chart at twice the density',
  async (name) => {
    const { canvas } = await pixels(name)
    expect([canvas.width, canvas.height]).toEqual([1520, 880])
  },
)

test('The bars are as high as the figures say', async () => {
  const context = await pixels('before-after.png')
  const ratio = count(context, cool) / count(context, warm)
  // Areas of (0.5 + 0.4) to (0.9 + 0.8); the legend's marks blur it a little.
  expect(ratio).toBeGreaterThan(0.48)
  expect(ratio).toBeLessThan(0.58)
})

test('Both lines are drawn, on white', async () => {
  const context = await pixels('accuracy.png')
  expect(count(context, warm)).toBeGreaterThan(2000)
  expect(count(context, cool)).toBeGreaterThan(1000)
  expect(Array.from(context.getImageData(2, 2, 1, 1).data)).toEqual([255, 255, 255, 255])
})

test('Depths are compared in one PNG file, with bars as high as their figures', async () => {
  const about = { trainableParameters: 1e6, seconds: 3 }
  const destination = join(folder, '..', 'comparison.png')
  const depths = [0, 1].map((unfreeze) => ({ unfreeze, after: metricsOf(0.8, 0.4), ...about }))
  await drawComparison({ depths, destination })
  const context = await pixels('../comparison.png')
  const ratio = count(context, cool) / count(context, warm)
  expect(ratio).toBeGreaterThan(0.45)
  expect(ratio).toBeLessThan(0.55)
})
