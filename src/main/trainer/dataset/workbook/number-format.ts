/** How the numbers of a cell are shown, as far as it changes what they say. */
export type NumberFormat =
  | { readonly kind: 'plain' }
  | { readonly kind: 'date'; readonly hasDate: boolean; readonly hasTime: boolean }
  /** Leading zeros, as codes have them. */
  | { readonly kind: 'padded'; readonly digits: number }

const plain: NumberFormat = { kind: 'plain' }

/** The formats that Excel has of its own (ECMA-376, 18.8.30): those that show dates or times, in any language. */
const builtIn: ReadonlyMap<number, NumberFormat> = new Map(
  [
    ...[14, 15, 16, 17, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58].map(
      (id) => [id, true, false] as const,
    ),
    ...[18, 19, 20, 21, 32, 33, 45, 46, 47].map((id) => [id, false, true] as const),
    [22, true, true] as const,
  ].map(([id, hasDate, hasTime]) => [id, { kind: 'date', hasDate, hasTime }]),
)

/** The format of a number: one of Excel's own, or as its code says. */
export function numberFormat(id: number, code: string | undefined): NumberFormat {
  if (code === undefined) return builtIn.get(id) ?? plain
  // The first part is for positive numbers. What is quoted or escaped is shown as it is, brackets hold colours and places.
  const shown =
    code
      .replace(/"[^"]*"|\\.|[_*]./g, '')
      .replace(/\[(?!h|hh|m|mm|s|ss\])[^\]]*\]/gi, '')
      .split(';')[0] ?? ''
  if (/^0{2,}$/.test(shown)) return { kind: 'padded', digits: shown.length }
  if (/general/i.test(shown)) return plain
  const hasTime = /[hs]|\[m/i.test(shown)
  const hasDate = /[dy]|m/i.test(hasTime ? shown.replace(/h+[^a-z]*m+|m+[^a-z]*s+|\[m+\]/gi, '') : shown)
  return hasDate || hasTime ? { kind: 'date', hasDate, hasTime } : plain
}

const dayMilliseconds = 86_400_000
/** Day 0 of Excel's two calendars; the first one takes 1900 for a leap year. */
const firstDays = { 1900: Date.UTC(1899, 11, 30), 1904: Date.UTC(1904, 0, 1) } as const

/** A number as it is shown: dates as 2024-01-31, times as 12:30:00, all others as few digits as tell them. */
export function showNumber(written: string, format: NumberFormat, calendar: keyof typeof firstDays): string {
  const value = Number(written)
  if (written.trim() === '' || !Number.isFinite(value)) return written
  if (format.kind === 'padded')
    return Number.isInteger(value) && value >= 0 ? written.padStart(format.digits, '0') : written
  if (format.kind === 'plain') return /^-?\d{16,}$/.test(written) ? written : String(value)
  const date = new Date(firstDays[calendar] + Math.round((value + (calendar === 1900 && value < 60 && value >= 1 ? 1 : 0)) * dayMilliseconds / 1000) * 1000) // prettier-ignore
  if (Number.isNaN(date.getTime()) || value < 0 || date.getUTCFullYear() > 9999) return String(value)
  const [day = '', time = ''] = date
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .split('T')
  if (!format.hasDate) return time
  return format.hasTime && time !== '00:00:00' ? `${day} ${time}` : day
}
