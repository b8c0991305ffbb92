#!/usr/bin/env node
// The command line. `npm run lastlayer -- finetune DATASET …`, or `lastlayer finetune DATASET …` where it is installed.
import { run } from './prepare.mjs'

await run(async () => {
  // npm runs scripts in the package's folder; the paths that a person types are relative to where they are.
  const { npm_lifecycle_event: script, INIT_CWD: cwd } = process.env
  if (script === 'lastlayer' && cwd) process.chdir(cwd)
  process.setSourceMapsEnabled(true)
  await import(new URL('../out/main/cli.js', import.meta.url).href)
})
