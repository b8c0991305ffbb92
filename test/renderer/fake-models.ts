import { LastlayerError } from '../../src/shared/errors.ts'
import type { CallResult } from '../../src/shared/app-contract.ts'
import type {
  Contact,
  DownloadProgress,
  FoundModel,
  IncompleteModel,
  InstalledModel,
} from '../../src/shared/model-store.ts'

const endpoint = 'https://huggingface.co'
const commit = '12040accade4e8a0f71eabdb258fecc2e7e948be'
const folder = '/home/ada/.local/share/lastlayer/models'

const about = { endpoint, revision: 'main', commit, licence: 'apache-2.0', languages: ['en'], labels: null }
const sizes = [483, 466_062, 48, 231_508, 267_954_768]
const names = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'vocab.txt', 'model.safetensors']

function found(name: string, more: Partial<FoundModel> = {}): FoundModel {
  const files = names.map((name, i) => ({ name, bytes: sizes[i] }))
  const bytes = sizes.reduce((sum, size) => sum + size, 0)
  return { ...about, name, files, bytes, missingBytes: bytes, family: 'distilbert', blocks: 6, dim: 768, ...more }
}

const weights = [{ name: 'model.safetensors', sha256: '5f3d'.repeat(16) }]

const onHub = [
  found('distilbert/distilbert-base-uncased'),
  found('google-bert/bert-base-uncased', { family: 'bert', blocks: 12, bytes: 440_449_768, missingBytes: 440_449_768 }),
]

/** A hub and a models folder in memory. A download takes ten steps of `interval` milliseconds. */
export class FakeModels {
  isOffline = false
  #installed: InstalledModel[] = []
  #incomplete: IncompleteModel[] = []
  #contacts: Contact[] = []
  #download: DownloadProgress | null = null
  #isStopped = false

  constructor(
    private readonly interval: number,
    private readonly notify: (message: unknown) => void,
  ) {}

  list(): CallResult<'listModels'> {
    const bundled = {
      path: '/models/tiny-distilbert-reviews',
      name: 'tiny-distilbert-reviews',
      licence: 'MIT',
      languages: ['en'],
    }
    const models: InstalledModel[] = [{ ...bundled, kind: 'bundled', bytes: 7_203_000, weights, origin: null }]
    return { models: [...models, ...this.#installed], incomplete: this.#incomplete, download: this.#download }
  }

  lookUp(name: string): FoundModel {
    this.#contact(`model ${name} at main`, 1840)
    const model = onHub.find((model) => model.name === name || model.name.endsWith(`/${name}`))
    if (model === undefined) {
      throw new LastlayerError(
        'network',
        `huggingface.co has no model ${name} at main. Check the name and the revision.`,
      )
    }
    const here = this.#incomplete.find((one) => one.name === model.name)?.bytes ?? 0
    const isInstalled = this.#installed.some((one) => one.name === model.name)
    return { ...model, missingBytes: isInstalled ? 0 : model.bytes - here }
  }

  async download(asked: string): Promise<InstalledModel> {
    const { name, bytes: total, missingBytes, licence, languages } = this.lookUp(asked)
    const path = `${folder}/${name.replace('/', '--')}`
    this.#isStopped = false
    this.#contact(`model.safetensors of ${name}`, 0, 'cas-bridge.xethub.hf.co')
    for (let done = total - missingBytes; done < total; done += total / 10) {
      this.#tell({ name, done: Math.round(done), total, note: null })
      const contact = this.#contacts.at(-1)
      if (contact) contact.bytes = Math.round(done)
      await new Promise((resolve) => setTimeout(resolve, this.interval))
      if (!this.#isStopped) continue
      this.#incomplete = [{ path: `${folder}/.part`, name, bytes: Math.round(done), totalBytes: total }]
      this.#tell(null)
      throw new LastlayerError('cancelled', 'The download was stopped.')
    }
    const origin = { endpoint, revision: 'main', commit, downloadedAt: Date.now() }
    const model: InstalledModel = { path, name, kind: 'downloaded', bytes: total, licence, languages, weights, origin }
    this.#installed.push(model)
    this.#incomplete = []
    this.#tell(null)
    return model
  }

  cancel(): void {
    this.#isStopped = true
  }

  delete(path: string): void {
    this.#installed = this.#installed.filter((model) => model.path !== path)
    this.#incomplete = this.#incomplete.filter((model) => model.path !== path)
  }

  contacts(): Contact[] {
    return this.#contacts
  }

  #contact(subject: string, bytes: number, host = 'huggingface.co'): void {
    if (this.isOffline) throw new LastlayerError('network', 'Lastlayer is offline, so nothing was contacted.')
    this.#contacts.push({ time: Date.now(), host, subject, status: 200, bytes })
  }

  #tell(progress: DownloadProgress | null): void {
    this.#download = progress
    this.notify({ kind: 'download', progress })
  }
}
