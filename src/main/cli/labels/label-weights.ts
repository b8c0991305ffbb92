import type { Recipe } from '../../../shared/recipe.ts'
import { settings } from '../../../shared/recipe.ts'
import { LastlayerError } from '../../../shared/errors.ts'

/**
 * Reads --label-weights, such as `ham=1,spam=5`. A label may itself hold commas and equals signs: the last sign of a part
 * counts, and a part without a number belongs to the next.
 * @throws LastlayerError `usage`
 */
export function parseLabelWeights(text: string): Recipe['labelWeights'] {
  const parts: string[] = []
  let open = ''
  for (const piece of text.split(',')) {
    open = open === '' ? piece : `${open},${piece}`
    if (!/=\s*[\d.eE+-]+\s*$/.test(open)) continue
    parts.push(open)
    open = ''
  }
  const parsed = settings.labelWeights.schema.safeParse(
    parts.map((part) => {
      const sign = part.lastIndexOf('=')
      return { label: part.slice(0, sign).trim(), weight: Number(part.slice(sign + 1)) }
    }),
  )
  if (open.trim() === '' && parsed.success) return parsed.data
  throw new LastlayerError('usage', `--label-weights must be labels with numbers such as ham=1,spam=5, not ${text}.`)
}
