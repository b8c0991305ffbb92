// `node scripts/fuses.mjs APP`: sets the fuses of a packaged application, before it is signed. Switches of Electron's
// binary that nobody can turn back by an environment variable or a flag.
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses'

const [app] = process.argv.slice(2)
if (!app) throw new Error('Name the packaged application: node scripts/fuses.mjs APP')

await flipFuses(app, {
  version: FuseVersion.V1,
  resetAdHocDarwinSignature: process.platform === 'darwin' && process.arch === 'arm64',
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
})
