import {
  Chart,
  Decimation,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
  type ChartConfiguration,
  type ChartDataset,
  type ChartType,
  type Plugin,
} from 'chart.js'
import type { Point } from './smooth.ts'

/** An upright line where something happened: the epoch that was kept. */
const upright: Plugin<'line', UprightOptions> = {
  id: 'upright',
  beforeDatasetsDraw: ({ ctx, chartArea: { top, bottom }, scales }, _, { x, color }) => {
    if (x === null || scales.x === undefined) return
    const place = scales.x.getPixelForValue(x)
    ctx.save()
    ctx.strokeStyle = color
    ctx.lineWidth = 1.5
    ctx.setLineDash([2, 3])
    ctx.beginPath()
    ctx.moveTo(place, top)
    ctx.lineTo(place, bottom)
    ctx.stroke()
    ctx.restore()
  },
}

interface UprightOptions {
  readonly x: number | null
  readonly color: string
}

declare module 'chart.js' {
  interface PluginOptionsByType<TType extends ChartType> {
    upright?: TType extends 'line' ? UprightOptions : never
  }
}

Chart.register(Decimation, LinearScale, LineController, LineElement, PointElement, Tooltip, upright)

/** A line. Lines are told apart by weight, dash and mark, never by colour alone: the two colours have their meanings. */
export interface Series {
  readonly label: string
  readonly points: readonly Point[]
  readonly tone: 'ink' | 'mid' | 'faint'
  readonly isDashed?: boolean
  readonly mark?: 'circle' | 'rect'
}

export interface Axes {
  readonly x: string
  /** Whole numbers only, as epochs are. */
  readonly xStep?: number
  /** Where the x axis ends; it begins at 0. */
  readonly xMax: number
  /** How its numbers are written, where they are not whole. */
  readonly xFormat?: (value: number) => string
  readonly min?: number
  readonly max?: number
  readonly format: (value: number) => string
  /** Something that happened at a place of the x axis, and what it is called. */
  readonly upright?: { readonly x: number; readonly label: string } | null
}

export interface Colors {
  readonly ink: string
  readonly soft: string
  readonly mid: string
  readonly faint: string
  readonly line: string
  readonly surface: string
}

const font = { family: 'system-ui, sans-serif', size: 11.5 }

/** The colours of the page where an element stands, as a canvas needs them. */
export function readColors(element: Element): Colors {
  const style = getComputedStyle(element)
  const color = (name: string): string => style.getPropertyValue(name)
  return {
    ink: color('--ink'),
    soft: color('--ink-soft'),
    mid: color('--ink-mid'),
    faint: color('--faint'),
    line: color('--line'),
    surface: color('--surface'),
  }
}

/** A line chart without animation, that thins out long lines. */
export function lineConfig(series: readonly Series[], axes: Axes, colors: Colors): ChartConfiguration<'line'> {
  const xText = axes.xFormat ?? String
  return {
    type: 'line',
    data: { datasets: series.map((one) => dataset(one, colors)) },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      parsing: false,
      normalized: true,
      interaction: { mode: 'nearest', axis: 'x', intersect: false },
      scales: {
        x: {
          type: 'linear',
          min: 0,
          max: axes.xMax,
          grid: { display: false },
          border: { color: colors.line },
          title: { display: true, text: axes.x, color: colors.soft, font },
          ticks: {
            color: colors.soft,
            font,
            maxRotation: 0,
            autoSkipPadding: 24,
            stepSize: axes.xStep,
            // As it stands, the axis has whole numbers.
            ...(axes.xFormat ? { callback: (value) => xText(Number(value)) } : { precision: 0 }),
          },
        },
        y: {
          min: axes.min,
          max: axes.max,
          grid: { color: colors.line },
          border: { display: false },
          ticks: { color: colors.soft, font, maxTicksLimit: 6, callback: (value) => axes.format(Number(value)) },
        },
      },
      plugins: {
        upright: { x: axes.upright?.x ?? null, color: colors.soft },
        decimation: { enabled: true, algorithm: 'min-max', threshold: 1200 },
        tooltip: {
          animation: false,
          backgroundColor: colors.ink,
          titleColor: colors.surface,
          bodyColor: colors.surface,
          titleFont: font,
          bodyFont: font,
          displayColors: false,
          callbacks: {
            title: ([item]) => (item === undefined ? '' : `${axes.x} ${xText(item.parsed.x ?? 0)}`),
            label: (item) => `${item.dataset.label}: ${axes.format(item.parsed.y ?? 0)}`,
          },
        },
      },
    },
  }
}

function dataset({ label, points, tone, isDashed, mark }: Series, colors: Colors): ChartDataset<'line'> {
  const color = colors[tone]
  return {
    label,
    data: [...points],
    // Room for a mark at the edge.
    clip: 6,
    borderColor: color,
    backgroundColor: color,
    borderWidth: tone === 'faint' ? 1 : 2,
    borderDash: isDashed ? [6, 4] : undefined,
    pointRadius: mark === undefined ? 0 : 3.5,
    pointStyle: mark,
    pointHoverRadius: mark === undefined ? 3 : 5,
  }
}

export { Chart }
