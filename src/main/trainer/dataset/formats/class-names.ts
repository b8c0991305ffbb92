/** The names of the classes, by number, of the columns that hold class numbers. */
export type ClassNames = ReadonlyMap<string, readonly string[]>

const deepest = 6

/** The class names in what Hugging Face datasets note in a file of theirs, as JSON; none where it is anything else. */
export function classNamesIn(metadata: string | undefined): ClassNames {
  try {
    const about = JSON.parse(metadata ?? 'null') as { info?: { features?: unknown } } | null
    return classNamesOf(about?.info?.features)
  } catch {
    return new Map()
  }
}

/** The class names in the features of a Hugging Face dataset; of fields within a column by their path, such as a.b. */
export function classNamesOf(features: unknown): ClassNames {
  const names = new Map<string, readonly string[]>()
  const look = (feature: unknown, path: string, depth: number) => {
    if (typeof feature !== 'object' || feature === null || depth > deepest) return
    if (isClassLabel(feature)) names.set(path, feature.names)
    else if (Array.isArray(feature)) look(feature[0], path, depth + 1)
    else if ('_type' in feature) look((feature as { feature?: unknown }).feature, path, depth + 1)
    else
      for (const [name, inner] of Object.entries(feature))
        look(inner, path === '' ? name : `${path}.${name}`, depth + 1)
  }
  look(features, '', 0)
  return names
}

function isClassLabel(feature: object): feature is { names: readonly string[] } {
  const { _type, names } = feature as { _type?: unknown; names?: unknown }
  return _type === 'ClassLabel' && Array.isArray(names) && names.every((name) => typeof name === 'string')
}

/** The name of a class number, of each in a list; -1 is how Hugging Face writes that there is no label. */
export function namedClass(value: unknown, names: readonly string[] | undefined): unknown {
  if (names === undefined) return value
  if (Array.isArray(value)) return value.map((one) => namedClass(one, names))
  if (typeof value !== 'bigint' && typeof value !== 'number') return value
  return Number(value) === -1 ? null : (names[Number(value)] ?? value)
}
