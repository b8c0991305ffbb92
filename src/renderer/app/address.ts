import { views, type View } from '../../shared/views.ts'

/** What an address shows: a view, and the run that is open in the results. */
export interface Place {
  readonly view: View
  /** The name of its folder; null for the one that is open. */
  readonly run: string | null
}

/** The part of an address behind the #, such as `#/results/2026-11-30T09-00-00-reviews`. */
export function addressOf({ view, run }: Place): string {
  return `#/${view}${view === 'results' && run !== null ? `/${encodeURIComponent(run)}` : ''}`
}

/** The place of an address; null where it names none. */
export function placeOf(address: string): Place | null {
  const [, name, run] = /^#\/([a-z]+)(?:\/([^/]+))?$/.exec(address) ?? []
  const view = views.find((one) => one.name === name)?.name
  if (view === undefined) return null
  return { view, run: run === undefined || view !== 'results' ? null : decoded(run) }
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part)
  } catch {
    return null
  }
}
