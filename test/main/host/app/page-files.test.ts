import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { pageFile, pageHeaders } from '../../../../src/main/host/app/page-files.ts'

const root = resolve('/page')

test.each([
  ['/', 'index.html'],
  ['/index.html', 'index.html'],
  ['/assets/a%20b.js', 'assets/a b.js'],
  ['/assets/../index.html', 'index.html'],
  ['/..data', '..data'],
])('The address %s is the file %s', (pathname, file) => {
  expect(pageFile(root, pathname)).toBe(join(root, file))
})

test.each([
  ['/..'],
  ['/../page-evil/x.js'],
  ['/../page'],
  ['/%2e%2e/secret'],
  ['/%2e%2e%2fsecret'],
  ['/assets/..%2f..%2fsecret'],
  ['/..%5csecret'],
  ['/%00index.html'],
  ['/%zz'],
])('The address %s is refused', (pathname) => {
  expect(pageFile(root, pathname)).toBeNull()
})

test('The policy lets nothing run but our own scripts, and no style be written into the page', () => {
  const policy = pageHeaders('index.html')['Content-Security-Policy']
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self';")
  expect(policy).not.toMatch(/unsafe|\*/)
})

test.each([
  ['index.html', 'text/html; charset=utf-8'],
  ['assets/index.js', 'text/javascript; charset=utf-8'],
  ['assets/index.css', 'text/css; charset=utf-8'],
  ['icon.svg', 'image/svg+xml'],
  ['letters.woff2', 'font/woff2'],
  ['index.js.map.gz.unknown', 'application/octet-stream'],
])('%s is sent as %s', (file, type) => {
  expect(pageHeaders(file)['Content-Type']).toBe(type)
})
