import type { CallParams, CallResult } from '../../src/shared/app-contract.ts'
import { LastlayerError } from '../../src/shared/errors.ts'
import { noFacts, type TableFacts } from '../../src/shared/table-facts.ts'

const texts = ['The best train ride of my life', 'Dull and awful to the end', '', 'A lovely garden, well kept']

/**
 * Tables of a host in memory, three batches of four rows each. Of one named "unclear" the text column is asked for first;
 * one named "broken" cannot be read; one named "slow" ends only if it is cancelled.
 */
export class FakeTables {
  readonly #stopped = new Set<string>()

  constructor(
    private readonly interval: number,
    private readonly notify: (message: unknown) => void,
  ) {}

  async answer(params: CallParams<'predictTable'>): Promise<CallResult<'predictTable'>> {
    const { ticket, path, upload, reading } = params
    const name = upload?.name ?? path ?? ''
    if (name.includes('broken')) throw new LastlayerError('dataset', `${name} is an empty file: choose another.`)
    if (name.includes('unclear') && (reading.textColumn ?? null) === null) {
      const sentence = `Cannot tell which column of ${name} is the text: choose one.`
      return {
        kind: 'question',
        sentence,
        columns: ['a', 'b'].map((column) => ({ name: column, values: ['one', 'two'] })),
        facts: factsOf(name),
      }
    }
    const text = reading.textColumn ?? 'note'
    const notes = [`The texts are taken from "${text}", by its name.`]
    const labels = ['neg', 'pos']
    this.notify({
      kind: 'answers',
      ticket,
      progress: {
        kind: 'table',
        columns: ['id', text],
        text,
        labels,
        abstainBelow: null,
        notes,
        facts: factsOf(name, reading.separator),
      },
    })
    for (let batch = 0; batch < 3 || name.includes('slow'); batch++) {
      this.notify({ kind: 'answers', ticket, progress: { kind: 'rows', rows: rowsOf(batch) } })
      await new Promise((resolve) => setTimeout(resolve, this.interval))
      if (this.#stopped.has(ticket)) throw new LastlayerError('cancelled', 'Stopped.')
    }
    return { kind: 'answered', answered: 9, truncated: 0, leftOut: { count: 3, rows: [] } }
  }

  stop({ ticket }: CallParams<'cancelTable'>): Record<string, never> {
    this.#stopped.add(ticket)
    return {}
  }
}

function factsOf(name: string, separator: string | null = null): TableFacts {
  if (name.endsWith('.xlsx')) return { ...noFacts, sheets: { used: 'Letters', all: ['Letters', 'Notes'] } }
  return { ...noFacts, encoding: { used: 'utf-8', others: [] }, separator: { used: separator ?? ';' } }
}

function rowsOf(batch: number): object[] {
  return texts.map((text, i) => {
    const row = { line: 2 + 4 * batch + i, cells: [4 * batch + i, text] }
    if (text === '') return { ...row, answer: null, about: 'No text.' }
    const pos = /best|lovely/.test(text) ? 0.934 : 0.121
    const answer = { label: pos > 0.5 ? 'pos' : 'neg', probs: [1 - pos, pos], abstained: false, truncated: false }
    return { ...row, answer, about: text }
  })
}
