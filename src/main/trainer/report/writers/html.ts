import { withoutControls } from '../../../../shared/printable.ts'
import type { ReportFacts } from '../../../../shared/report-facts.ts'
import { drawBars } from '../charts/bar-chart.ts'
import { drawLines } from '../charts/line-chart.ts'
import type { Block, Line, Section, Table } from '../document.ts'
import { sections } from '../sections/sections.ts'
import { html, type Markup } from './markup.ts'
import { style } from './style.ts'

/** Nothing is fetched, run or sent, whatever a label holds: only the page's own style counts. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

/** The report as one page that needs nothing else. */
export function reportPage(facts: ReportFacts): string {
  const name = plain(facts.name)
  const page = html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content="${policy}" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="referrer" content="no-referrer" />
      <title>${`Report: ${name}`}</title>
      ${style}
    </head>
    <body>
      <main>
        <h1>Text classifier</h1>
        <p class="soft">Report of the run <bdi dir="auto">${name}</bdi></p>
        ${sections(facts, null).map(drawSection)}
      </main>
    </body>
  </html> `
  return `<!doctype html>\n${page.text}`
}

function drawSection({ title, blocks }: Section, section: number): Markup {
  const id = `section-${section}`
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${blocks.map((block, i) => drawBlock(block, `chart-${section}-${i}`))}
  </section> `
}

function drawBlock(block: Block, id: string): Markup {
  switch (block.kind) {
    case 'paragraph':
      return html`<p>${inline(block.line)}</p> `
    case 'list':
      return html`<ul>
        ${block.lines.map((line) => html`<li>${inline(line)}</li>`)}
      </ul> `
    case 'sample':
      return html`<pre tabindex="0"><code>${block.text}</code></pre> `
    case 'table':
      return drawTable(block, id)
    case 'lines':
      return html`<figure>
        ${drawLines(block, id)}
        <figcaption>${block.title}</figcaption>
      </figure> `
    case 'bars':
      return html`<figure>
        ${drawBars(block, id)}
        <figcaption>${block.title}</figcaption>
      </figure> `
  }
}

/** The first cell of a row is its name; a head of empty cells is none. */
function drawTable({ caption, head, rows, shades }: Table, id: string): Markup {
  const hasHead = head.some((cell) => cell !== '')
  const cell = (line: Line, share: number | null): Markup =>
    share === null
      ? html`<td>${inline(line)}</td>`
      : html`<td class="shade" style="--share: ${(0.75 * share).toFixed(2)}">${inline(line)}</td>`
  const row = ([name = '', ...cells]: readonly Line[], i: number): Markup =>
    html`<tr>
      <th scope="row">${inline(name)}</th>
      ${cells.map((line, j) => cell(line, shades?.[i]?.[j + 1] ?? null))}
    </tr> `
  const headRow = html`<thead>
    <tr>
      ${head.map((line) => (line === '' ? html`<td></td>` : html`<th scope="col">${inline(line)}</th>`))}
    </tr>
  </thead>`
  return html`<div class="wide" role="region" aria-labelledby="${id}-caption" tabindex="0">
    <table class="${shades === undefined ? 'plain' : 'shaded'}">
      <caption id="${id}-caption">
        ${caption}
      </caption>
      ${hasHead ? headRow : []}
      <tbody>
        ${rows.map(row)}
      </tbody>
    </table>
  </div> `
}

function inline(line: Line): Markup {
  if (typeof line === 'string') return html`${line}`
  return 'words' in line ? html`<bdi dir="auto">${plain(line.words)}</bdi>` : html`${line.map(inline)}`
}

/** What only acts, such as on the direction of the text around it, is a space. */
function plain(words: string): string {
  return withoutControls(words).replace(/\s+/g, ' ')
}
