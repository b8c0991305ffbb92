/** Models of the hub, and what for. Size and licence the hub tells when one is looked up. */
export const suggestions = [
  { name: 'distilbert-base-uncased', about: 'English, 6 blocks', suits: 'most texts in English: a good first choice' },
  { name: 'distilbert-base-multilingual-cased', about: 'many languages, 6 blocks', suits: 'texts in other languages' },
  { name: 'distilroberta-base', about: 'English, 6 blocks', suits: 'English in which capitals matter' },
  { name: 'bert-base-uncased', about: 'English, 12 blocks', suits: 'who can wait about twice as long' },
  {
    name: 'sentence-transformers/all-MiniLM-L6-v2',
    about: 'English, 6 blocks of half the width',
    suits: 'topics rather than moods, and slow machines',
  },
] as const
