import { contactsByHost, type Contact, type FoundModel, type InstalledModel } from '../../shared/model-store.ts'
import type { RunSummary } from '../../shared/run-record.ts'
import { count, counted, megabytes, perSecond } from '../text/format.ts'

/** Bytes as "268 MB". */
export function size(bytes: number): string {
  return bytes < 1e5 ? `${count(Math.ceil(bytes / 1e3))} kB` : megabytes(bytes / 1e6)
}

/** What a model is and where it comes from, in short. */
export function originOf({ kind, licence, languages, bytes, origin }: InstalledModel): string {
  const words = languages.length === 0 ? [] : [languageSentence(languages)]
  if (origin === null) return [`${kind}, for trying out`, ...words, size(bytes)].join(' · ')
  return [size(bytes), ...words, licence ?? 'licence unknown', `from ${hostOf(origin.endpoint)}`].join(' · ')
}

/** The languages of a model: by their names, or how many. */
export function languageSentence(languages: readonly string[]): string {
  const names = new Intl.DisplayNames('en', { type: 'language' })
  const most = 3
  return languages.length > most
    ? `${languages.length} languages`
    : languages.map((code) => nameOf(names, code)).join(', ')
}

function nameOf(names: Intl.DisplayNames, code: string): string {
  try {
    return names.of(code) ?? code
  } catch {
    return code
  }
}

/** How fast a model was here the last time that it computed features; null where it has not. */
export function speedOf(model: string, runs: readonly RunSummary[]): string | null {
  const last = runs.find(
    ({ recipe, outcome }) => recipe?.model === model && typeof outcome?.textsPerSecond === 'number',
  )
  const rate = last?.outcome?.textsPerSecond ?? null
  return rate === null ? null : `${perSecond(rate, 'texts')} here, in your last run`
}

/** What a model on the hub is: its architecture, and whether it is a classifier already. */
export function kindSentence({ family, blocks, dim, labels }: FoundModel): string {
  const what =
    labels === null ? 'pretrained, without a classifier' : `a classifier of ${counted(labels.length, 'label')}`
  return `${family}, ${blocks} blocks of width ${dim}; ${what}`
}

/** What the network was used for. */
export function contactSentence(contacts: readonly Contact[]): string {
  const hosts = contactsByHost(contacts).map(
    ({ host, requests, bytes }) => `${host} (${counted(requests, 'request')}, ${size(bytes)})`,
  )
  return hosts.length === 0 ? 'nothing contacted' : `contacted ${hosts.join(' and ')}`
}

/** The host of an address. */
export function hostOf(endpoint: string): string {
  return new URL(endpoint).host
}
