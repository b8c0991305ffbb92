// What the main process of Electron 22 lacks, each with the version that makes it needless.
const { Buffer } = require('node:buffer')
const { Readable } = require('node:stream')
const electron = require('electron')

/** `handle`, which answers with a Response: Electron 25. */
const protocol = {
  registerSchemesAsPrivileged: (schemes) => electron.protocol.registerSchemesAsPrivileged(schemes),
  handle(scheme, respond) {
    electron.protocol.registerStreamProtocol(scheme, async ({ url, method }, answer) => {
      const response = await respond({ url, method })
      const data = Readable.from([Buffer.from(await response.arrayBuffer())])
      answer({ statusCode: response.status, headers: Object.fromEntries(response.headers), data })
    })
  },
}

/** `will-frame-navigate`, with the address in the event: Electron 25. There is none for frames here. */
electron.app.on('web-contents-created', (_event, contents) => {
  contents.on('will-navigate', (event, url) => {
    contents.emit('will-frame-navigate', { url, isMainFrame: true, preventDefault: () => event.preventDefault() })
  })
})

module.exports = Object.defineProperties(
  {},
  { ...Object.getOwnPropertyDescriptors(electron), protocol: { value: protocol, enumerable: true } },
)
