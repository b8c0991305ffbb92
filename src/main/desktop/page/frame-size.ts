import type { BrowserWindow, Rectangle } from 'electron'

/** A window manager has put its frame around a new window after so many milliseconds. */
const settled = 1000
/** Pixels; what is farther from where it was asked to be was put elsewhere. */
const thickest = 60

/**
 * X11 takes the place of a window with its frame, and tells it without: so a window that is put where it was would sink by
 * its title bar at every start. What the frame takes is seen from where a window comes to lie.
 */
export class FrameSize {
  #left = 0
  #top = 0

  constructor(window: BrowserWindow, asked: { x: number; y: number } | null) {
    if (asked === null || process.platform !== 'linux') return
    window.once('show', () => setTimeout(() => this.#measure(window, asked), settled))
  }

  #measure(window: BrowserWindow, asked: { x: number; y: number }): void {
    if (window.isDestroyed() || window.isMaximized()) return
    const { x, y } = window.getNormalBounds()
    const [left, top] = [x - asked.x, y - asked.y]
    if (left < 0 || top < 0 || left > thickest || top > thickest) return
    this.#left = left
    this.#top = top
  }

  /** Where a window must be put to lie there. */
  without({ x, y, ...size }: Rectangle): Rectangle {
    return { x: x - this.#left, y: y - this.#top, ...size }
  }
}
