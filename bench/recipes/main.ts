import { spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { bundledModel, nativeHome, packageRoot } from '../../src/main/host/paths.ts'
import { findRuntime, trainerEnvironment } from '../../src/main/tensorflow/runtime.ts'
import { measurement, type Measurement } from './measurement.ts'

// Auto beside Classic, and beside the best of a grid of 12 settings that is chosen by the test part:
//   npm run bench recipes/main
// RECIPES_SETS are folders with train.csv and test.csv, with commas (sets/make.py makes some from packages); RECIPES_MODELS
// folders of models (the bundled one); RECIPES_SEEDS (3), of which RECIPES_GRID_SEEDS (1) run the grid; RECIPES_LOG keeps
// what was measured, and is gone on with.

const list = (text: string) => text.split(',').map((path) => resolve(path))
const sets = list(process.env.RECIPES_SETS ?? '')
const models = process.env.RECIPES_MODELS ? list(process.env.RECIPES_MODELS) : [bundledModel()]
const seeds = Number(process.env.RECIPES_SEEDS ?? 3)
const gridSeeds = Number(process.env.RECIPES_GRID_SEEDS ?? 1)
const log = process.env.RECIPES_LOG ?? null

const runtime = await findRuntime(nativeHome())
const env = { ...process.env, ...(runtime && trainerEnvironment(runtime)) }

function parse(lines: string): Measurement[] {
  return lines
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => measurement.parse(JSON.parse(line)))
}

function measured(set: string, model: string): Measurement[] {
  const of = (all: readonly Measurement[]) =>
    all.filter((one) => set.endsWith(`/${one.set}`) && model.endsWith(`/${one.model}`))
  const known = log !== null && existsSync(log) ? of(parse(readFileSync(log, 'utf8'))) : []
  if (known.length > 0) return known
  const RECIPES = JSON.stringify([set, model, seeds, gridSeeds])
  const script = join(packageRoot(), 'scripts', 'bench.mjs')
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, 'recipes/measure'], {
    env: { ...env, RECIPES },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stderr.slice(-2000))
  if (log !== null) appendFileSync(log, stdout)
  return parse(stdout)
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
const percent = (share: number) => (100 * share).toFixed(1).padStart(6)

interface Row {
  readonly auto: number
  readonly classic: number
  readonly best: number
  readonly cost: number
}

function rowOf(all: readonly Measurement[]): Row {
  const named = (name: string) => all.filter(({ recipe }) => recipe === name)
  const accuracyOf = (name: string) => mean(named(name).map(({ accuracy }) => accuracy))
  const settings = [...new Set(all.map(({ recipe }) => recipe))].filter((name) => name.includes(' x '))
  const features = Math.max(...all.map(({ featureSeconds }) => featureSeconds))
  return {
    auto: accuracyOf('auto'),
    classic: accuracyOf('classic'),
    best: Math.max(...settings.map(accuracyOf)),
    cost: mean(named('auto').map(({ searchSeconds, seconds }) => searchSeconds / (features + seconds))),
  }
}

console.log('model                   set                 Auto  Classic  best of 12  cost of the search')
for (const model of models) {
  const rows: Row[] = []
  for (const set of sets) {
    const row = rowOf(measured(set, model))
    rows.push(row)
    const figures = [row.auto, row.classic, row.best].map(percent).join('   ')
    console.log(
      `${basename(model).slice(0, 22).padEnd(24)}${basename(set).padEnd(18)}${figures}   ${percent(row.cost)} %`,
    )
  }
  const better = rows.filter(({ auto, classic }) => auto > classic).length
  const behind = mean(rows.map(({ auto, best }) => best - auto))
  console.log(
    `Auto beats Classic on ${better} of ${rows.length} sets, and is ${percent(behind).trim()} points behind the best.`,
  )
}
