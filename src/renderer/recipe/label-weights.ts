import { settings, type Recipe } from '../../shared/recipe.ts'

/** The weights with one of them changed: an empty text takes it away. Null if the text is no weight. */
export function weightsWith(
  weights: Recipe['labelWeights'],
  label: string,
  text: string,
): Recipe['labelWeights'] | null {
  const others = weights.filter((one) => one.label !== label)
  if (text.trim() === '') return others
  const parsed = settings.labelWeights.schema.safeParse([...others, { label, weight: Number(text) }])
  return parsed.success ? parsed.data : null
}
