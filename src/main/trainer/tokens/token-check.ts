import type { FindingInput, FoundRow } from '../../../shared/dataset-summary.ts'
import { percent, say, type Said } from '../../../shared/said.ts'
import type { TokenIds } from './tokenizer.ts'

/** Share of its tokens from which on a text is unknown to a model, and shares of all texts that are worth a word. */
export const unknownText = 0.15
export const mostUnknown = 0.05
const fewUnknown = 0.01
/** English takes 1.1 to 1.5 tokens a word of an English vocabulary; Spanish 2.0, German 1.8 to 2.3, Finnish 3.5. */
const mostTokensOfWord = 1.7
/** Below so many tokens an average says nothing. */
const fewestTokens = 200
const listed = 10

/** A run of letters and digits, or a sign. Scripts that put no blanks between words have a word for each character. */
const unspaced = 'Han Hiragana Katakana Thai Lao Khmer Myanmar'.split(' ').map((name) => `\\p{Script=${name}}`)
const word = new RegExp(`(?:(?![${unspaced.join('')}])[\\p{L}\\p{M}\\p{N}])+|\\S`, 'gu')

/** Adds up, text after text, how well a model's vocabulary fits a dataset. */
export class TokenCheck {
  #texts = 0
  #tokens = 0
  #unknown = 0
  #unknownTexts = 0
  #words = 0
  #allTokens = 0
  readonly #rows: FoundRow[] = []

  /** @param unknown the id that stands for what the vocabulary lacks; null for a model that has a token for all */
  constructor(private readonly unknown: number | null) {}

  /** `row` is where the text comes from, for those that are to be shown. */
  add({ ids, fullLength }: TokenIds, text: string, row: () => FoundRow): void {
    // Without the two that wrap every text.
    const tokens = Math.max(0, ids.length - 2)
    const unknown = this.unknown === null ? 0 : ids.reduce((sum, id) => sum + Number(id === this.unknown), 0)
    this.#texts++
    this.#tokens += tokens
    this.#unknown += unknown
    this.#allTokens += fullLength - 2
    this.#words += countWords(text)
    if (unknown <= unknownText * tokens) return
    this.#unknownTexts++
    if (this.#rows.length < listed) this.#rows.push(row())
  }

  /** What the person should know of it; no more than one. */
  findings(): FindingInput[] {
    const share = this.#unknown / Math.max(1, this.#tokens)
    const ofTexts = this.#unknownTexts / Math.max(1, this.#texts)
    const ofWord = this.#allTokens / Math.max(1, this.#words)
    if (share > mostUnknown) {
      const sentence = say(
        '{{share}} of the tokens are unknown to this model: it was trained on another language or script. Choose a model of the language of the texts, or a multilingual one.',
        { share: rounded(share) },
      )
      return [{ kind: 'tokens', severity: 'warning', sentence, rows: this.#rows, rowsInAll: this.#unknownTexts }]
    }
    if (ofTexts > fewUnknown) {
      const sentence = say(
        '{{share}} of the texts hold many signs or words that are unknown to this model, such as those of another language or emoji. It cannot tell them from one another.',
        { share: rounded(ofTexts) },
      )
      return [
        {
          kind: 'tokens',
          severity: ofTexts > mostUnknown ? 'warning' : 'note',
          sentence,
          rows: this.#rows,
          rowsInAll: this.#unknownTexts,
        },
      ]
    }
    if (ofWord > mostTokensOfWord && this.#allTokens >= fewestTokens) {
      const sentence = say(
        'A word takes {{tokens}} tokens of this model on average, where 1.1 to 1.5 are usual: its vocabulary was made for another language or field. A model of the language of the texts, or a multilingual one, may do better.',
        { tokens: { figure: ofWord, digits: 1 } },
      )
      return [{ kind: 'tokens', severity: 'note', sentence }]
    }
    return []
  }
}

function countWords(text: string): number {
  let count = 0
  word.lastIndex = 0
  while (word.test(text)) count++
  return count
}

function rounded(share: number): Said {
  return percent(share, share < 0.1 ? 1 : 0)
}
