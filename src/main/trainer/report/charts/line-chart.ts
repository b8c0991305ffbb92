import type { LineChart, Series } from '../document.ts'
import { html, type Markup } from '../writers/markup.ts'
import { scale, ticks, type Plot } from './scale.ts'

const size = { width: 640, height: 300 }
const plot: Plot = { left: 56, top: 14, width: 570, height: 208 }
const bottom = plot.top + plot.height
const radius = 3.2

/** Lines over a grid, as a picture of its own; `id` tells it from the others of its page. */
export function drawLines({ title, description, x, y, series }: LineChart, id: string): Markup {
  const atX = scale(x.from, x.to, plot.left, plot.left + plot.width)
  const atY = scale(y.from, y.to, bottom, plot.top)
  return html`<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-labelledby="${id}-title ${id}-about">
    <title id="${id}-title">${title}</title>
    <desc id="${id}-about">${description}</desc>
    ${ticks(y.from, y.to, 5, y.isWhole).map(
      (tick) =>
        html`<line
            class="grid"
            x1="${plot.left}"
            x2="${plot.left + plot.width}"
            y1="${atY(tick)}"
            y2="${atY(tick)}"
          /><text x="${plot.left - 8}" y="${atY(tick) + 4}" text-anchor="end">${String(tick)}</text>`,
    )}
    ${ticks(x.from, x.to, 10, x.isWhole).map(
      (tick) =>
        html`<line class="grid" x1="${atX(tick)}" x2="${atX(tick)}" y1="${bottom}" y2="${bottom + 4}" /><text
            x="${atX(tick)}"
            y="${bottom + 18}"
            text-anchor="middle"
            >${String(tick)}</text
          >`,
    )}
    <text x="${plot.left + plot.width}" y="${bottom + 36}" text-anchor="end">${x.title}</text>
    <text transform="translate(14 ${plot.top + plot.height / 2}) rotate(-90)" text-anchor="middle">${y.title}</text>
    ${series.map((one) => drawSeries(one, atX, atY))} ${series.map((one, i) => drawKey(one, plot.left + i * 170))}
  </svg>`
}

type Place = (value: number) => number

function drawSeries({ points, tone, isDashed = false }: Series, atX: Place, atY: Place): Markup {
  const finite = points.filter(({ y }) => Number.isFinite(y))
  const path = finite.map(({ x, y }) => `${atX(x).toFixed(1)},${atY(y).toFixed(1)}`).join(' ')
  const marks = finite.map(
    ({ x, y }) => html`<circle class="${tone} mark" cx="${atX(x)}" cy="${atY(y)}" r="${radius}" />`,
  )
  return html`<polyline
      class="${tone} ${isDashed ? 'dashed' : 'whole'}"
      points="${path}"
    />${tone === 'faint' ? [] : marks}`
}

function drawKey({ name, tone, isDashed = false }: Series, left: number): Markup {
  const y = size.height - 12
  return html`<line
      class="${tone} ${isDashed ? 'dashed' : 'whole'}"
      x1="${left}"
      x2="${left + 26}"
      y1="${y}"
      y2="${y}"
    /><text x="${left + 32}" y="${y + 4}">${name}</text>`
}
