// Makes a hundred short runs in one application, and looks whether it takes more and more: `npm run soak`.
// `npm run soak -- 30` makes thirty.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundledModel } from '../../src/main/host/paths.ts'
import { parseRecipe } from '../../src/shared/recipe.ts'
import { WebHost } from '../web-host.ts'
import { judgements } from './judgements.ts'
import { HeapProbe, sightOf, type Sight } from './sight.ts'

const [count = '100'] = process.argv.slice(3)
const folder = mkdtempSync(join(tmpdir(), 'lastlayer-soak-'))
const probe = new HeapProbe(folder)
const host = new WebHost(folder, probe.environment)

const rows = Array.from({ length: 40 }, (_, i) => `The plot of number ${i} was ${i % 2 ? 'dull,neg' : 'great,pos'}`)

/** One run from its start to its end, as a page makes it and looks at it. */
async function makeRun(seed: number): Promise<void> {
  const dataset = join(host.files, 'reviews.csv')
  const recipe = parseRecipe({ dataset, model: bundledModel(), seed, epochs: 1, batchSize: 8, maxLength: 16 })
  const ended = new Promise<void>((resolve, reject) => {
    const stop = host.subscribe((told) => {
      if (told.kind !== 'ended') return
      stop()
      if (told.error === null) resolve()
      else reject(new Error(told.error.message))
    })
  })
  await host.call('start', { recipe })
  await ended
  const [run] = await host.call('listRuns', {})
  if (run === undefined) throw new Error('The run is not in the list.')
  await host.call('openRun', { folder: run.folder })
  await host.call('predict', { model: run.folder, texts: ['A great plot.'], files: [], uploads: [] })
}

const columns = ['run', 'memory MB', 'heap MB', 'trainer MB', 'open files', 'processes']
const line = (cells: readonly (string | number)[]): string => cells.map((cell) => String(cell).padStart(12)).join('')

try {
  await host.call('about', {})
  writeFileSync(join(host.files, 'reviews.csv'), `text,label\n${rows.join('\n')}\n`)
  console.log(line(columns))
  const sights: Sight[] = []
  for (let run = 1; run <= Number(count); run++) {
    await makeRun(run)
    const sight = await sightOf(host.pid, probe)
    sights.push(sight)
    const { memory, heap, trainer, files, processes } = sight
    if (run % 10 === 0) console.log(line([run, memory, heap.toFixed(1), trainer, files, processes]))
  }
  for (const { what, isFlat, told } of judgements(sights)) {
    console.log(`${isFlat ? 'flat  ' : 'GROWS '}  ${what}: ${told}`)
    if (!isFlat) process.exitCode = 1
  }
} finally {
  await host.close()
  rmSync(folder, { recursive: true, force: true })
}
