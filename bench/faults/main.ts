// Kills a fine-tuning at random moments, fills its disk, sends it signals; goes on with it, and compares what it comes to;
// then flips bits of every file and looks whether what is shown is true: `npm run faults`.
// `npm run faults -- 40 7` makes 40 kills, at the moments of seed 7; `npm run faults -- 40 7 disks` fills disks alone.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { flipBits } from './flips.ts'
import { fillDisks } from './full-disk.ts'
import { Job, kinds, type Kind } from './job.ts'
import { killAtRandom } from './kills.ts'
import { sendSignals } from './signals.ts'

const [count = '12', givenSeed, only] = process.argv.slice(3)
const folder = mkdtempSync(join(tmpdir(), 'lastlayer-faults-'))

try {
  const unbroken = new Map<Kind, { digest: string; seconds: number }>()
  for (const kind of kinds) {
    const job = new Job(join(folder, kind), kind)
    const since = performance.now()
    const { code, said } = await job.begin()
    if (code !== 0) throw new Error(`The unbroken fine-tuning of ${kind} ended with ${code}: ${said}`)
    const seconds = (performance.now() - since) / 1000
    unbroken.set(kind, { digest: job.digest(), seconds })
    console.log(`unbroken, ${kind}: ${seconds.toFixed(1)} s, weights ${job.digest().slice(0, 12)}`)
    job.remove()
  }
  const seed = Number(givenSeed ?? Date.now() % 10_000)
  const parts = {
    kills: () => killAtRandom(folder, unbroken, Number(count), seed),
    disks: () => fillDisks(folder, unbroken),
    signals: () => sendSignals(folder, unbroken),
    flips: () => flipBits(folder, 60, seed),
  }
  for (const [name, part] of Object.entries(parts)) {
    if (only !== undefined && only !== name) continue
    const since = performance.now()
    if ((await part()) > 0) process.exitCode = 1
    console.log(`${name}: ${((performance.now() - since) / 60_000).toFixed(1)} minutes\n`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
