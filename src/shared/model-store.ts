import { z } from 'zod'

const size = z.int().min(0)
/** Codes of the languages that its texts were in, such as "en"; none where nobody says. */
export const languages = z.array(z.string().max(40)).default([])

/** The SHA-256 of a file of weights, in hexadecimal: what `sha256sum` says of it, and the page of the file on the hub. */
export const weightsDigest = z.object({ name: z.string(), sha256: z.string() })
export type WeightsDigest = z.infer<typeof weightsDigest>

/** A pretrained model that lies on this machine; `origin` says where it was downloaded from. */
export const installedModel = z.object({
  path: z.string(),
  /** As the hub calls it, or the folder's name of the bundled one. */
  name: z.string(),
  kind: z.enum(['bundled', 'downloaded']),
  bytes: size,
  licence: z.string().nullable(),
  languages,
  /** As the hub gave them, and the download was checked by them. */
  weights: z.array(weightsDigest),
  origin: z
    .object({
      endpoint: z.string(),
      revision: z.string(),
      commit: z.string(),
      /** Milliseconds since 1970. */
      downloadedAt: z.number(),
    })
    .nullable(),
})
export type InstalledModel = z.infer<typeof installedModel>

/** A download that was stopped and can go on. */
export const incompleteModel = z.object({ path: z.string(), name: z.string(), bytes: size, totalBytes: size })
export type IncompleteModel = z.infer<typeof incompleteModel>

/** What the hub says of a model, before any of its weights are fetched. */
export const foundModel = z.object({
  name: z.string(),
  endpoint: z.string(),
  revision: z.string(),
  commit: z.string(),
  licence: z.string().nullable(),
  languages,
  files: z.array(z.object({ name: z.string(), bytes: size })),
  bytes: size,
  /** What is not on this machine yet: 0 for a model that is installed. */
  missingBytes: size,
  family: z.string(),
  blocks: z.int(),
  dim: z.int(),
  /** Null for a pretrained model, else those that its classifier tells apart. */
  labels: z.array(z.string()).nullable(),
})
export type FoundModel = z.infer<typeof foundModel>

/** How far a download is, in bytes; `note` says what it waits for. */
export const downloadProgress = z.object({ name: z.string(), done: size, total: size, note: z.string().nullable() })
export type DownloadProgress = z.infer<typeof downloadProgress>

/** One request that Lastlayer made. */
export const contact = z.object({
  /** Milliseconds since 1970. */
  time: z.number(),
  host: z.string(),
  subject: z.string(),
  /** The status of the answer; null where none came. */
  status: z.int().nullable(),
  /** Bytes received so far, without headers. */
  bytes: size,
})
export type Contact = z.infer<typeof contact>

/** What was contacted, host by host, in the order of the first requests. */
export function contactsByHost(contacts: readonly Contact[]): { host: string; requests: number; bytes: number }[] {
  const hosts = [...new Set(contacts.map(({ host }) => host))]
  return hosts.map((host) => {
    const requests = contacts.filter((contact) => contact.host === host)
    return { host, requests: requests.length, bytes: requests.reduce((sum, { bytes }) => sum + bytes, 0) }
  })
}
