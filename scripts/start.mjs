// `npm start`: the window. Where Electron or a display is missing, the same window in a browser, with the reason.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { findElectron } from './electron.mjs'
import { setUpInBackground } from './native.mjs'
import { root, run } from './prepare.mjs'

/** A window that ends in so many milliseconds with an error has never been there. */
const soon = 10_000
/** A person's Ctrl-C, or the end of the session. Without a sandbox that it can use, Electron ends by another. */
const askedToEnd = ['SIGINT', 'SIGTERM', 'SIGHUP']

await run(async () => {
  setUpInBackground()
  const why = await openWindow()
  if (!why) return
  console.error(`${why}. Here is the same window for a browser:`)
  process.setSourceMapsEnabled(true)
  process.argv.splice(2, Infinity, 'serve', ...(hasDisplay() ? ['--open'] : []))
  await import(new URL('../out/main/cli.js', import.meta.url).href)
})

/** Runs the application until its end; a reason if that cannot be. */
async function openWindow() {
  if (!hasDisplay()) return 'There is no display'
  const electron = await findElectron().catch((error) => error)
  if (electron instanceof Error) return electron.message

  const startedAt = Date.now()
  const env = { ...process.env }
  delete env.ELECTRON_RUN_AS_NODE
  const child = spawn(electron, [root], { stdio: 'inherit', env })
  const [code, signal] = await once(child, 'close').catch((error) => [error.message])
  if (code === 0 || askedToEnd.includes(signal)) return null
  if (Date.now() - startedAt < soon) return `Electron does not start here (${signal ?? code})`
  process.exitCode = 1
  return null
}

function hasDisplay() {
  if (process.platform !== 'linux') return true
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}
