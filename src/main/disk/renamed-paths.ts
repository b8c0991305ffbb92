/**
 * The same error, whose message speaks of paths as the person knows them, and not of where we keep what is theirs.
 * @param names what is to be replaced by what; the longest first, since one may begin another
 */
export function renamePaths(error: unknown, names: readonly (readonly [own: string, known: string])[]): unknown {
  if (!(error instanceof Error)) return error
  const longestFirst = [...names].sort(([a], [b]) => b.length - a.length)
  // Not a new error: who catches it asks for its class and code.
  for (const [own, known] of longestFirst) error.message = error.message.replaceAll(own, known)
  return error
}
