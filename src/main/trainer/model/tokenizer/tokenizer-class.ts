import { z } from 'zod'

/**
 * What Python's transformers makes of a tokenizer's files. For the classes of BERT and RoBERTa it takes the vocabulary
 * alone and builds the rest anew from tokenizer_config.json; for others it takes tokenizer.json as it is.
 */
export type Building = 'word pieces' | 'byte pairs' | 'as it is'

// Measured with transformers 5.24: each of these is one of the two classes, or inherits what they do.
const likeBert = ['Bert', 'DistilBert', 'Electra', 'ConvBert', 'LayoutLM', 'Lxmert', 'MobileBert', 'SqueezeBert']
const likeRoberta = ['Roberta', 'Bart', 'LED', 'Longformer', 'Mvp']

const named = z.looseObject({ tokenizer_class: z.string().nullish() })

/** The class that a model's tokenizer has: the one that is named first, else that of the model's own family. */
export function tokenizerClass(settings: unknown, config: { readonly model_type?: unknown }): string {
  for (const file of [settings, config]) {
    const name = named.safeParse(file).data?.tokenizer_class
    if (typeof name === 'string') return name.replace(/Fast$/, '')
  }
  return config.model_type === 'roberta' ? 'RobertaTokenizer' : 'BertTokenizer'
}

/** How a class of this name, without `Fast`, is built. */
export function buildingOf(name: string): Building {
  const family = name.replace(/Tokenizer$/, '')
  if (likeBert.includes(family)) return 'word pieces'
  return likeRoberta.includes(family) ? 'byte pairs' : 'as it is'
}
