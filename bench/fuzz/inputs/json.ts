import fc from 'fast-check'
import { share } from './bytes.ts'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

const nested = (depth: number): Json => Array.from({ length: depth }).reduce<Json>((inner) => [inner], 1)

/** Values that nobody expects where they stand. */
export const odd: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    false,
    0,
    -1,
    1,
    0.5,
    1e30,
    1e308,
    -1e308,
    2 ** 31,
    2 ** 32,
    2 ** 53,
    1e-320,
    512,
    4096,
  ),
  fc.constantFrom<Json>(
    '',
    ' ',
    '\0',
    '__proto__',
    'constructor',
    '../../../etc/passwd',
    '/',
    'NaN',
    '\ud800',
    '1',
    '-1',
  ),
  fc.constantFrom<Json>([], {}, [[]], [null], { a: { b: 1 } }, [-1, 1e9], [1, 2, 3, 4, 5], { '': '' }, nested(300)),
  fc.constantFrom<Json>(
    'x'.repeat(20_000),
    Array.from({ length: 3000 }, (_, i) => i),
    '(a+)+$',
    '[',
    '\\p{',
    '(?<x',
  ),
  fc.jsonValue({ maxDepth: 3 }).map((value) => value as Json),
)

/** Does something to one place of a value, which is chosen by shares on the way down. */
function changed(value: Json, way: readonly number[], how: string, by: Json): Json {
  const [share, ...rest] = way
  const isInner = typeof value === 'object' && value !== null && Object.keys(value).length > 0
  if (share === undefined || !isInner || (rest.length > 0 && share > 0.93)) return how === 'wrap' ? [value] : by
  const keys = Object.keys(value)
  const key = keys[Math.floor(share * keys.length * 0.999)]
  const copy = structuredClone(value) as Record<string, Json>
  if (rest.length > 0) copy[key] = changed(copy[key], rest, how, by)
  else if (how === 'delete') Reflect.deleteProperty(copy, key)
  else if (how === 'rename') {
    Object.defineProperty(copy, '__proto__', { value: copy[key], enumerable: true, configurable: true, writable: true })
    if (share > 0.5) Reflect.deleteProperty(copy, key)
  } else if (how === 'add') copy[typeof by === 'string' ? by : 'added'] = copy[key]
  else copy[key] = how === 'wrap' ? [copy[key]] : by
  if (!Array.isArray(value)) return copy
  return Object.values(copy)
}

/** Valid JSON in which one to five things were changed. */
export function mutatedJson(seeds: readonly unknown[]): fc.Arbitrary<Json> {
  const change = fc.tuple(
    fc.array(share, { minLength: 1, maxLength: 5 }),
    fc.constantFrom('set', 'set', 'set', 'delete', 'rename', 'add', 'wrap'),
    odd,
  )
  return fc
    .tuple(fc.constantFrom(...(seeds as Json[])), fc.array(change, { minLength: 1, maxLength: 5 }))
    .map(([seed, all]) => all.reduce<Json>((value, [way, how, by]) => changed(value, way, how, by), seed))
}
