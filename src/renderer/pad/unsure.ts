import type { Prediction } from '../../shared/contract.ts'

/** Between the two likeliest labels; nearer ones could as well be the other way round. */
const margin = 0.1

/** Whether an answer says little: it is less sure than the model was told to answer, or two labels are near each other. */
export function isUnsure({ probs, abstained }: Pick<Prediction, 'probs' | 'abstained'>): boolean {
  const [first = 1, second = 0] = probs.toSorted((a, b) => b - a)
  return abstained || first - second < margin
}
