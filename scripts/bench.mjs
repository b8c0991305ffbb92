// Measures speed as ratios within one run. Figures depend on the machine; ratios much less.
import { run, root } from './prepare.mjs'
import { join } from 'node:path'

await run(async () => {
  const { runnerImport } = await import('vite')
  await runnerImport(join(root, 'bench/main.ts'), { root, configFile: false, logLevel: 'error' })
})
