import { html } from './markup.ts'

/** The page's own style: it follows the system's light or dark, and is printed in light. */
export const style = html`<style>
  :root {
    color-scheme: light dark;
    --paper: #fff;
    --ink: #1d232b;
    --soft: #5a6572;
    --line: #dfe3e8;
    --wash: #f5f6f8;
    --accent: #b4610f;
    --mid: #5b7fa6;
    --shade: 180, 97, 15;
  }
  @media screen and (prefers-color-scheme: dark) {
    :root {
      --paper: #16191e;
      --ink: #e7eaee;
      --soft: #a3adb8;
      --line: #343a43;
      --wash: #1f242b;
      --accent: #f0a04b;
      --mid: #8fb4dc;
      --shade: 240, 160, 75;
    }
  }
  * {
    box-sizing: border-box;
  }
  body {
    margin: 0 auto;
    max-width: 62rem;
    padding: 2rem 1.25rem 4rem;
    background: var(--paper);
    color: var(--ink);
    font:
      15px/1.5 system-ui,
      'Segoe UI',
      'Helvetica Neue',
      Arial,
      sans-serif;
    overflow-wrap: anywhere;
  }
  h1 {
    font-size: 1.7rem;
    line-height: 1.2;
    margin: 0 0 0.3rem;
  }
  h2 {
    font-size: 1.2rem;
    margin: 2.4rem 0 0.6rem;
    padding-top: 0.8rem;
    border-top: 1px solid var(--line);
  }
  p {
    margin: 0.6rem 0;
  }
  ul {
    padding-left: 1.2rem;
    margin: 0.6rem 0;
  }
  .soft {
    color: var(--soft);
  }
  bdi {
    font-weight: 600;
    white-space: pre-wrap;
  }
  figure {
    margin: 1rem 0;
    max-width: 44rem;
  }
  figcaption,
  caption {
    color: var(--soft);
    font-size: 0.87rem;
    text-align: start;
    padding: 0.3rem 0;
  }
  .wide {
    overflow-x: auto;
    margin: 0.8rem 0;
  }
  table {
    border-collapse: collapse;
    font-size: 0.9rem;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: 0.28rem 0.7rem 0.28rem 0;
    text-align: start;
    vertical-align: top;
    border-bottom: 1px solid var(--line);
    overflow-wrap: normal;
  }
  td bdi,
  th bdi {
    overflow-wrap: anywhere;
    display: inline-block;
    max-width: 26rem;
  }
  thead th {
    color: var(--soft);
    font-weight: 500;
    vertical-align: bottom;
  }
  tbody th {
    font-weight: 500;
  }
  .shaded th,
  .shaded td {
    padding: 0.35rem 0.7rem;
    text-align: center;
  }
  .shaded td {
    white-space: nowrap;
  }
  .shaded tbody th {
    text-align: start;
  }
  .shade {
    background: rgba(var(--shade), var(--share));
    print-color-adjust: exact;
    -webkit-print-color-adjust: exact;
  }
  pre {
    background: var(--wash);
    border: 1px solid var(--line);
    border-radius: 6px;
    padding: 0.8rem 1rem;
    overflow-x: auto;
    font-size: 0.87rem;
    overflow-wrap: normal;
  }
  svg {
    display: block;
    width: 100%;
    height: auto;
  }
  svg text {
    fill: var(--soft);
    font-size: 12.5px;
  }
  svg .value {
    fill: var(--ink);
    font-weight: 600;
  }
  .grid {
    stroke: var(--line);
  }
  polyline,
  svg line {
    fill: none;
    stroke-width: 2.2;
  }
  svg .grid {
    stroke-width: 1;
  }
  .ink {
    stroke: var(--ink);
  }
  .accent {
    stroke: var(--accent);
  }
  .mid {
    stroke: var(--mid);
  }
  .faint {
    stroke: var(--soft);
    opacity: 0.6;
  }
  .dashed {
    stroke-dasharray: 6 5;
  }
  .mark {
    fill: var(--paper);
    stroke-width: 2;
  }
  .main {
    fill: var(--accent);
  }
  .other {
    fill: var(--mid);
    opacity: 0.75;
  }
  .whisker {
    stroke: var(--ink);
    stroke-width: 1.6;
    fill: none;
  }
  @page {
    margin: 16mm;
  }
  @media print {
    body {
      max-width: none;
      padding: 0;
      font-size: 10.5pt;
    }
    .wide,
    pre {
      overflow: visible;
    }
    pre {
      white-space: pre-wrap;
    }
    table {
      font-size: 9pt;
    }
    thead,
    tbody tr:first-child {
      break-after: avoid;
    }
    thead {
      display: table-header-group;
    }
    tr,
    figure,
    pre {
      break-inside: avoid;
    }
    h2,
    caption,
    figcaption {
      break-after: avoid;
    }
    th,
    td {
      padding-right: 0.45rem;
    }
    .main,
    .other,
    .mark {
      print-color-adjust: exact;
      -webkit-print-color-adjust: exact;
    }
  }
</style>`
