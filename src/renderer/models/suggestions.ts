/** Models of the hub; what each is for is among the words. Size and licence the hub tells when one is looked up. */
export const suggestions = [
  { key: 'distilbert', name: 'distilbert-base-uncased' },
  { key: 'multilingual', name: 'distilbert-base-multilingual-cased' },
  { key: 'roberta', name: 'distilroberta-base' },
  { key: 'bert', name: 'bert-base-uncased' },
  { key: 'miniLM', name: 'sentence-transformers/all-MiniLM-L6-v2' },
] as const
