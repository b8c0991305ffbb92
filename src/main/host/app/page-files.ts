import { lookup } from 'mrmime'
import { join, resolve, sep } from 'node:path'
import { isWithin } from '../../disk/confinement.ts'
import { packageRoot } from '../paths.ts'

/** The renderer, as the build leaves it. */
export function builtPage(): string {
  return join(packageRoot(), 'out', 'renderer')
}

/**
 * The file that a page's address stands for, or null if it would lie outside `root`.
 * @param pathname of the URL, still percent-encoded
 */
export function pageFile(root: string, pathname: string): string | null {
  let path: string
  try {
    path = decodeURIComponent(pathname)
  } catch {
    return null
  }
  if (path.includes('\0') || path.includes('\\')) return null
  if (path.endsWith('/')) path += 'index.html'
  const file = resolve(root, `.${sep}${path}`)
  return file !== resolve(root) && isWithin(root, file) ? file : null
}

/**
 * What every file of the page is sent with: nothing but the application's own scripts, styles and pictures runs in it.
 * @param connect more addresses that the page may talk to
 */
export function pageHeaders(file: string, connect = ''): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${connect && ` ${connect}`}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]
  return {
    'Content-Type': contentType(file),
    'Content-Security-Policy': policy.join('; '),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-cache',
  }
}

/** What a browser must know of a file, by its name. */
function contentType(file: string): string {
  const type = lookup(file) ?? 'application/octet-stream'
  return type.startsWith('text/') ? `${type}; charset=utf-8` : type
}
