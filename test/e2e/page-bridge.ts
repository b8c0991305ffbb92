import type { Page } from 'playwright-core'

type Call = (key: string, args: readonly unknown[]) => Promise<unknown>

/**
 * What `contextBridge` does, over Playwright: puts functions on the page that call those of the preload. A function of
 * the page crosses as a number; a call that is given one returns an unsubscribe; a call that is given a file answers at
 * once, by a request that the page waits for.
 */
export async function exposeBridge(page: Page, name: string, keys: readonly string[], call: Call): Promise<void> {
  await page.exposeFunction('__call', call)
  await page.addInitScript(install, { name, keys })
}

/** Runs in the page, before its own scripts. */
function install({ name, keys }: { name: string; keys: readonly string[] }): void {
  type Callback = (...args: unknown[]) => void
  const callbacks = new Map<number, Callback>()
  const bridge: Record<string, (...args: unknown[]) => unknown> = {}
  const call = Reflect.get(window, '__call') as (key: string, args: readonly unknown[]) => Promise<unknown>
  for (const key of keys) {
    bridge[key] = (...args) => {
      const [first] = args
      if (first instanceof File) {
        const request = new XMLHttpRequest()
        const query = new URLSearchParams({ key, args: JSON.stringify([{ name: first.name }]) })
        request.open('GET', `/__call?${query.toString()}`, false)
        request.send()
        return JSON.parse(request.responseText)
      }
      if (typeof first !== 'function') return call(key, args)
      const id = callbacks.size + 1
      callbacks.set(id, first as Callback)
      void call(key, [{ callback: id }])
      return () => callbacks.delete(id)
    }
  }
  Reflect.set(window, '__callbacks', callbacks)
  Reflect.set(window, name, Object.freeze(bridge))
}
