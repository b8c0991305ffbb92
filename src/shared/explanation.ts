import { z } from 'zod'

/** Which words of a text mattered for its likeliest label, by two methods that may disagree. */
export const explanation = z.object({
  /** As the model got it. */
  text: z.string(),
  label: z.string(),
  /** Of those that were read, from `start` up to but without `stop` in the text. */
  words: z.array(
    z.object({
      start: z.int(),
      stop: z.int(),
      /** What the first token takes of it in the top block: 0 or more. */
      attention: z.number(),
      /** What it adds to the label's logit, by integrated gradients. */
      gradients: z.number(),
    }),
  ),
  /** What the tokens before and after the text add. */
  rest: z.number(),
  /** The label's logit over that of an empty text, to which all of it adds up. */
  difference: z.number(),
  steps: z.int(),
})
