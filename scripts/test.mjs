// `npm test`: every check, all of them even if one fails. The last line printed is the count that our CI reads.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, install, root } from './prepare.mjs'

const count = { passed: 0, failed: 0, skipped: 0 }

const attempt = (step) => {
  try {
    step()
    return true
  } catch (error) {
    console.error(error.message)
    count.failed += 1
    return false
  }
}

if (attempt(install)) {
  attempt(build)
  check('Types', 'typescript/bin/tsc', '--project', root)
  check(
    'Svelte',
    'svelte-check/bin/svelte-check',
    '--tsconfig',
    'tsconfig.json',
    '--fail-on-warnings',
    '--output',
    'human',
  )
  check('Lint', 'eslint/bin/eslint.js', '.')
  check('Format', 'prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.')
  runVitest()
}
process.exitCode = count.failed > 0 ? 1 : 0
const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : ''
console.log(`${count.passed} passed, ${count.failed} failed${skipped}`)

/** One tool, counted as one test. */
function check(title, tool, ...args) {
  const ok = execute(tool, ...args)
  console.log(`${ok ? '✓' : '✗'} ${title}`)
  count[ok ? 'passed' : 'failed'] += 1
}

function runVitest() {
  const folder = mkdtempSync(join(tmpdir(), 'lastlayer-test-'))
  const file = join(folder, 'report.json')
  const ok = execute('vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`)
  const before = count.failed
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'))
    count.passed += report.numPassedTests
    count.failed += report.numFailedTests
    count.skipped += report.numPendingTests + report.numTodoTests
  } catch {
    console.error('Vitest left no report.')
  }
  // A file that does not load, an error outside any test, a crash: a failure that no test carries.
  if (!ok && count.failed === before) count.failed += 1
  rmSync(folder, { recursive: true, force: true })
}

function execute(tool, ...args) {
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules', tool), ...args], {
    cwd: root,
    stdio: 'inherit',
  })
  return status === 0
}
