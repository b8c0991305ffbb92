import { bert } from './bert.ts'
import { distilbert } from './distilbert.ts'
import type { Family } from './family.ts'
import { roberta } from './roberta.ts'

/** Every family of models that can be fine-tuned. */
export const families: readonly Family[] = [distilbert, bert, roberta]
