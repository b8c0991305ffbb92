// `npm run screenshots -- FOLDER`: pictures of every view, light and dark, from the web host with a real run. Without a
// folder they go to out/screenshots, and the two of the README are made anew.
import { copyFileSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { root, run } from './prepare.mjs'

await run(async () => {
  const folder = resolve(process.env.INIT_CWD ?? '.', process.argv[2] ?? join(root, 'out', 'screenshots'))
  mkdirSync(folder, { recursive: true })
  // Vite reads the TypeScript of the tests' helpers.
  const { runnerImport } = await import('vite')
  const { module } = await runnerImport(join(root, 'test', 'e2e', 'screenshots.ts'), { logLevel: 'error' })
  await module.takeScreenshots(folder)
  if (process.argv[2] !== undefined) return
  const own = join(root, 'resources', 'screenshots')
  mkdirSync(own, { recursive: true })
  for (const name of ['train-done-light.png', 'recipe-dark.png']) copyFileSync(join(folder, name), join(own, name))
})
