import { z } from 'zod'

/** What the validation part judges rates and epochs by. */
export const chooseBy = z.enum(['loss', 'macro-f1'])
export type ChooseBy = z.infer<typeof chooseBy>

/** What that is, in words. */
export const chosenBy: Readonly<Record<ChooseBy, string>> = {
  loss: 'the validation loss, calibrated: at its best temperature',
  'macro-f1': 'the macro F1 on the validation part',
}
