import { closeSync, mkdirSync, openSync, readFileSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { keyOf, uniform } from '../../src/main/trainer/random.ts'
import { LastlayerError } from '../../src/shared/errors.ts'
import { at } from '../../src/shared/at.ts'
import { Home, type View } from './home.ts'
import { isLeftOf } from './left-of.ts'

const mostMinutes = 12
const always: readonly View[] = ['list', 'run', 'report', 'answers', 'compare', 'predict']

/** What else is asked for where a file of this name was damaged. */
const more: readonly (readonly [RegExp, readonly View[]])[] = [
  [/^cache/, ['finetune']],
  [/^runs\/broken/, ['resume']],
  [/suspects/, ['desk']],
  [/corrections/, ['corrections']],
  [/^(settings|offline)\.json/, ['settings']],
]

type Outcome = 'the same' | 'said' | 'WRONG'

/**
 * Flips bits of every file of a home, or cuts it off, and looks whether what the program then shows is the truth, or a
 * sentence says what is damaged. Returns how often it is neither.
 */
export async function flipBits(folder: string, count: number, seed: number): Promise<number> {
  const startedAt = Date.now()
  mkdirSync(join(folder, 'flips'), { recursive: true })
  const home = new Home(join(folder, 'flips'))
  const tally = new Map<string, Record<Outcome, number>>()
  let [tried, wrong] = [0, 0]
  try {
    await home.make()
    const files = home.files()
    const truth = new Map<View, unknown>()
    for (const view of new Set([...always, ...more.flatMap(([, views]) => views)]))
      truth.set(view, await home.show(view))
    console.log(`${count} flips and cuts over ${files.length} files, of seed ${seed}; at most ${mostMinutes} minutes.`)
    for (; tried < count && Date.now() - startedAt < mostMinutes * 60_000; tried++) {
      home.restore()
      const random = (i: number): number => uniform(keyOf(seed, tried), i)
      const file = at(files, tried < files.length ? tried : Math.floor(random(0) * files.length))
      const done = damage(home.pathOf(file), random)
      const { outcome, told } = await judge(home, truth, file)
      const kind = kindOf(file)
      const row = tally.get(kind) ?? { 'the same': 0, said: 0, WRONG: 0 }
      row[outcome]++
      tally.set(kind, row)
      if (outcome === 'WRONG') {
        wrong++
        console.log(`WRONG  ${file}, ${done}: ${told}`)
      }
    }
  } finally {
    await home.close()
  }
  console.log(`\n${'file'.padEnd(44)}the same      said     WRONG`)
  for (const [kind, row] of [...tally].sort()) {
    console.log(
      `${kind.padEnd(44)}${Object.values(row)
        .map((n) => String(n).padStart(8))
        .join('  ')}`,
    )
  }
  console.log(`${tried} flips and cuts: ${wrong} wrong.`)
  return wrong
}

/** Flips a bit, or cuts the file off, as a disk does it: long after it was written. Returns what was done. */
function damage(path: string, random: (i: number) => number): string {
  const told = change(path, random)
  const anHourAgo = Date.now() / 1000 - 3600
  utimesSync(path, anHourAgo, anHourAgo)
  return told
}

function change(path: string, random: (i: number) => number): string {
  const bytes = readFileSync(path)
  const place = Math.floor(random(1) * bytes.length)
  if (random(2) < 0.25) {
    truncateSync(path, place)
    return `cut after ${place} of ${bytes.length} bytes`
  }
  const bit = Math.floor(random(3) * 8)
  bytes.writeUInt8(bytes.readUInt8(place) ^ (1 << bit), place)
  // In place.
  const file = openSync(path, 'r+')
  writeFileSync(file, bytes)
  closeSync(file)
  return `bit ${bit} of byte ${place} of ${bytes.length}`
}

async function judge(
  home: Home,
  truth: ReadonlyMap<View, unknown>,
  file: string,
): Promise<{ outcome: Outcome; told: string }> {
  const views = [...always, ...more.flatMap(([pattern, views]) => (pattern.test(file) ? views : []))]
  let [isSame, isSaid] = [true, false]
  const faults: string[] = []
  for (const view of views) {
    const was = truth.get(view)
    try {
      const now = await home.show(view)
      if (JSON.stringify(now) === JSON.stringify(was)) continue
      isSame = false
      isSaid ||= saysDamage(now)
      // Two runs are compared by the answers that are left, and that is said.
      const isTrue = view === 'compare' ? saysDamage(now) : isLeftOf(now, was)
      if (!isTrue) faults.push(`${view} shows something else`)
    } catch (error) {
      isSame = false
      isSaid = true
      if (!(error instanceof LastlayerError) || error.code === 'internal') faults.push(`${view}: ${String(error)}`)
    }
  }
  if (!isSame && !isSaid) faults.push('less is shown, and nothing said')
  if (faults.length > 0) return { outcome: 'WRONG', told: faults.join('; ') }
  return { outcome: isSame ? 'the same' : 'said', told: '' }
}

/** Whether an answer says that something is damaged. */
function saysDamage(answer: unknown): boolean {
  return /"damaged":\["|"broken":[1-9]|missing or damaged/.test(JSON.stringify(answer))
}

function kindOf(file: string): string {
  return file
    .replace(/[0-9a-f]{32}/, '…')
    .replace(/[0-9a-f-]{36}[^/]*(?=\.(features|json)$)/, '…')
    .replace(/\d+-step-\d+/, '…')
}
