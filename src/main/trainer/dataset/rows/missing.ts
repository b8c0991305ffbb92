/**
 * What pandas.read_csv takes for a missing value (its na_values, pandas 2), what MySQL and PostgreSQL export for one, and
 * what people type; and what a formula of Excel shows that failed, in the languages of Europe.
 */
export const missingWords: readonly string[] = [
  ...['', '#N/A', '#N/A N/A', '#NA', '-1.#IND', '-1.#QNAN', '-NaN', '-nan', '1.#IND', '1.#QNAN', '<NA>', 'N/A', 'NA'],
  ...['NULL', 'NaN', 'None', 'n/a', 'nan', 'null'],
  ...['\\N', 'n.a.', 'N.A.'],
  ...['#REF!', '#NAME?', '#VALUE!', '#DIV/0!', '#NUM!', '#NULL!', '#ERROR!', '#BEZUG!', '#WERT!', '#ZAHL!', '#NV'],
  ...['#VALEUR!', '#NOM?', '#NOMBRE!', '#NUL!', '#¡REF!', '#¿NOMBRE?', '#¡VALOR!', '#¡DIV/0!', '#¡NUM!', '#RIF!'],
  ...['#VALORE!', '#NOME?', '#N/D', '#VALOR!', '#VERW!', '#WAARDE!', '#NAAM?', '#DEEL/0!', '#N/B', '#ADR!', '#ARG!'],
  ...['#NAZWA?', '#DZIEL/0!', '#N/D!', '#ССЫЛКА!', '#ЗНАЧ!', '#ИМЯ?', '#ДЕЛ/0!', '#Н/Д'],
]

const missing = new Set(missingWords)
const longest = Math.max(...missingWords.map(({ length }) => length))

/** Whether a cell holds nothing, or a word that says so. */
export function isMissing(value: string): boolean {
  const word = value.trim()
  // A set would read a text from end to end.
  return word.length <= longest && missing.has(word)
}

/** Whether a word for a missing value may be meant as a label: not applicable, none of the others. */
export function mayBeMeant(word: string): boolean {
  return /^(none|n\/?a|n\.a\.|null)$/i.test(word)
}
