import { z } from 'zod'

/** A test text with what the model made of it before and after training: a line of a run's test-answers.jsonl. */
export const testAnswer = z.object({
  /** Position among the dataset's rows. */
  ordinal: z.int(),
  /** sha256 of the cleaned text, in hexadecimal. */
  digest: z.string(),
  text: z.string(),
  /** Index into the run's labels, as are the places of the probabilities. */
  label: z.int().min(0),
  before: z.array(z.number()).min(2),
  after: z.array(z.number()).min(2),
})
export type TestAnswer = z.infer<typeof testAnswer>

/** Which of the test texts are wanted. `fixed` and `broken`: whose answer training turned right, or wrong. */
export const answerKinds = ['wrong', 'unsure', 'fixed', 'broken', 'all'] as const
export type AnswerKind = (typeof answerKinds)[number]

/** What the desk does not look at. */
export const wrongTestLabels = {
  ofErrors:
    'Some of the surest may be right and their labels wrong: look at them first. The label of a test text is never changed by itself.',
  ofDesk:
    'Test texts are not among them: a wrong label there shows among the surest of the test texts that are still wrong.',
} as const

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
  /** The run's labels, in the order of the probabilities. */
  labels: z.array(z.string()),
  /** How many texts of each kind the query finds. */
  counts: z.record(z.enum(answerKinds), z.int()),
  answers: z.array(testAnswer),
  /** Lines of the file that cannot be read, and are left out. */
  broken: z.int(),
})
export type AnswerPage = z.infer<typeof answerPage>
