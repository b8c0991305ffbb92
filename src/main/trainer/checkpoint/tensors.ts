import type { TrainedTensor } from '../model/save-model.ts'
import type { Answers, KeptStanding, KeptState, LiveStanding, MomentValues, Weights } from './standing.ts'

/** A tensor of a checkpoint, whose numbers are fetched when they are written. */
export interface KeptTensor {
  readonly shape: readonly number[]
  readonly values: () => Float32Array | Promise<Float32Array>
}

/** The tensors of a standing, by the names that they have in a checkpoint. */
export function tensorsOf({ tail, optimizer, kept, answers }: LiveStanding): Map<string, KeptTensor> {
  const tensors = new Map<string, KeptTensor>()
  for (const [name, variable] of tail.variables) {
    const { shape } = variable
    const weights = (): Promise<Float32Array> => variable.data() as Promise<Float32Array>
    tensors.set(`weights/${name}`, { shape, values: weights })
    const moments = optimizer.moments.get(name)
    if (moments === undefined) continue
    for (const moment of ['first', 'second'] as const) {
      tensors.set(`${moment}/${name}`, { shape, values: () => moments.values(moment) })
    }
  }
  for (const part of ['kept', 'previous'] as const) {
    for (const [name, { shape, data }] of kept[part] ?? []) {
      tensors.set(`${part}/${name}`, { shape, values: () => data })
    }
  }
  for (const [epoch, { test, validation }] of answers) {
    for (const [part, data] of Object.entries({ test, validation })) {
      if (data !== null) tensors.set(`${part}/${epoch}`, { shape: [data.length], values: () => data })
    }
  }
  return tensors
}

/** The parts of a standing that are tensors, from those of a checkpoint. */
export function standingOf(
  tensors: ReadonlyMap<string, TrainedTensor>,
  { best, epochs }: Pick<KeptState, 'best' | 'epochs'>,
): Pick<KeptStanding, 'weights' | 'moments' | 'kept' | 'answers'> {
  const part = (name: string): Weights =>
    new Map(
      [...tensors].flatMap(([key, value]) => (key.startsWith(`${name}/`) ? [[key.slice(name.length + 1), value]] : [])),
    )
  const some = (name: string): Weights | null => (part(name).size === 0 ? null : part(name))
  return {
    weights: part('weights'),
    moments: momentsOf(part('first'), part('second')),
    kept: { best, epochs, kept: some('kept'), previous: some('previous') },
    answers: answersOf(part('test'), part('validation')),
  }
}

function momentsOf(first: Weights, second: Weights): MomentValues {
  return new Map([...first].map(([name, { data }]) => [name, { first: data, second: second.get(name)?.data ?? data }]))
}

function answersOf(test: Weights, validation: Weights): Map<number, Answers> {
  const answers = [...test].map(([epoch, { data }]): [number, Answers] => [
    Number(epoch),
    { test: data, validation: validation.get(epoch)?.data ?? null },
  ])
  return new Map(answers)
}
