import type { S3Client } from '@aws-sdk/client-s3'
import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import { z } from 'zod'
import { LastlayerError } from '../../shared/errors.ts'
import { isLoopback } from '../../shared/loopback.ts'

// The client is loaded with the first bucket: whoever names none waits for nothing.

/** How often an object is sent before it is given up. */
const attempts = 3

const target = z.object({ protocol: z.string(), hostname: z.string() })
const answer = z.object({ $metadata: z.object({ httpStatusCode: z.int().optional() }) })

/** Whether a store is a bucket, and no folder. */
export function isBucket(store: string): boolean {
  return /^s3:/i.test(store)
}

/** The objects below a prefix of a bucket, on S3 or a server that speaks as S3 does. */
export class Bucket {
  private constructor(
    private readonly client: S3Client,
    private readonly sdk: typeof import('@aws-sdk/client-s3'),
    private readonly name: string,
    private readonly prefix: string,
  ) {}

  /**
   * @param address `s3://bucket/prefix`; the server, the region and the keys are those that AWS's own tools would use, from
   * `AWS_ENDPOINT_URL` and the like
   * @throws LastlayerError `usage` for another address
   */
  static async open(address: string): Promise<Bucket> {
    const [, name = '', prefix = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/*(.*?)\/*$/.exec(address) ?? []
    if (name === '') throw new LastlayerError('usage', `${address} is no store: write s3://bucket/prefix, or a folder.`)
    const { AWS_REGION, AWS_DEFAULT_REGION, AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_S3 } = process.env
    const hasServer = (AWS_ENDPOINT_URL_S3 ?? AWS_ENDPOINT_URL) !== undefined
    // Servers that are not Amazon's mostly have one region, of no name.
    const region = AWS_REGION ?? AWS_DEFAULT_REGION ?? (hasServer ? 'us-east-1' : undefined)
    const sdk = await import('@aws-sdk/client-s3')
    const client = new sdk.S3Client({
      ...(region === undefined ? {} : { region }),
      forcePathStyle: true,
      // Many servers refuse the checksums that Amazon's takes; ours are in the indexes.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    })
    client.middlewareStack.add(
      (next) => (args) => {
        refuseUnencrypted(target.parse(args.request))
        return next(args)
      },
      { step: 'build', name: 'encryptedInTransit' },
    )
    return new Bucket(client, sdk, name, prefix)
  }

  /** The address of an object, or of those below a prefix, for a person. */
  addressOf(key: string): string {
    return `s3://${this.name}/${this.#full(key)}`
  }

  /** The objects below a prefix and their sizes in bytes, by their keys. */
  async list(prefix: string): Promise<Map<string, number>> {
    const sizes = new Map<string, number>()
    let token: string | undefined
    do {
      const page = await this.#asking(prefix, () =>
        this.client.send(
          new this.sdk.ListObjectsV2Command({
            Bucket: this.name,
            Prefix: this.#full(prefix),
            ContinuationToken: token,
          }),
        ),
      )
      for (const { Key, Size } of page.Contents ?? []) {
        if (Key !== undefined) sizes.set(Key.slice(this.#full('').length), Size ?? 0)
      }
      token = page.NextContinuationToken
    } while (token !== undefined)
    return sizes
  }

  /** The bytes of an object as they come; null if it is not there. */
  async read(key: string): Promise<AsyncIterable<Uint8Array> | null> {
    const found = await this.#asking(key, () =>
      this.client.send(new this.sdk.GetObjectCommand({ Bucket: this.name, Key: this.#full(key) })).catch(nullIf(404)),
    )
    return (found?.Body as Readable | undefined) ?? null
  }

  /** The text of an object; null if it is not there. */
  async readText(key: string): Promise<string | null> {
    const chunks = await this.read(key)
    if (chunks === null) return null
    const parts: Uint8Array[] = []
    for await (const part of chunks) parts.push(part)
    return Buffer.concat(parts).toString('utf8')
  }

  /** Writes an object whole or not at all; `open` begins its bytes anew for each attempt. */
  async write(key: string, bytes: number, open: () => Readable | Uint8Array): Promise<void> {
    await this.#asking(key, async () => {
      for (let attempt = 1; ; attempt++) {
        try {
          return await this.#put(key, open(), bytes)
        } catch (error) {
          if (attempt === attempts || error instanceof LastlayerError) throw error
        }
      }
    })
  }

  /** Writes an object unless one is there, as far as the server can tell. @returns whether it was written */
  async writeNew(key: string, text: string): Promise<boolean> {
    const body = Buffer.from(text)
    const put = () => this.#put(key, body, body.byteLength, '*').then(() => true)
    return (await this.#asking(key, () => put().catch(nullIf(409, 412)))) ?? false
  }

  async delete(key: string): Promise<void> {
    await this.#asking(key, () =>
      this.client.send(new this.sdk.DeleteObjectCommand({ Bucket: this.name, Key: this.#full(key) })),
    )
  }

  /** Whether the server heeds "only if none is there": some write all the same, some refuse to be asked. */
  async keepsFirst(): Promise<boolean> {
    const key = `probe-${randomUUID()}`
    const write = async (): Promise<boolean | null> => {
      const body = Buffer.from('probe')
      const put = () => this.#put(key, body, body.byteLength, '*').then(() => true)
      return this.#asking(key, () =>
        put().catch((error: unknown) => (statusOf(error) === 412 ? false : nullIf(400, 501)(error))),
      )
    }
    const answers = [await write(), await write()]
    await this.delete(key)
    return answers[0] === true && answers[1] === false
  }

  async #put(key: string, body: Readable | Uint8Array, bytes: number, ifNoneMatch?: '*'): Promise<void> {
    await this.client.send(
      new this.sdk.PutObjectCommand({
        Bucket: this.name,
        Key: this.#full(key),
        Body: body,
        ContentLength: bytes,
        ...(ifNoneMatch === undefined ? {} : { IfNoneMatch: ifNoneMatch }),
      }),
    )
  }

  #full(key: string): string {
    return this.prefix === '' ? key : `${this.prefix}/${key}`
  }

  /** Asks the server; what goes wrong is said with the object's address. */
  async #asking<T>(key: string, ask: () => Promise<T>): Promise<T> {
    try {
      return await ask()
    } catch (cause) {
      if (cause instanceof LastlayerError) throw cause
      const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)
      throw new LastlayerError(
        'network',
        `The store ${this.addressOf(key)} cannot be used: ${reason}. Look at the bucket, AWS_ENDPOINT_URL, AWS_REGION and your keys.`,
        { cause },
      )
    }
  }
}

/** @throws LastlayerError `usage` for a server on another machine that is not asked by https */
function refuseUnencrypted({ protocol, hostname }: z.infer<typeof target>): void {
  if (protocol === 'https:' || isLoopback(hostname)) return
  throw new LastlayerError(
    'usage',
    `The store at ${hostname} is not on this machine, and ${protocol}// does not encrypt: name it with https:// in AWS_ENDPOINT_URL.`,
  )
}

function statusOf(error: unknown): number | undefined {
  return answer.safeParse(error).data?.$metadata.httpStatusCode
}

/** Takes some answers of a server for none; throws every other error again. */
function nullIf(...statuses: readonly number[]): (error: unknown) => null {
  return (error) => {
    if (statuses.includes(statusOf(error) ?? 0)) return null
    throw error
  }
}
