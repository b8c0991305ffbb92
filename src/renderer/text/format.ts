// How figures are written, everywhere the same way.
import type { FigureFormat } from '../../shared/figures.ts'

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** 12345 as "12,345". */
export function count(value: number): string {
  return whole.format(value)
}

/** 66,955,010 as "67M". */
export function compact(value: number): string {
  return short.format(value)
}

/** A count and its noun: "1 text", "2,000 texts". */
export function counted(value: number, singular: string, plural = `${singular}s`): string {
  return `${count(value)} ${value === 1 ? singular : plural}`
}

/** A rate from 0 to 1 as "87.5 %". */
export function percent(rate: number, digits = 1): string {
  return `${(100 * rate).toFixed(digits)} %`
}

/** What one rate has over another, as the two are shown: "+12.3 points", "−0.4 points", "no change". */
export function gain(before: number, after: number): string {
  const tenths = Math.round(10 * (Number((100 * after).toFixed(1)) - Number((100 * before).toFixed(1))))
  if (tenths === 0) return 'no change'
  return `${tenths < 0 ? '−' : '+'}${(Math.abs(tenths) / 10).toFixed(1)} points`
}

/** A loss or another small figure. */
export function figure(value: number, digits = 3): string {
  return value.toFixed(digits)
}

const figureTexts: Readonly<Record<FigureFormat, (value: number) => string>> = {
  percent: (value) => percent(value),
  rate: (value) => figure(value),
  loss: (value) => figure(value),
}

/** A figure of an evaluation as its format says: "87.5 %", "0.861"; a dash where it has no value. */
export function figureText(value: number | null, { format }: { readonly format: FigureFormat }): string {
  return value === null ? '–' : figureTexts[format](value)
}

/** A learning rate or the like, without a tail of zeros: "2e-5", "0.01". */
export function small(value: number): string {
  // Of 5 times 3e-4 the binary form has a tail.
  const round = Number(value.toPrecision(12))
  return round !== 0 && Math.abs(round) < 1e-3 ? round.toExponential().replace('e-0', 'e-') : String(round)
}

/** Seconds as a person says them: "0.8 s", "42 s", "3 min 20 s", "2 h 5 min". */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  const rounded = Math.round(seconds)
  if (rounded < 60) return `${rounded} s`
  if (rounded < 3600) return join(Math.floor(rounded / 60), 'min', rounded % 60, 's')
  const minutes = Math.round(seconds / 60)
  return join(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
}

function join(large: number, largeUnit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${rest} ${restUnit}`
}

/** A duration that is only known roughly, without its last digits. */
export function approximately(seconds: number): string {
  if (seconds < 10) return duration(Math.max(1, Math.round(seconds))).replace('.0 ', ' ')
  if (seconds < 90) return duration(5 * Math.round(seconds / 5))
  return duration(seconds < 3600 ? 10 * Math.round(seconds / 10) : 300 * Math.round(seconds / 300))
}

/** Megabytes, which are millions of bytes, as "340 MB" or "1.2 GB". */
export function megabytes(value: number): string {
  if (value >= 999.5) return `${(value / 1000).toFixed(1)} GB`
  return `${value < 9.95 ? value.toFixed(1) : count(value)} MB`
}

/** Bytes of a file as "312 bytes", "4 kB", "1.2 MB". */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return counted(bytes, 'byte')
  return bytes < 999_500 ? `${count(bytes / 1000)} kB` : megabytes(bytes / 1e6)
}

/** Units a second: "312 texts/s", "0.4 steps/s". */
export function perSecond(rate: number, unit: string): string {
  return `${rate < 10 ? rate.toFixed(1) : count(rate)} ${unit}/s`
}

/** When something was, to the minute. */
export function when(time: number, now = Date.now()): string {
  const date = new Date(time)
  const clock = date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  const day = (offset: number): string => new Date(now - offset * 86_400_000).toDateString()
  if (date.toDateString() === day(0)) return `today, ${clock}`
  if (date.toDateString() === day(1)) return `yesterday, ${clock}`
  return `${date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })}, ${clock}`
}

/** The last part of a path, of either system. */
export function fileName(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? path
}

/** A name or path of the person's within a sentence, which runs its own way: what <bdi> is in a page. */
export function isolated(name: string): string {
  return `\u2068${name}\u2069`
}

/** A text without line breaks, cut after so many characters. */
export function excerpt(text: string, characters: number): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= characters
    ? line
    : `${line
        .slice(0, characters - 1)
        .replace(/[\ud800-\udbff]$/, '')
        .trimEnd()}…`
}

/** A name cut in its middle after so many characters: long names differ at their ends as often as at their beginnings. */
export function middle(name: string, characters: number): string {
  const all = Array.from(name)
  if (all.length <= characters) return name
  const half = Math.floor((characters - 1) / 2)
  return `${all
    .slice(0, characters - 1 - half)
    .join('')
    .trimEnd()}…${all.slice(-half).join('').trimStart()}`
}

/** Half the width of the 95 % interval of a rate measured on so many examples (Wilson, 1927). */
export function halfWidth(rate: number, examples: number): number {
  if (examples === 0) return 0
  const z = 1.96
  return (
    (z / (1 + (z * z) / examples)) * Math.sqrt((rate * (1 - rate)) / examples + (z * z) / (4 * examples * examples))
  )
}
