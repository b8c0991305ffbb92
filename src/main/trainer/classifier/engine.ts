/** The logits of one text, and how much of it was read. */
export interface Scored {
  readonly logits: Float32Array
  readonly tokens: number
  /** Those of the tokens that the vocabulary lacks. */
  readonly unknown: number
  readonly truncated: boolean
  /** The tokens that it would have without a limit. */
  readonly wholeTokens: number
}

/** What turns texts into logits, from the files of one model folder. */
export interface Engine {
  /** By class index. */
  readonly labels: readonly string[]
  /** The tokens that are read of a text. */
  readonly maxLength: number
  /** The confidence below which it does not answer; null if it always does. */
  readonly abstainBelow: number | null
  /**
   * Logits [labels] of each text, in order. Texts should be cleaned.
   * @throws LastlayerError `cancelled` once the signal is aborted
   */
  score(texts: readonly string[], signal: AbortSignal): Promise<Scored[]>
  /**
   * How many of a text's characters are read, from its beginning; null where it is the end that is read.
   * @param clean what is done to the text before it is scored
   */
  charactersRead(text: string, clean: (text: string) => string): number | null
  close(): Promise<void>
}
