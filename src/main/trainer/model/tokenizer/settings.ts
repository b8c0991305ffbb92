import { z } from 'zod'

/** A token that is found in a text as a whole, in the words of tokenizer.json. */
export const addedToken = z.object({
  content: z.string(),
  single_word: z.boolean().default(false),
  lstrip: z.boolean().default(false),
  rstrip: z.boolean().default(false),
  normalized: z.boolean().optional(),
  special: z.boolean().default(false),
})
export type AddedToken = z.infer<typeof addedToken>

const name = z.union([z.string(), addedToken])
const names = z.array(name)
const id = z.string().regex(/^\s*\d{1,9}\s*$/, 'a token id is a whole number')

/** The tokens with a part to play, in the order in which transformers adds them to a vocabulary that lacks them. */
export const roles = [
  'bos_token',
  'eos_token',
  'unk_token',
  'sep_token',
  'pad_token',
  'cls_token',
  'mask_token',
] as const
export type Role = (typeof roles)[number]

/** special_tokens_map.json */
export const specialTokens = z.looseObject({
  bos_token: name.nullish(),
  eos_token: name.nullish(),
  unk_token: name.nullish(),
  sep_token: name.nullish(),
  pad_token: name.nullish(),
  cls_token: name.nullish(),
  mask_token: name.nullish(),
  additional_special_tokens: names.nullish(),
  extra_special_tokens: z.union([names, z.record(z.string(), name)]).nullish(),
})

export type SpecialTokens = z.infer<typeof specialTokens>

/** added_tokens.json */
export const addedTokensFile = z.record(z.string().min(1), z.int().min(0))

function orElse(standard: boolean) {
  return z
    .boolean()
    .nullish()
    .transform((value) => value ?? standard)
}

/** Of tokenizer_config.json, what changes the ids of a text in transformers. */
export const tokenizerSettings = specialTokens.extend({
  do_lower_case: orElse(true),
  strip_accents: z.boolean().nullish(),
  tokenize_chinese_chars: orElse(true),
  add_prefix_space: orElse(false),
  added_tokens_decoder: z.record(id, addedToken).optional(),
  /** The tokens that are read of a text. Where nobody set it, transformers writes 1e30. */
  model_max_length: z.number().nullish(),
  truncation_side: z.enum(['left', 'right']).nullish(),
})
export type TokenizerSettings = z.infer<typeof tokenizerSettings>
