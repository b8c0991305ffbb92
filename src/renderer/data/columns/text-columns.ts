/** The columns that a text is made of, as --text-column names them: one, a list, or those of a template. */
export function textColumnsOf(spec: string | null, all: readonly string[]): string[] {
  if (spec === null) return []
  if (all.includes(spec)) return [spec]
  const inTemplate = [...spec.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name ?? '')
  const inList = [...spec.matchAll(/"((?:[^"]|"")*)"|[^,"]+/g)].map(([plain, quoted]) =>
    quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"'),
  )
  const named = inTemplate.length > 0 ? inTemplate : inList
  return [...new Set(named)].filter((name) => all.includes(name))
}

/** The columns as --text-column takes them, joined in this order; a name with a comma stands in quotes. */
export function textColumnSpec(columns: readonly string[]): string {
  const [only, ...others] = columns
  if (only !== undefined && others.length === 0) return only
  return columns.map((name) => (/[",]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name)).join(',')
}
