import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'

/** What a person has on the disk: two reviews, and a picture that claims to be a text. */
export function writeFiles(folder: string): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'good.txt'), 'A wonderful film, moving and funny. I loved every minute of it.')
  writeFileSync(join(folder, 'bad.txt'), 'Dull, badly acted and far too long. The worst film of the year.')
  writeFileSync(join(folder, 'picture.txt'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe, 0x00, 0x00]))
}

/** Drops a folder's files on the window; a page gets their names and contents, as from a file manager. */
export async function dropFiles(page: Page, folder: string): Promise<void> {
  const files = readdirSync(folder).map((name) => ({ name, bytes: [...readFileSync(join(folder, name))] }))
  await page.evaluate((given) => {
    const dataTransfer = new DataTransfer()
    for (const { name, bytes } of given) dataTransfer.items.add(new File([new Uint8Array(bytes)], name))
    for (const type of ['dragenter', 'dragover', 'drop']) {
      document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }))
    }
  }, files)
}

/** Drops files and folders of the disk as a file manager does, through the browser itself. */
export async function dropPaths(
  page: Page,
  paths: readonly string[],
  beforeDrop = (): void => undefined,
): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: [...paths], dragOperationsMask: 1 }
  const event = (type: 'dragEnter' | 'dragOver' | 'drop') =>
    session.send('Input.dispatchDragEvent', { type, x: 600, y: 500, data })
  await event('dragEnter')
  // What lies under the pointer may still move: a hand goes on dragging over the place where it lands.
  await page.evaluate(() => new Promise((settled) => requestAnimationFrame(() => requestAnimationFrame(settled))))
  await event('dragOver')
  await event('dragOver')
  beforeDrop()
  await event('drop')
  await session.detach()
}
