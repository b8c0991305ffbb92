import fc from 'fast-check'

/** What is given to a target: files by their paths in a folder of their own. */
export type Files = Readonly<Record<string, Uint8Array>>

/** How the program took an input: it made something of it, said in a sentence why it does not, or did what it must not. */
export interface Verdict {
  readonly kind: 'accepted' | 'refused' | 'finding'
  /** What it said. */
  readonly told: string
  /** The most memory of its process so far, in megabytes; 0 where the system does not tell. */
  readonly megabytes: number
  /** For which a processor worked for it. */
  readonly seconds: number
}

/** A part of the program that reads what others wrote. */
export interface Target {
  readonly name: string
  /** Without end, unless it is a list of which each is tried once. */
  readonly inputs: (seed: number) => Iterable<Files>
  readonly isList?: boolean
  /** Gives an input, whose files are in `folder`, to the program. */
  readonly try: (folder: string, files: Files) => Promise<Verdict>
}

/** What one input may take: of a processor, of memory, and by the clock, as others may use the machine too. */
export const limits = { seconds: 30, megabytes: 2048, clock: 120 }

const batch = 40

/** Inputs that are drawn, without end; the same of the same seed. */
export const drawn = (inputs: fc.Arbitrary<Files>) =>
  function* (seed: number): Generator<Files> {
    for (let i = 0; ; i++) yield* fc.sample(inputs, { numRuns: batch, seed: seed * 100_003 + i })
  }

/** What several answers to one input come to: a finding if one is. */
export function worst(verdicts: readonly [Verdict, ...Verdict[]]): Verdict {
  const [first] = verdicts
  const megabytes = Math.max(...verdicts.map((one) => one.megabytes))
  const seconds = Math.max(...verdicts.map((one) => one.seconds))
  return { ...(verdicts.find(({ kind }) => kind === 'finding') ?? first), megabytes, seconds }
}
