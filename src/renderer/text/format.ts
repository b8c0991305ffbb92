// How figures are written, everywhere the same way, as the language of the window has it.
import type { FigureFormat } from '../../shared/figures.ts'
import { language, t } from '../words/words.svelte.ts'

/** In English dates are British: the day first, the hours to 24. */
const dateLocale = (): string => (language() === 'en' ? 'en-GB' : language())

function number(value: number, options: Intl.NumberFormatOptions): string {
  return new Intl.NumberFormat(language(), options).format(value)
}

function fixed(value: number, digits: number): string {
  return number(value, { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

/** 12345 as "12,345". */
export function count(value: number): string {
  return number(value, { maximumFractionDigits: 0 })
}

/** 66,955,010 as "67M". */
export function compact(value: number): string {
  return number(value, { notation: 'compact', maximumFractionDigits: 1 })
}

/** A rate from 0 to 1 as "87.5 %". */
export function percent(rate: number, digits = 1): string {
  return t('common.percent', { value: fixed(100 * rate, digits) })
}

/** What one rate has over another, as the two are shown: "+12.3 points", "−0.4 points", "no change". */
export function gain(before: number, after: number): string {
  const tenths = Math.round(10 * (Number((100 * after).toFixed(1)) - Number((100 * before).toFixed(1))))
  if (tenths === 0) return t('common.noChange')
  return t('common.points', { value: `${tenths < 0 ? '−' : '+'}${fixed(Math.abs(tenths) / 10, 1)}` })
}

/** A loss or another small figure. */
export function figure(value: number, digits = 3): string {
  return fixed(value, digits)
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

/** A learning rate or the like as it is shown, with the decimal sign of the language: "2e-5", "0.01". */
export function rateText(value: number): string {
  const decimal = new Intl.NumberFormat(language()).formatToParts(0.1).find(({ type }) => type === 'decimal')
  return small(value).replace('.', decimal?.value ?? '.')
}

/** The same as it is typed into a field, in every language with a point. */
export function small(value: number): string {
  // Of 5 times 3e-4 the binary form has a tail.
  const round = Number(value.toPrecision(12))
  return round !== 0 && Math.abs(round) < 1e-3 ? round.toExponential().replace('e-0', 'e-') : String(round)
}

/** Seconds as a person says them: "0.8 s", "42 s", "3 min 20 s", "2 h 5 min". */
export function duration(seconds: number): string {
  if (seconds < 9.95) return inSeconds(fixed(seconds, 1))
  const rounded = Math.round(seconds)
  if (rounded < 60) return inSeconds(rounded)
  if (rounded < 3600) return joined(inMinutes(Math.floor(rounded / 60)), rounded % 60, inSeconds)
  const minutes = Math.round(seconds / 60)
  return joined(t('common.hours', { value: Math.floor(minutes / 60) }), minutes % 60, inMinutes)
}

const inSeconds = (value: number | string): string => t('common.seconds', { value })
const inMinutes = (value: number): string => t('common.minutes', { value })

function joined(large: string, rest: number, inUnit: (value: number) => string): string {
  return rest === 0 ? large : `${large} ${inUnit(rest)}`
}

/** A duration that is only known roughly, without its last digits. */
export function approximately(seconds: number): string {
  if (seconds < 9.5) return inSeconds(Math.max(1, Math.round(seconds)))
  if (seconds < 90) return duration(5 * Math.round(seconds / 5))
  return duration(seconds < 3600 ? 10 * Math.round(seconds / 10) : 300 * Math.round(seconds / 300))
}

/** Megabytes, which are millions of bytes, as "340 MB" or "1.2 GB". */
export function megabytes(value: number): string {
  if (value >= 999.5) return `${fixed(value / 1000, 1)} GB`
  return `${value < 9.95 ? fixed(value, 1) : count(value)} MB`
}

/** Bytes of a file as "312 bytes", "4 kB", "1.2 MB". */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return t('common.bytes', { count: bytes })
  return bytes < 999_500 ? `${count(bytes / 1000)} kB` : megabytes(bytes / 1e6)
}

/** Units a second: "312 texts/s", "0.4 steps/s". */
export function perSecond(rate: number, unit: 'texts' | 'steps'): string {
  return t(`common.perSecond.${unit}`, { value: rate < 10 ? fixed(rate, 1) : count(rate) })
}

/** When something was, to the minute. */
export function when(time: number, now = Date.now()): string {
  const date = new Date(time)
  const clock = date.toLocaleTimeString(dateLocale(), { hour: '2-digit', minute: '2-digit' })
  const day = (offset: number): string => new Date(now - offset * 86_400_000).toDateString()
  if (date.toDateString() === day(0)) return t('common.today', { clock })
  if (date.toDateString() === day(1)) return t('common.yesterday', { clock })
  const written = date.toLocaleDateString(dateLocale(), { day: 'numeric', month: 'short', year: 'numeric' })
  return t('common.onDay', { day: written, clock })
}

/** The last part of a path, of either system. */
export function fileName(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? path
}

/** A name or path of the person's within a sentence, which runs its own way: what <bdi> is in a page. */
export function isolated(name: string): string {
  return `\u2068${name}\u2069`
}

/** A few words as a list: "a, b, c". */
export function listed(words: readonly string[]): string {
  return new Intl.ListFormat(language(), { type: 'conjunction', style: 'narrow' }).format(words)
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

/** A count and its noun: "1 text", "2,000 texts". */
export function counted(value: number, singular: string, plural = `${singular}s`): string {
  return `${count(value)} ${value === 1 ? singular : plural}`
}
