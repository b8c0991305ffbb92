import { benchJob } from './job.ts'
import { Results } from './results.ts'
import { benchTrunk } from './trunk.ts'
import { benchWindow } from './window.ts'

// One part of `npm run bench` alone: `npm run bench one window`.

const parts: Readonly<Record<string, (results: Results) => Promise<unknown>>> = {
  job: benchJob,
  trunk: (results) => benchTrunk('distilbert', results),
  window: benchWindow,
}

const part = parts[process.argv[3] ?? '']
if (part === undefined) throw new Error(`Name a part: ${Object.keys(parts).join(', ')}.`)
await part(new Results())
