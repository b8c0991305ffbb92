import { LastlayerError } from '../../../shared/errors.ts'

/** `con.txt` and the like are devices on Windows. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/** Whether a model on the hub may be called so: `name` or `organisation/name`, in the hub's alphabet. */
export function isRepository(name: string): boolean {
  const parts = name.split('/')
  const isPlain = parts.length <= 2 && name.length <= 96 && parts.every((part) => /^\w([\w.-]*\w)?$/.test(part))
  return isPlain && !/--|\.\.|\.git$/.test(name) && !reserved.test(name)
}

/**
 * A model's name on the hub, without spaces around it.
 * @throws LastlayerError `usage`
 */
export function parseRepository(name: string): string {
  const repository = name.trim()
  if (isRepository(repository)) return repository
  const shown = repository.length > 60 ? `${repository.slice(0, 60)}…` : repository
  const advice = 'Write it as distilbert-base-uncased, or with its organisation as in google-bert/bert-base-uncased'
  throw new LastlayerError('usage', `"${shown}" is not the name of a model on the hub. ${advice}.`)
}

/** The folder in which a model is kept. Names that differ in upper and lower case are one model to the hub. */
export function folderName(repository: string): string {
  return repository.replace('/', '--').toLowerCase()
}
