import { contactsByHost, type Contact, type FoundModel, type InstalledModel } from '../../shared/model-store.ts'
import { count, counted, megabytes } from '../text/format.ts'

/** Bytes as "268 MB". */
export function size(bytes: number): string {
  return bytes < 1e5 ? `${count(Math.ceil(bytes / 1e3))} kB` : megabytes(bytes / 1e6)
}

/** Where a model comes from, in short. */
export function originOf({ kind, licence, bytes, origin }: InstalledModel): string {
  if (origin === null) return `${kind}, for trying out · ${size(bytes)}`
  return `${size(bytes)} · ${licence ?? 'licence unknown'} · from ${hostOf(origin.endpoint)}`
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
