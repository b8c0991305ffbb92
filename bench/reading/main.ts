import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { z } from 'zod'
import { line } from '../timing.ts'
import { writeCsv, writeJsonLines, writeWorkbook } from './material.ts'

// How long it takes to read large files, and how much memory, beside pandas on the same files:
//   npm run bench reading/main
// What grows with a table: while it is read, twelve bytes a text, which are the columns of dataset/store; then five of
// these are given up, and some seven are made for a moment where parts are drawn. All else is bounded.
// READING_GB is the size of the largest (1), PYTHON a Python with pandas and openpyxl (python3).

const gigabytes = Number(process.env.READING_GB ?? 1)
const python = process.env.PYTHON ?? 'python3'
const peer = 'bench/reading/peer.py'

const taken = z.object({ rows: z.number(), seconds: z.number(), megabytes: z.number() })
type Taken = z.infer<typeof taken>

/** What a reader in a process of its own took; a sentence if it failed. */
function read(command: string, args: readonly string[]): Taken | string {
  try {
    const output = execFileSync(command, args, { encoding: 'utf8', stdio: 'pipe' })
    return taken.parse(JSON.parse(output))
  } catch (error) {
    const lines = error instanceof Error ? error.message.trim().split('\n') : ['']
    return lines.findLast((text) => /Error/.test(text)) ?? lines[0]
  }
}

function describe(name: string, result: Taken | string): void {
  if (typeof result === 'string') line(`${name}: ${result.slice(0, 160)}`, 'failed')
  else line(`${name}: seconds, peak memory (MB)`, `${result.seconds.toFixed(2)}, ${result.megabytes.toFixed(0)}`)
}

/** Compiled, so that nothing but the reader is in its process. */
async function compileReader(): Promise<string> {
  const outDir = 'out/bench'
  const ssr = 'bench/reading/lastlayer.ts'
  await build({ configFile: false, logLevel: 'error', build: { ssr, outDir, target: 'node20' } })
  return join(outDir, 'lastlayer.js')
}

function hasPandas(): boolean {
  try {
    execFileSync(python, [peer], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const files = [
  ['CSV of 50 MB', 'reviews.csv', (path: string) => writeCsv(path, 50)],
  ['Excel workbook of 20 MB', 'reviews.xlsx', (path: string) => writeWorkbook(path, 20)],
  [`JSON Lines of ${100 * gigabytes} MB`, 'some.jsonl', (path: string) => writeJsonLines(path, 100 * gigabytes)],
  [`JSON Lines of ${gigabytes} GB`, 'all.jsonl', (path: string) => writeJsonLines(path, 1000 * gigabytes)],
] as const

const reader = await compileReader()
const ofJsonLines: Taken[] = []
const withPandas = hasPandas()
if (!withPandas) console.log(`${python} has no pandas with openpyxl (PYTHON=… names another): left out.`)
for (const [title, name, write] of files) {
  const folder = mkdtempSync(join(tmpdir(), 'lastlayer-bench-'))
  try {
    const path = join(folder, name)
    await write(path)
    console.log(`Reading: ${title}`)
    const ours = read(process.execPath, [reader, path])
    describe('Lastlayer', ours)
    if (typeof ours !== 'string' && name.endsWith('.jsonl')) ofJsonLines.push(ours)
    if (!withPandas) continue
    const theirs = read(python, [peer, path])
    describe('pandas', theirs)
    if (typeof ours === 'string' || typeof theirs === 'string') continue
    line('Lastlayer / pandas: time', (ours.seconds / theirs.seconds).toFixed(2))
    line('Lastlayer / pandas: memory', (ours.megabytes / theirs.megabytes).toFixed(2))
    if (ours.rows !== theirs.rows) line('Rows that only one of them reads', String(theirs.rows - ours.rows))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
const [some, all] = ofJsonLines
if (some !== undefined && all !== undefined) {
  const bytes = (1e6 * (all.megabytes - some.megabytes)) / (all.rows - some.rows)
  line('Lastlayer: peak memory for each text more (bytes)', bytes.toFixed(0))
}
