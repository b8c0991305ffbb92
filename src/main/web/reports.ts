import { basename, dirname, join } from 'node:path'
import { readText } from '../disk/confinement.ts'
import { reportFiles } from '../../shared/report-facts.ts'

/** Where the report of a run is served, by the name of its folder. */
const address = /^\/reports\/([^/]+)$/

/** A report is a page of its own: nothing in it runs, is fetched or is sent, and it knows nothing of the window. */
export const reportHeaders: Readonly<Record<string, string>> = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
}

/**
 * The report that an address stands for: of a run directly in the runs folder, null of any other.
 * @param pathname of the URL, still percent-encoded
 */
export async function reportAt(runs: string, pathname: string): Promise<string | null> {
  const name = decode(address.exec(pathname)?.[1] ?? '')
  const path = join(runs, name, reportFiles.html)
  const isDirect = name !== '' && basename(name) === name && dirname(dirname(path)) === join(runs)
  return isDirect ? readText(path).catch(() => null) : null
}

function decode(text: string): string {
  try {
    const decoded = decodeURIComponent(text)
    return /[\0\\/]/.test(decoded) ? '' : decoded
  } catch {
    return ''
  }
}
