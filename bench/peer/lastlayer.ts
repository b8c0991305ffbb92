import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { LastlayerError } from '../../src/shared/errors.ts'
import { nativeHome } from '../../src/main/host/paths.ts'
import { TrainerHost } from '../../src/main/host/trainer/start.ts'
import { makeFolder } from '../../src/main/disk/atomic-files.ts'
import { writeJson, writeMaterial } from './material.ts'
import { depths, peerRecipes } from './recipes.ts'

// Lastlayer's half of the comparison, in the trainer that the application uses. README.md says how to run both halves.

const [model, dataset, out] = process.argv.slice(3).map((path) => resolve(path))
if (out === undefined) {
  throw new LastlayerError('usage', 'Name three folders: npm run bench peer/lastlayer MODEL DATASET OUT.')
}
await makeFolder(out)
const recipes = peerRecipes(model, dataset)
await writeJson(join(out, 'recipes.json'), recipes)
await writeMaterial(recipes['losses-k0-float32'], out)

const host = new TrainerHost()
const places = { runs: join(out, 'runs'), cache: join(out, 'cache'), models: join(out, 'models') }
try {
  await writeJson(join(out, 'lastlayer.json'), await host.run('doctor', { home: nativeHome(), places }))
  for (const [name, recipe] of Object.entries(recipes)) {
    const run = join(places.runs, name)
    if (existsSync(join(run, 'report.json'))) continue
    const prepare = depths.filter((depth) => depth !== recipe.unfreeze)
    const { after } = await host.run('finetune', { recipe, places, out: run, prepare })
    console.log(`${name}: accuracy ${after.accuracy.toFixed(4)}, F1 ${after.f1?.toFixed(4) ?? '–'}`)
  }
} finally {
  await host.close()
}
