/** How many columns a table may have, and how many levels down fields are columns of their own. */
export const mostColumns = 10_000
const mostNested = 500
const deepest = 6

/** The columns of nested records, in order of appearance: a.b for a field within one, a.0 for the one item of a list. */
export class FieldNames {
  readonly #names = new Set<string>()
  #nested = 0

  /** Takes note of a record's fields. Those deep down, and more than a few hundred within others, are no columns. */
  add(record: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(record)) this.#add(name, value, 1)
  }

  get all(): readonly string[] {
    return [...this.#names]
  }

  get areTooMany(): boolean {
    return this.#names.size > mostColumns + mostNested
  }

  #add(path: string, value: unknown, depth: number): void {
    const one = onlyItem(value)
    if (typeof one !== 'object' || one === null || Array.isArray(one) || depth >= deepest) {
      if (this.#names.has(path) || (depth > 1 && ++this.#nested > mostNested)) return
      this.#names.add(path)
    } else {
      const prefix = one === value ? path : `${path}.0`
      for (const [name, inner] of Object.entries(one)) this.#add(`${prefix}.${name}`, inner, depth + 1)
    }
  }
}

/** The one item of a list of one; else the value itself. */
export function onlyItem(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? value[0] : value
}

/** The value of a column in a record: its own properties only; a list of one plain value is that value. */
export function fieldOf(record: unknown, path: string): unknown {
  const value = find(record, path, 2 * deepest)
  const one = onlyItem(value)
  return typeof one === 'object' && one !== null ? value : one
}

function find(record: unknown, path: string, depth: number): unknown {
  if (typeof record !== 'object' || record === null || depth === 0) return undefined
  if (Object.hasOwn(record, path)) return (record as Record<string, unknown>)[path]
  for (let dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
    const head = path.slice(0, dot)
    if (!Object.hasOwn(record, head)) continue
    const found = find((record as Record<string, unknown>)[head], path.slice(dot + 1), depth - 1)
    if (found !== undefined) return found
  }
  return undefined
}
