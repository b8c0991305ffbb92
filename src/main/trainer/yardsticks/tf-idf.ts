import { at } from '../../../shared/at.ts'
import { Column } from '../dataset/store/column.ts'
import { SparseMatrix } from './matrix.ts'
import { wordsOf } from './words.ts'

/** Terms that are counted at a time; beyond that the rarest are forgotten. */
const mostCounted = 2 ** 21
/** A pair of words is `first * base + second`, a word alone itself; they count from 1. */
const base = 2 ** 26

/** Counts the words and pairs of words of training texts, and makes a vocabulary of them. */
export class TermCounter {
  readonly #words = new Map<string, number>()
  readonly #texts = new Map<number, number>()
  /** For each text its words. */
  readonly #read: Uint32Array[] = []

  add(text: string): void {
    const words = Uint32Array.from(wordsOf(text), (word) => {
      const known = this.#words.get(word)
      if (known !== undefined) return known
      this.#words.set(word, this.#words.size + 1)
      return this.#words.size
    })
    this.#read.push(words)
    for (const term of countTerms(words).keys()) this.#texts.set(term, (this.#texts.get(term) ?? 0) + 1)
    this.#forgetRarest(mostCounted)
  }

  /**
   * The vocabulary: all terms, or those in the fewest texts left out until at most so many remain. Which of them came first
   * must not matter: texts are often in the order of their labels. Returns it with the features of what was added.
   */
  finish(mostTerms: number): { vocabulary: Vocabulary; features: SparseMatrix } {
    this.#forgetRarest(mostTerms)
    const vocabulary = new Vocabulary(this.#words, [...this.#texts], this.#read.length)
    this.#texts.clear()
    return { vocabulary, features: vocabulary.featuresOf(this.#read) }
  }

  /** Forgets the terms in the fewest texts until no more than so many are left. */
  #forgetRarest(most: number): void {
    for (let rare = 1; this.#texts.size > most; rare++) {
      for (const [term, texts] of this.#texts) if (texts <= rare) this.#texts.delete(term)
    }
  }
}

/**
 * TF-IDF as scikit-learn's TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True) has it: 1 + log of a term's count, times
 * 1 + log((1 + texts) / (1 + texts with the term)), each row scaled to length 1.
 */
export class Vocabulary {
  readonly #places = new Map<number, number>()
  readonly #weights: Float64Array

  /** @param terms each with the number of texts that have it, of `texts` */
  constructor(
    private readonly words: ReadonlyMap<string, number>,
    terms: readonly (readonly [number, number])[],
    texts: number,
  ) {
    this.#weights = Float64Array.from(terms, ([, count]) => 1 + Math.log((1 + texts) / (1 + count)))
    terms.forEach(([term], place) => this.#places.set(term, place))
  }

  get size(): number {
    return this.#weights.length
  }

  /** Features of texts, which may have words that are not known. */
  features(texts: readonly string[]): SparseMatrix {
    return this.featuresOf(texts.map((text) => Uint32Array.from(wordsOf(text), (word) => this.words.get(word) ?? 0)))
  }

  /** @param texts each text's words by number, 0 where it is not known */
  featuresOf(texts: readonly Uint32Array[]): SparseMatrix {
    const starts = new Uint32Array(texts.length + 1)
    const [places, values] = [new Column(Uint32Array), new Column(Float32Array)]
    texts.forEach((words, row) => {
      const found: { readonly place: number; readonly value: number }[] = []
      for (const [term, count] of countTerms(words)) {
        const place = this.#places.get(term)
        if (place !== undefined) found.push({ place, value: (1 + Math.log(count)) * at(this.#weights, place) })
      }
      const length = Math.sqrt(found.reduce((sum, { value }) => sum + value ** 2, 0))
      for (const { place, value } of found) {
        places.push(place)
        values.push(value / length)
      }
      starts[row + 1] = values.length
    })
    return new SparseMatrix(this.size, starts, places.values(), values.values())
  }
}

function countTerms(words: Uint32Array): Map<number, number> {
  const counts = new Map<number, number>()
  const add = (term: number): void => void counts.set(term, (counts.get(term) ?? 0) + 1)
  words.forEach((word, i) => {
    if (word === 0) return
    add(word)
    const before = words[i - 1] ?? 0
    if (before > 0) add(before * base + word)
  })
  return counts
}
