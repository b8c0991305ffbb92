// What Chromium 108 lacks, as far as Lastlayer's page uses it; each with the version that has it.

/** Chromium 110. */
Object.defineProperty(Array.prototype, 'toSorted', {
  value(this: unknown[], compare?: (a: unknown, b: unknown) => number) {
    return [...this].sort(compare)
  },
  configurable: true,
  writable: true,
})
