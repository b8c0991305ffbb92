/**
 * Keeps the keyboard's focus where the person is: when the control that has it goes or is disabled, the heading of the
 * nearest part of the page that is left takes it, instead of the page's top. A view that is opened by a key is read from
 * its own heading.
 * @returns the way to stop
 */
export function keepFocus(root: HTMLElement): () => void {
  let last: HTMLElement | null = null
  /** The parts of the page that it stood in, the innermost first. */
  let parts: HTMLElement[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  function remember({ target }: FocusEvent): void {
    if (!(target instanceof HTMLElement)) return
    last = target
    parts = []
    for (let part = target.parentElement; part !== null; part = part.parentElement) parts.push(part)
  }

  function look(): void {
    if (last === null || document.activeElement !== document.body) return
    const isLost = !last.isConnected || last.matches(':disabled') || last.closest('[hidden], [inert]') !== null
    if (!isLost) return
    const home = parts.find((part) => part.isConnected && headingOf(part) !== null)
    focusHeading(home ?? root)
  }

  // After the page has settled: a dialog that closes gives the focus back itself.
  const observer = new MutationObserver(() => {
    clearTimeout(timer)
    timer = setTimeout(look, 30)
  })
  root.addEventListener('focusin', remember)
  observer.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled', 'hidden'] })
  return () => {
    clearTimeout(timer)
    observer.disconnect()
    root.removeEventListener('focusin', remember)
  }
}

/** Gives the focus to the first heading of a part of the page. */
export function focusHeading(part: HTMLElement): void {
  const heading = headingOf(part)
  if (heading === null) return
  heading.tabIndex = -1
  heading.focus()
}

/** What says what is there now: the view's own title, whatever stands above it, else the first heading. */
function headingOf(part: HTMLElement): HTMLElement | null {
  return part.querySelector<HTMLElement>('h1') ?? part.querySelector<HTMLElement>('h2, h3')
}
