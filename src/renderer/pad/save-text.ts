/** Lets the person save a text as a file, as browsers do. */
export function saveText(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // Not at once: the download begins after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
