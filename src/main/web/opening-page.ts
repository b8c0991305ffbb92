import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeTemporaryFolder } from '../disk/temporary-folder.ts'

/** A page on the disk that leads on to the window. */
export interface WayIn {
  readonly path: string
  /** Deletes it; may be called twice. */
  remove(): void
}

/**
 * Writes a page that leads on to an address, for this person's eyes alone. Whoever is on this machine can read the
 * arguments of every process, so a browser is given this file to open and not the address with its token.
 */
export function writeWayIn(url: string): WayIn {
  const folder = makeTemporaryFolder('open')
  const path = join(folder, 'lastlayer.html')
  writeFileSync(path, page(url), { mode: 0o600 })
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** No script, so that a browser that runs none follows it too; no referrer, so that the file's place stays here. */
function page(url: string): string {
  const address = url.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
  return (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Lastlayer</title>' +
    '<meta name="referrer" content="no-referrer">' +
    `<meta http-equiv="refresh" content="0; url=${address}"></head>` +
    `<body><p><a href="${address}">Open Lastlayer</a></p></body></html>\n`
  )
}
