// `npm test`: every check, all of them even if one fails. The last line printed is the count that our CI reads.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checks, execute, results } from './checks.mjs'
import { build, install } from './prepare.mjs'

const count = { passed: 0, failed: 0, skipped: 0 }

/** @param {() => void} step */
const attempt = (step) => {
  try {
    step()
    return true
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    count.failed += 1
    return false
  }
}

if (attempt(install)) {
  attempt(build)
  for (const passed of await results([...checks.lint, ...checks.typecheck])) count[passed ? 'passed' : 'failed'] += 1
  runVitest('node_modules/vitest/vitest.mjs', 'run')
  runVitest('scripts/test-electron.mjs', 'test/e2e/electron.test.ts')
}
process.exitCode = count.failed > 0 ? 1 : 0
const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : ''
console.log(`${count.passed} passed, ${count.failed} failed${skipped}`)

/**
 * Runs a program that leaves vitest's report, or none where it skips its tests, and counts.
 * @param {string} script
 * @param {string[]} args
 */
function runVitest(script, ...args) {
  const folder = mkdtempSync(join(tmpdir(), 'lastlayer-test-'))
  const file = join(folder, 'report.json')
  const ok = execute(script, [...[...args, '--reporter=default', '--reporter=json'], `--outputFile.json=${file}`])
  const before = count.failed
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'))
    count.passed += report.numPassedTests
    count.failed += report.numFailedTests
    count.skipped += report.numPendingTests + report.numTodoTests
  } catch {
    if (ok) count.skipped += 1
    else console.error('Vitest left no report.')
  }
  // A file that does not load, an error outside any test, a crash: a failure that no test carries.
  if (!ok && count.failed === before) count.failed += 1
  rmSync(folder, { recursive: true, force: true })
}
