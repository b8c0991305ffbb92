// Everything that is checked without running Lastlayer: one list, for `npm test`, `npm run typecheck` and `npm run lint`.
import { execFile, spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { root } from './prepare.mjs'

/**
 * @typedef {object} Check
 * @property {string} title
 * @property {string} script the program, below the root
 * @property {string[]} args
 */

/** @type {(title: string, tool: string, ...args: string[]) => Check} */
const check = (title, tool, ...args) => ({ title, script: `node_modules/${tool}`, args })

/** @type {(world: string) => Check} */
const types = (world) => check(`Types (${world})`, 'typescript/bin/tsc', '--project', `tsconfig.${world}.json`)

const svelteCheck = ['--tsconfig', 'tsconfig.renderer.json', '--fail-on-warnings', '--output', 'human']

/** @type {Record<'typecheck' | 'lint', Check[]>} */
export const checks = {
  typecheck: [
    ...['node', 'test', 'scripts'].map(types),
    check('Types (renderer)', 'svelte-check/bin/svelte-check', ...svelteCheck),
  ],
  lint: [
    check('Lint', 'eslint/bin/eslint.js', '.'),
    check('Rooms', 'dependency-cruiser/bin/dependency-cruise.mjs', 'src', '--config', '.dependency-cruiser.js'),
    { title: 'Room sizes', script: 'scripts/room-sizes.mjs', args: [] },
    { title: 'Kernels', script: 'scripts/kernels.mjs', args: ['--check'] },
    check('Dead code', 'knip/bin/knip.js'),
    check('Format', 'prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
  ],
}

/**
 * Runs one program to its end, with its output on ours.
 * @param {string} script
 * @param {string[]} args
 * @returns whether it was content
 */
export function execute(script, args) {
  const { status } = spawnSync(process.execPath, [join(root, script), ...args], { cwd: root, stdio: 'inherit' })
  return status === 0
}

/**
 * Runs checks, as many at a time as there are cores, and says of each how it ended, below what it printed.
 * @param {Check[]} list
 * @returns {Promise<boolean[]>} of each that ended, whether it passed
 */
export async function results(list) {
  const waiting = list.values()
  const worker = async () => {
    /** @type {boolean[]} */
    const passed = []
    for (const one of waiting) passed.push(await passes(one))
    return passed
  }
  const passed = await Promise.all(Array.from({ length: availableParallelism() }, worker))
  return passed.flat()
}

/**
 * @param {Check} check
 * @returns {Promise<boolean>}
 */
function passes({ title, script, args }) {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(root, script), ...args], { cwd: root, maxBuffer: Infinity }, (error, out, err) => {
      process.stdout.write(`${out}${err}${error ? '✗' : '✓'} ${title}\n`)
      resolve(!error)
    })
  })
}
