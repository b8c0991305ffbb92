import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createCanvas } from '@napi-rs/canvas'
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Title,
  type ChartConfiguration,
  type ChartItem,
  type Plugin,
} from 'chart.js'
import type { Params } from '../../../shared/contract.ts'
import { heading, mainRates, valueOf } from '../../../shared/figures.ts'
import type { RunReport } from '../../../shared/run-events.ts'
import { writeFileAtomic } from '../../disk/atomic-files.ts'
import { at } from '../../../shared/at.ts'

Chart.register(BarController, BarElement, CategoryScale, Legend, LinearScale)
Chart.register(LineController, LineElement, PointElement, Title)

const [width, height, scale] = [760, 440, 2]
/** Cool before, warm after: told apart in every form of colour blindness, and in grey by their lightness. */
const [cool, warm, ink, grid] = ['#6b7f99', '#d9822b', '#2b3440', '#e3e7ec']
const font = { family: '"DejaVu Sans", "Segoe UI", "Helvetica Neue", Arial, sans-serif', size: 14 }

const mainTitles = new Intl.ListFormat('en-GB').format(
  mainRates.map(({ title }, i) => (i > 0 ? title : heading({ title }))),
)

/** The colour of the i-th figure of a chart. */
function colorOf(i: number): string {
  return at([warm, cool, ink], i % 3)
}

/** Draws a finished run as two PNG files: before-after.png and accuracy.png. */
export async function drawCharts(report: RunReport, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFileAtomic(join(folder, 'before-after.png'), await draw(beforeAfter(report)))
  await writeFileAtomic(join(folder, 'accuracy.png'), await draw(acrossEpochs(report)))
}

function beforeAfter({ before, after }: RunReport): ChartConfiguration {
  return {
    type: 'bar',
    data: {
      labels: mainRates.map(heading),
      datasets: [
        { label: 'before', data: mainRates.map((rate) => valueOf(before, rate)), backgroundColor: cool },
        { label: 'after', data: mainRates.map((rate) => valueOf(after, rate)), backgroundColor: warm },
      ].map((bars) => ({ ...bars, barPercentage: 0.9, categoryPercentage: 0.6, borderRadius: 3 })),
    },
    options: layout(`Before and after, on ${after.examples.toLocaleString('en')} test texts`),
    plugins: [paper, barValues],
  }
}

function acrossEpochs({ before, epochs }: RunReport): ChartConfiguration {
  const points = [before, ...epochs.map(({ test }) => test)]
  return {
    type: 'line',
    data: {
      labels: points.map((_, epoch) => (epoch === 0 ? 'before' : String(epoch))),
      datasets: mainRates.map((rate, i) => ({
        label: rate.title,
        data: points.map((metrics) => valueOf(metrics, rate)),
        borderColor: colorOf(i),
        backgroundColor: colorOf(i),
        borderWidth: 2.5,
        pointRadius: 4,
        // In grey the first line is still told from the others.
        ...(i > 0 && { borderDash: [7, 5], pointStyle: 'rect' }),
      })),
    },
    options: layout(`${mainTitles} on the test texts`, 'Epoch'),
    plugins: [paper],
  }
}

/** Draws depths side by side as one PNG file: the main rates as bars, parameters and time under them. */
export async function drawComparison({
  depths,
  destination,
}: Params<'drawComparison'>): Promise<Record<string, never>> {
  const blocks = (unfreeze: number) => (unfreeze === 0 ? 'head alone' : `K = ${unfreeze}`)
  const bars = mainRates.map((rate, i) => ({
    label: rate.title,
    data: depths.map(({ after }) => valueOf(after, rate)),
    backgroundColor: colorOf(i),
  }))
  const labels = depths.map(({ unfreeze, trainableParameters, seconds }) => [
    blocks(unfreeze),
    `${(trainableParameters / 1e6).toFixed(2)} M trainable`,
    `${seconds.toFixed(0)} s`,
  ])
  const shape = { barPercentage: 0.9, categoryPercentage: 0.6, borderRadius: 3 }
  const config: ChartConfiguration = {
    type: 'bar',
    data: { labels, datasets: bars.map((bar) => ({ ...bar, ...shape })) },
    options: layout(`${mainTitles} by unfrozen blocks`),
    plugins: [paper, barValues],
  }
  await writeFileAtomic(destination, await draw(config))
  return {}
}

function layout(title: string, xTitle = ''): ChartConfiguration['options'] {
  return {
    animation: false,
    responsive: false,
    devicePixelRatio: scale,
    layout: { padding: 16 },
    color: ink,
    font,
    scales: {
      x: {
        grid: { display: false },
        ticks: { color: ink, font },
        title: { display: xTitle !== '', text: xTitle, color: ink, font },
      },
      y: {
        min: 0,
        max: 1,
        grid: { color: grid },
        ticks: { color: ink, font, stepSize: 0.2, format: { minimumFractionDigits: 1 } },
      },
    },
    plugins: {
      title: { display: true, text: title, color: ink, font: { ...font, size: 17 }, padding: { bottom: 8 } },
      legend: {
        position: 'bottom',
        labels: { color: ink, font, usePointStyle: true, boxWidth: 9, boxHeight: 9, padding: 18 },
      },
    },
  }
}

/** A white ground; a PNG's own is transparent. */
const paper: Plugin = {
  id: 'paper',
  beforeDraw: ({ ctx }) => {
    ctx.save()
    ctx.fillStyle = '#ffffff'
    ctx.fillRect(0, 0, width, height)
    ctx.restore()
  },
}

/** Writes each bar's figure above it. */
const barValues: Plugin = {
  id: 'barValues',
  afterDatasetsDraw: (chart) => {
    const { ctx, data } = chart
    ctx.save()
    ctx.fillStyle = ink
    ctx.font = `${font.size}px ${font.family}`
    ctx.textAlign = 'center'
    data.datasets.forEach((bars, i) => {
      chart.getDatasetMeta(i).data.forEach(({ x, y }, j) => {
        const value = bars.data[j]
        if (typeof value === 'number') ctx.fillText(value.toFixed(3), x, y - 6)
      })
    })
    ctx.restore()
  },
}

async function draw(config: ChartConfiguration): Promise<Buffer> {
  const canvas = createCanvas(width, height)
  // The canvas has everything that Chart.js calls, though not a browser's type.
  const chart = new Chart(canvas as unknown as ChartItem, config)
  const png = await canvas.encode('png')
  chart.destroy()
  return png
}
