import { LastlayerError } from '../../shared/errors.ts'

/** `con.txt` and the like are devices on Windows. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/**
 * A model's name on the hub, `name` or `organisation/name` in the hub's alphabet, without spaces around it.
 * @throws LastlayerError `usage`
 */
export function parseRepository(name: string): string {
  const repository = name.trim()
  const parts = repository.split('/')
  const isName = parts.length <= 2 && repository.length <= 96 && parts.every((part) => /^\w([\w.-]*\w)?$/.test(part))
  if (isName && !/--|\.\.|\.git$/.test(repository) && !reserved.test(repository)) return repository
  const shown = repository.length > 60 ? `${repository.slice(0, 60)}…` : repository
  const advice = 'Write it as distilbert-base-uncased, or with its organisation as in google-bert/bert-base-uncased'
  throw new LastlayerError('usage', `"${shown}" is not the name of a model on the hub. ${advice}.`)
}

/** The folder in which a model is kept. Names that differ in upper and lower case are one model to the hub. */
export function folderName(repository: string): string {
  return repository.replace('/', '--').toLowerCase()
}
