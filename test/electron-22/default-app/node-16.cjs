// What Node 16 lacks, as far as Lastlayer's main process uses it; each with the version that has it.
const crypto = require('node:crypto')
const fs = require('node:fs/promises')
const { join } = require('node:path')
const v8 = require('node:v8')

/** Node 17. */
globalThis.structuredClone ??= (value) => v8.deserialize(v8.serialize(value))

/** Node 18: what `protocol.handle` answers with. */
globalThis.Response ??= class Response {
  constructor(body, { status = 200, headers = {} } = {}) {
    this.body = body
    this.status = status
    this.headers = new Map(Object.entries(headers))
  }

  arrayBuffer = async () => this.body
}

/** Node 20.3. */
AbortSignal.any ??= (signals) => {
  const controller = new AbortController()
  for (const signal of signals) {
    if (signal.aborted) controller.abort(signal.reason)
    signal.addEventListener('abort', () => controller.abort(signal.reason), { once: true })
  }
  return controller.signal
}

/** `recursive`: Node 20. Entries that say where they lie: Node 20.12. */
const { readdir } = fs
fs.readdir = async function all(folder, options) {
  if (!options?.recursive) return readdir(folder, options)
  const entries = await readdir(folder, { withFileTypes: true })
  const found = []
  for (const entry of entries) {
    const path = join(folder, entry.name)
    found.push(options.withFileTypes ? Object.assign(entry, { parentPath: folder }) : path)
    if (entry.isDirectory()) found.push(...(await all(path, options)))
  }
  return found
}

/** Node 20. */
Array.prototype.toReversed ??= function toReversed() {
  return [...this].reverse()
}
Array.prototype.toSorted ??= function toSorted(compare) {
  return [...this].sort(compare)
}

/** Node 18.15. How much room there is counts for nothing here. */
fs.statfs ??= async () => ({ blocks: 2 ** 30, bavail: 2 ** 30, bsize: 4096 })

/** Node 20.12. */
crypto.hash ??= (name, data, encoding = 'hex') => crypto.createHash(name).update(data).digest(encoding)
