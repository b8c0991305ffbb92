import type { BarChart } from '../document.ts'
import { html, type Markup } from '../writers/markup.ts'
import { scale, ticks } from './scale.ts'

const [width, left, right, line, top] = [640, 150, 590, 38, 8]
const bar = 20

/** Shares as bars from left to right, each with its interval as a whisker and its value at the end. */
export function drawBars({ title, description, bars }: BarChart, id: string): Markup {
  const atX = scale(0, 1, left, right)
  const bottom = top + bars.length * line
  return html`<svg viewBox="0 0 ${width} ${bottom + 26}" role="img" aria-labelledby="${id}-title ${id}-about">
    <title id="${id}-title">${title}</title>
    <desc id="${id}-about">${description}</desc>
    ${ticks(0, 1, 5).map(
      (tick) =>
        html`<line class="grid" x1="${atX(tick)}" x2="${atX(tick)}" y1="${top}" y2="${bottom}" /><text
            x="${atX(tick)}"
            y="${bottom + 18}"
            text-anchor="middle"
            >${`${Math.round(100 * tick)} %`}</text
          >`,
    )}
    ${bars.map((one, i) => drawBar(one, atX, top + i * line + line / 2))}
  </svg>`
}

function drawBar(
  { name, value, interval, text, isMain }: BarChart['bars'][number],
  atX: (v: number) => number,
  y: number,
) {
  const end = Math.max(atX(value ?? 0), interval === null ? 0 : atX(interval[1]))
  return html`<text x="${left - 10}" y="${y + 4}" text-anchor="end">${name}</text
    ><rect
      class="${isMain ? 'main' : 'other'}"
      x="${left}"
      y="${y - bar / 2}"
      width="${atX(value ?? 0) - left}"
      height="${bar}"
      rx="2"
    />${interval === null ? [] : whisker(atX(interval[0]), atX(interval[1]), y)}<text
      class="value"
      x="${end + 8}"
      y="${y + 4}"
      >${text}</text
    >`
}

function whisker(from: number, to: number, y: number): Markup {
  return html`<path class="whisker" d="M${from} ${y}H${to}M${from} ${y - 5}v10M${to} ${y - 5}v10" />`
}
