// A report before it is written: sections of sentences, tables and charts. Both writers tell all of it.

/** A person's own words, or what a program reads: they run their own way, and are never taken for markup. */
export interface Words {
  readonly words: string
}
export type Line = string | Words | readonly (string | Words)[]

export interface Table {
  readonly kind: 'table'
  readonly caption: string
  /** Empty strings for a table of names and values. */
  readonly head: readonly Line[]
  readonly rows: readonly (readonly Line[])[]
  /** How dark each cell is drawn, from 0 to 1; in the page only. */
  readonly shades?: readonly (readonly (number | null)[])[]
}

/** Points that are joined, from left to right. */
export interface Series {
  readonly name: string
  readonly points: readonly { readonly x: number; readonly y: number }[]
  readonly tone: 'ink' | 'accent' | 'mid' | 'faint'
  readonly isDashed?: boolean
}

interface Axis {
  readonly title: string
  readonly from: number
  readonly to: number
  readonly isWhole?: boolean
}

export interface LineChart {
  readonly kind: 'lines'
  readonly title: string
  readonly description: string
  readonly x: Axis
  readonly y: Axis
  readonly series: readonly Series[]
}

/** Shares from 0 to 1 as bars, with whiskers. */
export interface BarChart {
  readonly kind: 'bars'
  readonly title: string
  readonly description: string
  readonly bars: readonly {
    readonly name: string
    readonly value: number | null
    readonly interval: readonly [number, number] | null
    readonly text: string
    readonly isMain: boolean
  }[]
}

export type Block =
  | { readonly kind: 'paragraph'; readonly line: Line }
  | { readonly kind: 'list'; readonly lines: readonly Line[] }
  | { readonly kind: 'sample'; readonly language: string; readonly text: string }
  | Table
  | LineChart
  | BarChart

export interface Section {
  readonly title: string
  readonly blocks: readonly Block[]
}
