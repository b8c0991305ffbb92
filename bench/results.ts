import { writeFileSync } from 'node:fs'
import { cpus, release, totalmem, type } from 'node:os'
import { versionOf } from '../src/main/trainer/backend/versions.ts'
import { line, type Times } from './timing.ts'

interface Row {
  readonly part: string
  readonly name: string
  readonly unit: string
  readonly value: number
  /** Of several runs; the value is then their median. */
  readonly spread: Pick<Times, 'least' | 'most' | 'runs'> | null
}

/** Everything that a bench measured: printed as it comes, and written as one file. */
export class Results {
  readonly #rows: Row[] = []
  #part = ''

  part(title: string): void {
    this.#part = title
    console.log(title)
  }

  seconds(name: string, { median, ...spread }: Times): void {
    this.#add({ name, unit: 's', value: median, spread })
    line(`${name} (s)`, `${short(median)} (${short(spread.least)} to ${short(spread.most)}, ${spread.runs})`)
  }

  /** A figure of one measurement. */
  number(name: string, value: number, unit: string): void {
    this.#add({ name, unit, value, spread: null })
    line(`${name} (${unit})`, short(value))
  }

  /** How many times one is the other. */
  ratio(name: string, over: number, under: number): void {
    this.#add({ name, unit: 'ratio', value: over / under, spread: null })
    line(name, short(over / under))
  }

  /** What stands in the place of a part that cannot be measured here. */
  leftOut(why: string): void {
    console.log(`  ${why}`)
  }

  /** Writes machine, versions and rows as JSON. */
  save(file: string): void {
    writeFileSync(
      file,
      `${JSON.stringify({ at: new Date().toISOString(), machine, versions, rows: this.#rows }, null, 2)}\n`,
    )
    console.log(`Written to ${file}.`)
  }

  #add(row: Omit<Row, 'part'>): void {
    this.#rows.push({ part: this.#part, ...row })
  }
}

const machine = {
  system: `${type()} ${release()}`,
  processor: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGB: Math.round(totalmem() / 2 ** 30),
}

const versions = {
  node: process.versions.node,
  'onnxruntime-node': versionOf('onnxruntime-node'),
  '@tensorflow/tfjs': versionOf('@tensorflow/tfjs'),
}

/** Three significant digits. */
function short(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3)
}
