import { contactsByHost, type Contact, type FoundModel, type InstalledModel } from '../../shared/model-store.ts'
import type { RunSummary } from '../../shared/run-record.ts'
import { count, megabytes, perSecond } from '../text/format.ts'
import { language, t } from '../words/words.svelte.ts'

/** Bytes as "268 MB". */
export function size(bytes: number): string {
  return bytes < 1e5 ? `${count(Math.ceil(bytes / 1e3))} kB` : megabytes(bytes / 1e6)
}

/** What a model is and where it comes from, in short. */
export function originOf({ kind, licence, languages, bytes, origin }: InstalledModel): string {
  const spoken = languages.length === 0 ? [] : [languageSentence(languages)]
  if (origin === null) return [t(`models.here.${kind}`), ...spoken, size(bytes)].join(' · ')
  const from = t('models.here.from', { host: hostOf(origin.endpoint) })
  return [size(bytes), ...spoken, licence ?? t('models.here.noLicence'), from].join(' · ')
}

/** The languages of a model: by their names, or how many. */
export function languageSentence(languages: readonly string[]): string {
  const names = new Intl.DisplayNames(language(), { type: 'language' })
  const most = 3
  return languages.length > most
    ? t('models.languages', { count: languages.length })
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
  return rate === null ? null : t('models.here.speed', { rate: perSecond(rate, 'texts') })
}

/** What a model on the hub is: its architecture, and whether it is a classifier already. */
export function kindSentence({ family, blocks, dim, labels }: FoundModel): string {
  const about = { family, blocks: t('models.hub.blocks', { count: blocks }), width: dim }
  return labels === null
    ? t('models.hub.pretrained', about)
    : t('models.hub.classifier', { ...about, labels: t('models.hub.labels', { count: labels.length }) })
}

/** What the network was used for. */
export function contactSentence(contacts: readonly Contact[]): string {
  if (contacts.length === 0) return t('models.network.nothing')
  const hosts = contactsByHost(contacts).map(({ host, requests, bytes }) =>
    t('models.network.host', { host, count: requests, size: size(bytes) }),
  )
  return t('models.network.contacted', { hosts: new Intl.ListFormat(language()).format(hosts) })
}

/** The host of an address. */
export function hostOf(endpoint: string): string {
  return new URL(endpoint).host
}
