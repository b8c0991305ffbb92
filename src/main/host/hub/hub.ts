import { z } from 'zod'
import { LastlayerError } from '../../../shared/errors.ts'
import type { Connection } from './connection.ts'
import type { Answer } from './requests.ts'
import { isContent, type Digest } from './digest.ts'
import { brisk, whileFlowing, withRetries, type Patience } from './retries.ts'
import { parseRepository } from './repository.ts'

/** A file of a repository; `digest` is null where the hub does not say what is in it. */
export interface HubFile {
  readonly name: string
  readonly bytes: number
  readonly digest: Digest | null
}

/** A repository at one commit. */
export interface HubModel {
  /** By the name that the hub gives it, which may be another than the one asked for. */
  readonly name: string
  readonly endpoint: string
  readonly revision: string
  readonly commit: string
  readonly licence: string | null
  readonly languages: string[]
  readonly files: readonly HubFile[]
}

const largestAnswer = 16 * 2 ** 20

const sha1 = z.string().regex(/^[0-9a-f]{40}$/)
const sibling = z.object({
  rfilename: z.string(),
  size: z.int().min(0).default(0),
  blobId: sha1.nullish(),
  lfs: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), size: z.int().min(0) }).nullish(),
})
const modelInfo = z.object({
  id: z.string(),
  sha: sha1,
  cardData: z.looseObject({ license: z.unknown().optional(), language: z.unknown().optional() }).nullish(),
  tags: z.array(z.string()).default([]),
  siblings: z.array(sibling),
})

/** The Hugging Face hub's protocol, as far as models are concerned. */
export class Hub {
  constructor(
    readonly connection: Connection,
    /** For questions; files have a patience of their own. */
    private readonly patience: Patience = brisk,
  ) {}

  /**
   * What a repository holds.
   * @param revision a branch, a tag or a commit
   * @throws LastlayerError `usage` for what is no name, `network`
   */
  async model(name: string, revision: string, signal: AbortSignal): Promise<HubModel> {
    const asked = parseRepository(name)
    const { endpoint } = this.connection
    const subject = `model ${asked} at ${revision}`
    const path = `api/models/${asked}/revision/${encodeURIComponent(revision)}?blobs=true`
    const json = parseJson(await this.#read(path, subject, largestAnswer, signal))
    const parsed = modelInfo.safeParse(json)
    if (!parsed.success) {
      const sentence = `${endpoint} does not answer as a hub for ${subject}: a page of your network may have answered.`
      throw new LastlayerError('network', `${sentence} Open it in a browser, or check HF_ENDPOINT.`)
    }
    const { id, sha, siblings } = parsed.data
    const about = { licence: licenceOf(parsed.data), languages: languagesOf(parsed.data), files: siblings.map(fileOf) }
    return { name: parseRepository(id), endpoint, revision, commit: sha, ...about }
  }

  /**
   * The content of a small file, checked.
   * @throws LastlayerError `network`
   */
  async readFile(model: HubModel, file: HubFile, signal: AbortSignal): Promise<Buffer> {
    const subject = subjectOf(model, file)
    const content = await this.#read(pathOf(model, file), subject, file.bytes, signal)
    if (file.digest && isContent(content, file.digest)) return content
    throw wrongContent(model, file)
  }

  /** The answer for a file, or for a range of it. */
  openFile(model: HubModel, file: HubFile, headers: Record<string, string>, signal: AbortSignal): Promise<Answer> {
    return this.connection.get({ path: pathOf(model, file), subject: subjectOf(model, file), headers, signal })
  }

  async #read(path: string, subject: string, mostBytes: number, signal: AbortSignal): Promise<Buffer> {
    const waiting = { patience: this.patience, signal }
    return withRetries(subject, waiting, () =>
      whileFlowing(waiting, async (signal, received) => {
        const { body } = await this.connection.get({ path, subject, signal })
        const chunks: Uint8Array[] = []
        let bytes = 0
        for await (const chunk of body) {
          received(chunk.byteLength)
          chunks.push(chunk)
          bytes += chunk.byteLength
          if (bytes > mostBytes)
            throw new LastlayerError('network', `The answer for ${subject} is longer than it may be.`)
        }
        return Buffer.concat(chunks)
      }),
    )
  }
}

/** A file as errors and the list of contacts call it. */
export function subjectOf(model: HubModel, file: HubFile): string {
  return `${file.name} of ${model.name}`
}

/** The error for content that is not what the hub has announced. */
export function wrongContent(model: HubModel, file: HubFile): LastlayerError {
  const sentence = `${subjectOf(model, file)} is not what ${model.endpoint} announced: its digest differs.`
  return new LastlayerError('network', `${sentence} It was thrown away; try again, or choose another HF_ENDPOINT.`)
}

function pathOf({ name, commit }: HubModel, file: HubFile): string {
  return `${name}/resolve/${commit}/${encodeURIComponent(file.name)}`
}

function fileOf({ rfilename, size, blobId, lfs }: z.infer<typeof sibling>): HubFile {
  if (lfs) return { name: rfilename, bytes: lfs.size, digest: { algorithm: 'sha256', hex: lfs.sha256 } }
  return { name: rfilename, bytes: size, digest: blobId ? { algorithm: 'git', hex: blobId } : null }
}

/** The model card's own word, else the hub's tag. */
function licenceOf({ cardData, tags }: z.infer<typeof modelInfo>): string | null {
  const licence = cardData?.license
  if (typeof licence === 'string' && licence !== '') return licence
  return tags.find((tag) => tag.startsWith('license:'))?.slice('license:'.length) ?? null
}

/** The languages that the model card names: one, or a list. */
function languagesOf({ cardData }: z.infer<typeof modelInfo>): string[] {
  return [cardData?.language]
    .flat()
    .flatMap((one) => (typeof one === 'string' && /^[\w-]{2,12}$/.test(one) ? [one] : []))
}

function parseJson(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString('utf8'))
  } catch {
    return undefined
  }
}
