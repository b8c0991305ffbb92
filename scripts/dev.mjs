// `npm run dev`: the window in a browser, drawn anew whenever one of its files is saved; nothing here is built or
// shipped. The real web host stands behind it, with the runs and models of this machine: what is changed in src/main
// needs a new start. `npm run dev -- --fake` has the host of the tests in its place, which plays runs in memory.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { root, run } from './prepare.mjs'

await run(() => (process.argv.includes('--fake') ? showFake() : showReal()))

async function showFake() {
  const { createServer } = await import('vite')
  const server = await createServer({ configFile: join(root, 'test', 'renderer', 'gallery', 'vite.config.ts') })
  await server.listen()
  console.log(
    `${addressOf(server)}?history=3\nIts parameters are explained in test/renderer/gallery/main.ts. Ctrl-C ends it.`,
  )
}

async function showReal() {
  const { createServer } = await import('vite')
  const { svelte } = await import('@sveltejs/vite-plugin-svelte')
  const cli = join(root, 'out', 'main', 'cli.js')
  const host = spawn(process.execPath, [cli, 'serve', '--json'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(host, 'exit')
  const [line] = await Promise.race([once(createInterface({ input: host.stdout }), 'line'), ended])
  if (host.exitCode !== null) throw new Error('The web host does not start; see above.')

  // The browser comes in with the host's own token, and the host sets its own cookie: Vite only passes them on.
  const { origin: target, search } = new URL(JSON.parse(line).url)
  const server = await createServer({
    configFile: false,
    root: join(root, 'src', 'renderer'),
    plugins: [svelte({ configFile: join(root, 'svelte.config.js') })],
    server: { host: '127.0.0.1', proxy: { '^/\\?token=': { target }, '^/socket$': { target, ws: true } } },
  })
  await server.listen()
  console.log(`${addressOf(server)}${search}\nGood for one browser. Ctrl-C ends it.`)
  await ended
  await server.close()
}

/** @param {import('vite').ViteDevServer} server that listens */
function addressOf({ resolvedUrls }) {
  return resolvedUrls?.local[0] ?? ''
}
