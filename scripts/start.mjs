// `npm start`: until there is a window, the demo in the terminal.
import { run } from './prepare.mjs'

await run(async () => {
  process.setSourceMapsEnabled(true)
  process.argv.splice(2, Infinity, 'demo')
  await import('../out/main/cli.js')
})
