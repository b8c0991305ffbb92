import type { Case } from '../case.ts'

const russian = Array.from({ length: 6 }, (_, i) => `Посылка пришла вовремя, но чайник номер ${i} не работает`)

/** Files that a model is asked about, and what is to be said of them. */
export const askedFiles: readonly Case[] = [
  {
    id: 'J7a',
    what: 'a table in a language that the model has no words of',
    does: 'command',
    args: ['predict', 'MODEL', '--file', 'NEW(ru.csv)'],
    written: { 'ru.csv': ['текст,дата', ...russian.map((text) => `"${text}",2024`)].join('\n') },
    right: { says: [/ru\.csv: \d\d % of the tokens are unknown to this model/] },
  },
  {
    id: 'J7b',
    what: 'a text in a language that the model has no words of',
    does: 'command',
    args: ['predict', 'MODEL', russian[0]],
    right: { says: [/Посылка.*: \d\d % of the tokens are unknown to this model/] },
  },
]
