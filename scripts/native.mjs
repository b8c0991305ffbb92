// Sets native TensorFlow up beside the first start of the window, at low priority; what it says goes to the terminal.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from './prepare.mjs'

/** Begins it and returns at once. Once: `setup --once` does nothing where it has been done, undone or tried in vain. */
export function setUpInBackground() {
  if (process.env.LASTLAYER_NO_SETUP) return
  const command = [process.execPath, join(root, 'out/main/cli.js'), 'setup', '--once']
  const [program, ...args] = process.platform === 'win32' ? command : ['nice', '-n', '10', ...command]
  const child = spawn(program, args, { stdio: ['ignore', 2, 2] })
  child.on('error', () => undefined) // The window does not depend on it.
  child.unref()
  process.on('exit', () => child.kill())
}
