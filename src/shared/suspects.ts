import { z } from 'zod'

/** A training text whose label may be wrong: a line of a run's suspects.jsonl. */
export const suspect = z.object({
  ordinal: z.int(),
  /** sha256 of the cleaned text, by which it is corrected. */
  digest: z.string(),
  text: z.string(),
  /** Index into the run's labels. */
  label: z.int().min(0),
  /** By a model that has not seen the text, in the order of the labels. */
  probabilities: z.array(z.number()).min(2),
  /** Whether the same text is there with another label. */
  contradicts: z.boolean(),
})
export type Suspect = z.infer<typeof suspect>

/** What was looked through to find them: the first line of the file. */
export const suspectsHead = z.object({
  labels: z.array(z.string()),
  /** Training texts. */
  texts: z.int(),
  /** How many of them have a wrong label in all probability; the others of the list only a likelier one. */
  probable: z.int(),
  /** How many the list has. */
  total: z.int(),
})
export type SuspectsHead = z.infer<typeof suspectsHead>

/** How many there are: those that are probably wrong, and those of the list that are not. */
export function suspectsSentence({ texts, probable, total }: Omit<SuspectsHead, 'labels'>): string {
  const count = (value: number): string => value.toLocaleString('en')
  const found = `${count(probable)} of ${count(texts)} training texts probably ${probable === 1 ? 'has' : 'have'} a wrong label`
  const others = Math.max(0, total - probable)
  if (others === 0) return `${found}.`
  return `${found}: they come first. Of ${count(others)} more another label is likelier than their own.`
}

/** A page of them, the likeliest label errors first. */
export const suspectsPage = suspectsHead.extend({ suspects: z.array(suspect) })
export type SuspectsPage = z.infer<typeof suspectsPage>

export const pageOfSuspects = z.object({ offset: z.int().min(0), limit: z.int().min(1).max(100) })
