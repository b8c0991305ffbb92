// Switches of Electron's binary that nobody can turn back by an environment variable or a flag: set after packing, before
// the application is signed, and read back. `node scripts/fuses.mjs BINARY` does it for one.
import { flipFuses, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses'

const fuses = {
  // The trainer has a Node of its own.
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  // The page comes from app://, never from file://.
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
}
/** How a binary has them, as characters. */
const [off, on] = [48, 49]

/**
 * Sets the fuses of a packaged application. A binary of an older Electron has fewer of them.
 * @param {string} app
 * @throws Error if one that it has is not as it was set
 */
export async function setFuses(app) {
  const before = await states(app)
  const present = Object.entries(fuses).filter(([fuse]) => before[fuse] === on || before[fuse] === off)
  await flipFuses(app, {
    version: FuseVersion.V1,
    resetAdHocDarwinSignature: process.platform === 'darwin' && process.arch === 'arm64',
    ...Object.fromEntries(present),
  })
  const after = await states(app)
  for (const [fuse, isOn] of present) {
    if ((after[fuse] === on) !== isOn)
      throw new Error(`${app}: its fuse ${fuse} cannot be turned ${isOn ? 'on' : 'off'}.`)
  }
}

/**
 * @param {string} app
 * @returns {Promise<Record<string, unknown>>}
 */
async function states(app) {
  return { ...(await getCurrentFuseWire(app)) }
}

const [app] = process.argv.slice(2)
if (app && process.argv[1] === import.meta.filename) await setFuses(app)
