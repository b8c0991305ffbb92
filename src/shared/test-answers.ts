import { z } from 'zod'

/** A test text with what the model made of it before and after training: a line of a run's test-answers.jsonl. */
export const testAnswer = z.object({
  /** Position among the dataset's rows. */
  ordinal: z.int(),
  /** sha256 of the cleaned text, in hexadecimal. */
  digest: z.string(),
  text: z.string(),
  /** Index into the run's labels, as are the places of the probabilities. */
  label: z.int(),
  before: z.array(z.number()),
  after: z.array(z.number()),
})
export type TestAnswer = z.infer<typeof testAnswer>

/** Which of the test texts are wanted. `fixed` and `broken`: whose answer training turned right, or wrong. */
export const answerKinds = ['wrong', 'unsure', 'fixed', 'broken', 'all'] as const

/** A page of a run's test texts: the most confident first, `unsure` the least confident first. */
export const answerQuery = z.object({
  kind: z.enum(answerKinds),
  /** Only texts of this label, and only those with this answer; null for any. */
  label: z.int().nullable(),
  answer: z.int().nullable(),
  /** Words that the text has, in any case; empty for any. */
  search: z.string().max(200),
  offset: z.int().min(0),
  limit: z.int().min(1).max(100),
})
export type AnswerQuery = z.infer<typeof answerQuery>

export const answerPage = z.object({
  /** How many texts the query finds. */
  total: z.int(),
  answers: z.array(testAnswer),
})
export type AnswerPage = z.infer<typeof answerPage>
