// Measures speed as ratios within one run: figures depend on the machine, ratios much less. `npm run bench`
import { join } from 'node:path'
import { root, run } from './prepare.mjs'

await run(async () => {
  const { runnerImport } = await import('vite')
  const [part = 'main'] = process.argv.slice(2)
  await runnerImport(join(root, 'bench', `${part}.ts`), { root, configFile: false, logLevel: 'error' })
})
