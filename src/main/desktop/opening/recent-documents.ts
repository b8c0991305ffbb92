import { app } from 'electron'

/**
 * Tells the system which data was used, for its own list of recent documents (macOS, Windows). What the person has cleared
 * there does not come back until it is used again.
 */
export function noteRecentData(before: readonly string[], after: readonly string[]): void {
  const [last] = after
  if (last === before[0]) return
  if (last === undefined) app.clearRecentDocuments()
  else app.addRecentDocument(last)
}
