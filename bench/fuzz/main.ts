// Gives the program what nobody should: `npm run fuzz` takes ten minutes; `npm run fuzz -- 2 7` takes two, with seed 7, and
// `npm run fuzz -- 2 7 dataset` for the targets of that name alone.
// What it finds is written to out/fuzz; see it once, put it right, and keep it in test/fuzz-seeds.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { callTargets } from './calls.ts'
import { datasetTargets, writeModel } from './datasets.ts'
import { extremeTargets } from './extremes/extremes.ts'
import { modelTargets } from './models.ts'
import { limits, type Files, type Target, type Verdict } from './target.ts'
import { Trainer } from './trainer.ts'
import { WebHost } from '../web-host.ts'

const [minutes = '10', givenSeed, only = ''] = process.argv.slice(3)
const seed = Number(givenSeed ?? Date.now() % 10_000)
const kept = join(import.meta.dirname, '..', '..', 'out', 'fuzz')
const folder = mkdtempSync(join(tmpdir(), 'lastlayer-fuzz-'))
const until = Date.now() + Number(minutes) * 60_000

interface Row {
  readonly inputs: number
  readonly accepted: number
  readonly refused: number
  readonly findings: number
  readonly seconds: number
  readonly megabytes: number
}

function write(into: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(into, path)), { recursive: true })
    writeFileSync(join(into, path), content)
  }
}

/** Keeps an input with what the program said of it. */
function keep(name: string, files: Files, told: string): void {
  const into = join(kept, name.replaceAll(/\W+/g, '-'))
  rmSync(into, { recursive: true, force: true })
  write(into, { ...files, 'why.txt': Buffer.from(told) })
  console.log(`FINDING  ${into}: ${told.slice(0, 300)}`)
}

/** Seconds after which an input is told of. */
const slow = 8

/** Findings that are said alike are one. */
const kindOf = (told: string): string =>
  told
    .replace(/\/\S+/g, '')
    .replace(/"[^"]*"|\d+/g, '')
    .slice(0, 120)

async function fuzz(target: Target, end: number): Promise<Row> {
  const row = { inputs: 0, accepted: 0, refused: 0, findings: 0, seconds: 0, megabytes: 0 }
  const seen = new Set<string>()
  for (const files of target.inputs(seed)) {
    const into = join(folder, String(row.inputs % 4))
    rmSync(into, { recursive: true, force: true })
    write(into, files)
    const verdict: Verdict = await target.try(into, files)
    const { seconds } = verdict
    if (seconds > slow) console.log(`${seconds.toFixed(1)} s: ${Object.keys(files)[0]}; ${verdict.told.slice(0, 200)}`)
    row.inputs++
    row.seconds = Math.max(row.seconds, seconds)
    row.megabytes = Math.max(row.megabytes, verdict.megabytes)
    if (verdict.kind === 'finding') {
      row.findings++
      const kind = kindOf(verdict.told)
      if (!seen.has(kind)) keep(`${target.name}-${seed}-${seen.size}`, files, verdict.told)
      seen.add(kind)
    } else row[verdict.kind]++
    if (Date.now() >= end && !target.isList) break
  }
  return row
}

const trainer = new Trainer()
const host = new WebHost(join(folder, 'host'))
try {
  console.log(
    `Fuzzing for ${minutes} minutes, seed ${seed}; an input may take ${limits.seconds} s and ${limits.megabytes} MB.`,
  )
  const model = writeModel(join(folder, 'model'))
  const all = [
    ...extremeTargets(trainer, host, model),
    ...modelTargets(trainer),
    ...(await datasetTargets(trainer, model)),
    ...callTargets(host),
  ]
  const targets = all.filter(({ name }) => name.startsWith(only))
  console.log(`${'target'.padEnd(28)}  inputs  accepted  refused  findings  slowest     most memory`)
  let findings = 0
  for (const [i, target] of targets.entries()) {
    const row = await fuzz(target, Date.now() + (until - Date.now()) / (targets.length - i))
    findings += row.findings
    const cells = [
      target.name.padEnd(28),
      String(row.inputs).padStart(6),
      String(row.accepted).padStart(8),
      String(row.refused).padStart(7),
      String(row.findings).padStart(8),
      `${row.seconds.toFixed(1)} s`.padStart(7),
      `${row.megabytes} MB`.padStart(14),
    ]
    console.log(cells.join('  '))
  }
  console.log(`${findings} findings; the trainer has ${trainer.memory} MB.`)
  if (findings > 0) process.exitCode = 1
} finally {
  await trainer.close()
  await host.close()
  rmSync(folder, { recursive: true, force: true })
}
