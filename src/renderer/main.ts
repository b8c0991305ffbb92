import './zod-config.ts'
import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import { mount } from 'svelte'
import { createApi } from './transports/api.ts'
import AppWindow from './app/AppWindow.svelte'
import { App } from './app/app.svelte.ts'
import { desktopTransport } from './transports/desktop.ts'
import { socketUrl, takeKey, WebTransport } from './transports/web.ts'

const target = document.getElementById('app')
if (target === null) throw new Error('index.html has no element #app.')

if (window.lastlayer !== undefined) {
  const app = new App(createApi(desktopTransport(window.lastlayer)))
  mount(AppWindow, { target, props: { app } })
} else {
  const transport = new WebTransport(socketUrl(), takeKey())
  const app = new App(createApi(transport))
  transport.onConnection = (isConnected) => {
    app.session.isConnected = isConnected
    if (isConnected) void app.reload()
  }
  mount(AppWindow, { target, props: { app } })
}
