import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** A headless Chromium: the one of CHROMIUM_PATH, the system's, or the one that npm brings. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH ?? onPath() ?? (await fromNpm())
  // As root, and in most containers, Chromium's own sandbox cannot be set up. The pages are our own.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
}

function onPath(): string | undefined {
  const folders = (process.env.PATH ?? '').split(':')
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find((path) => existsSync(path))
}

/** The package is made for machines without Chromium's libraries, and unpacks those as well if it believes to be on one. */
async function fromNpm(): Promise<string> {
  if (!hasNss()) process.env.AWS_EXECUTION_ENV ??= `AWS_Lambda_nodejs${process.versions.node.split('.')[0]}.x`
  const { default: npmChromium } = await import('@sparticuz/chromium')
  return npmChromium.executablePath()
}

function hasNss(): boolean {
  const folders = ['/usr/lib', '/usr/lib64', '/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu']
  return folders.some((folder) => existsSync(join(folder, 'libnss3.so')))
}
