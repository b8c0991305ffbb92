// What Electron's own default app does, which the fixture lacks: loads what `-r` names, then the application whose
// folder is the first argument besides.
const { join } = require('node:path')
const { app } = require('electron')
require('./shim.cjs')

const args = process.argv.slice(1)
for (const [i, arg] of args.entries()) if (arg === '-r') require(args[i + 1])

const folder = args.find((arg, i) => !arg.startsWith('-') && args[i - 1] !== '-r')
const { name, version, main } = require(join(folder, 'package.json'))
app.setName(name)
app.setVersion(version)
app.setAppPath(folder)
require(join(folder, main))
