// `npm run typecheck`, `npm run lint`: one group of the checks, all of them even if one fails.
import { checks, results } from './checks.mjs'
import { run } from './prepare.mjs'

await run(async () => {
  const [group] = process.argv.slice(2)
  if (group !== 'typecheck' && group !== 'lint') throw new Error('Name a group of checks: typecheck or lint.')
  const passed = await results(checks[group])
  if (passed.includes(false)) process.exitCode = 1
})
