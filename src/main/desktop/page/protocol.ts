import { readFile } from 'node:fs/promises'
import { protocol } from 'electron'
import type { Language } from '../../../shared/languages.ts'
import { pageFile, pageHeaders } from '../../host/app/page-files.ts'

const scheme = 'app'
const host = 'lastlayer'

/** The page's address: a scheme of its own, so that it has an origin and file:// is never used. */
export const pageUrl = `${scheme}://${host}/index.html`

/** What is shown, in a language, when the page's process has ended; without a script, and with a link back. */
export function crashedUrl(language: Language): string {
  return `${scheme}://${host}/crashed.html#${language}`
}

/** Whether an address belongs to the page. Its parts are compared, not its beginning. */
export function isPageUrl(address: string): boolean {
  try {
    const url = new URL(address)
    return url.protocol === `${scheme}:` && url.host === host
  } catch {
    return false
  }
}

/** Makes the scheme known; once, before the application is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the built page, and nothing outside its folder. */
export function servePage(root: string): void {
  protocol.handle(scheme, ({ url, method }) => respond(root, url, method))
}

async function respond(root: string, address: string, method: string): Promise<Response> {
  const file = isPageUrl(address) && method === 'GET' ? pageFile(root, new URL(address).pathname) : null
  const content = file && (await readFile(file).catch(() => null))
  if (!file || !content) return new Response('Not found.', { status: 404, headers: pageHeaders('.txt') })
  return new Response(new Uint8Array(content), { headers: pageHeaders(file) })
}
