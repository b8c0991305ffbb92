import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Lastlayer, outcomeOf } from './lastlayer.ts'

// What the system's own opener is given, by an opener of ours that stands before it in the path.

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lastlayer-opener-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Serves with --open; what the opener was given, and the address that was printed. */
async function serve() {
  const given = join(folder, 'given')
  for (const name of ['xdg-open', 'open']) {
    writeFileSync(
      join(folder, name),
      `#!/bin/sh\nprintf '%s\\n' "$0" "$@" > '${given}.half'\nmv '${given}.half' '${given}'\n`,
    )
    chmodSync(join(folder, name), 0o755)
  }
  const env = { PATH: `${folder}${delimiter}${process.env.PATH}`, TMPDIR: folder }
  const child = new Lastlayer(join(folder, 'home'), env).start('serve', '--open', '--json', '--roots', folder)
  const outcome = outcomeOf(child)
  let printed = ''
  child.stdout.on('data', (chunk) => (printed += String(chunk)))
  await vi.waitFor(() => expect(existsSync(given) && printed.endsWith('\n')).toBe(true), { timeout: 20_000 })
  const words = readFileSync(given, 'utf8').trim().split('\n').slice(1)
  const url = new URL((JSON.parse(printed) as { url: string }).url)
  return { child, outcome, words, url, token: url.searchParams.get('token') ?? '' }
}

test.skipIf(process.platform === 'win32')(
  'A browser is opened without the token in any argument (the opener is a shell script, not on Windows)',
  async () => {
    const { child, outcome, words, url, token } = await serve()
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(words).toEqual([expect.stringMatching(/^\/.*\.html$/)])
    expect(words.join()).not.toContain(token)
    const [path] = words
    expect(readFileSync(path, 'utf8')).toContain(`content="0; url=${url.href}"`)
    expect(readFileSync(path, 'utf8')).not.toContain('<script')
    expect([statSync(path).mode & 0o777, statSync(dirname(path)).mode & 0o777]).toEqual([0o600, 0o700])

    const answer = await fetch(url)
    expect(answer.status).toBe(200)
    await vi.waitFor(() => expect(existsSync(dirname(path))).toBe(false))
    child.kill('SIGTERM')
    expect((await outcome).code).toBe(0)
  },
)

test.skipIf(process.platform === 'win32')(
  'The page that leads there is gone when Lastlayer ends (the opener is a shell script, not on Windows)',
  async () => {
    const { child, outcome, words } = await serve()
    expect(existsSync(words[0])).toBe(true)
    child.kill('SIGTERM')
    await outcome
    expect(existsSync(dirname(words[0]))).toBe(false)
  },
)
