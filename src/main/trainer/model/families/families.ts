export const families = ['distilbert', 'bert', 'roberta'] as const
export type Family = (typeof families)[number]

/** How a family's classifier computes, beyond the names of its tensors. All blocks normalise after adding. */
interface Traits {
  /** What the names of its Python classes begin with. */
  readonly className: string
  /** Between the head's dense layer and its classifier. */
  readonly headActivation: 'relu' | 'tanh'
  /** The dense layer of the head is pretrained with the encoder: BERT's pooler. */
  readonly hasPooler: boolean
  /** Dropout after the attention's output layer. */
  readonly dropsAttentionOutput: boolean
  /** Dropout before the head's dense layer, besides that after it. */
  readonly dropsHeadInput: boolean
  /** There is a token type table, whose row 0 is added to every token. */
  readonly hasTokenTypes: boolean
  /** Positions count from the padding token's id + 1 instead of 0. */
  readonly positionsFollowPadding: boolean
}

export const traits: Readonly<Record<Family, Traits>> = {
  distilbert: {
    className: 'DistilBert',
    headActivation: 'relu',
    hasPooler: false,
    dropsAttentionOutput: false,
    dropsHeadInput: false,
    hasTokenTypes: false,
    positionsFollowPadding: false,
  },
  bert: {
    className: 'Bert',
    headActivation: 'tanh',
    hasPooler: true,
    dropsAttentionOutput: true,
    dropsHeadInput: false,
    hasTokenTypes: true,
    positionsFollowPadding: false,
  },
  roberta: {
    className: 'Roberta',
    headActivation: 'tanh',
    hasPooler: false,
    dropsAttentionOutput: true,
    dropsHeadInput: true,
    hasTokenTypes: true,
    positionsFollowPadding: true,
  },
}
