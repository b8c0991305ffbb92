import type { z } from 'zod'

export type Cell = z.core.util.JSONType

/** A value of a table as JSON has it: null for what is no value, such as NaN and bytes; numbers that JSON would round as texts. */
export function toCell(value: unknown): Cell {
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (Array.isArray(value)) return value.map(toCell)
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return null
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, toCell(one)]))
}
