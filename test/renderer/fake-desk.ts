import type { CallParams } from '../../src/shared/app-contract.ts'
import { isChange, type Correction } from '../../src/shared/corrections.ts'
import { LastlayerError } from '../../src/shared/errors.ts'
import type { RunRecord } from '../../src/shared/run-record.ts'
import type { Suspect, SuspectsPage } from '../../src/shared/suspects.ts'
import { examples, numbers } from './fake-run.ts'

const total = 47

/** Label errors of a run in memory, and what was put right of them. */
export class FakeDesk {
  readonly #corrections = new Map<string, Map<string, Correction>>()
  readonly #running = new Set<number>()

  constructor(
    private readonly interval: number,
    private readonly notify: (message: unknown) => void,
  ) {}

  async look({ dataset }: RunRecord, { offset, limit, reading }: CallParams<'desk'>): Promise<SuspectsPage> {
    this.#running.add(reading)
    for (let done = 0; done < 10; done++) {
      this.notify({ kind: 'reading', reading, progress: { phase: 'scoring', done, total: 10, unit: 'texts' } })
      await new Promise((resolve) => setTimeout(resolve, this.interval / 4))
      if (!this.#running.has(reading)) throw new LastlayerError('cancelled', 'Stopped.')
    }
    const labels = dataset?.labels ?? []
    return {
      labels,
      texts: 800,
      probable: 31,
      total,
      suspects: suspectsOf(labels).slice(offset, offset + limit),
    }
  }

  cancel(reading: number): void {
    this.#running.delete(reading)
  }

  correct(folder: string, changes: readonly Correction[]): { corrections: Correction[] } {
    const known = this.#corrections.get(folder) ?? new Map<string, Correction>()
    for (const one of changes) {
      if (isChange(one)) known.set(one.digest, one)
      else known.delete(one.digest)
    }
    this.#corrections.set(folder, known)
    return { corrections: [...known.values()] }
  }
}

function suspectsOf(labels: readonly string[]): Suspect[] {
  const random = numbers(3)
  return examples(total, labels).map(({ text, label }, i) => {
    const given = (labels.indexOf(label) + 1) % labels.length
    const sure = 0.98 - 0.008 * i - 0.002 * random()
    const probabilities = labels.map((name) => (name === label ? sure : (1 - sure) / (labels.length - 1)))
    const digest = i.toString(16).padStart(64, '0')
    return { ordinal: i, digest, text, label: given, probabilities, contradicts: i % 9 === 3 }
  })
}
