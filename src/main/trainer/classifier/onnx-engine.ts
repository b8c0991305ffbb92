import type { PreTrainedModel, PreTrainedTokenizer, Tensor } from '@huggingface/transformers'
import { join } from 'node:path'
import { LastlayerError, reasonOf } from '../../../shared/errors.ts'
import { textFiles } from '../../../shared/model-files.ts'
import { lookAt } from '../../disk/confinement.ts'
import { requireLabels } from '../model/families/labels.ts'
import { lengthRead } from '../model/tokenizer/tokenizer-file.ts'
import { refuseForeignFile } from '../model/files/foreign-content.ts'
import { withHeldFiles } from '../model/files/held-folder.ts'
import { findOnnxData, type OnnxFile } from '../model/files/folder-files.ts'
import { ModelTexts } from '../model/files/model-texts.ts'
import { loadTransformers } from '../backend/onnx-runtime.ts'
import type { Limited } from '../tokens/tokenizing-limit.ts'
import { charactersRead } from '../tokens/characters-read.ts'
import { tryTokenizer } from '../tokens/tokenizer-trial.ts'
import { yieldToMessages } from '../yield-to-messages.ts'
import type { Engine, Scored } from './engine.ts'

const feeds: readonly string[] = ['input_ids', 'attention_mask', 'token_type_ids']
/** Readers of protobuf refuse more. */
const largestFile = 2 ** 31

/**
 * A classifier as an ONNX file, read by transformers.js as a program of the person's would, with the tokenizer that
 * Python's transformers makes of the folder. One text a call, since in int8 a text's logits depend on its batch. ONNX Runtime itself refuses weights in files that lie
 * outside the folder, behind links or not.
 */
export class OnnxEngine implements Engine {
  private constructor(
    readonly path: string,
    readonly labels: readonly string[],
    readonly maxLength: number,
    readonly abstainBelow: number | null,
    private readonly tokenizer: PreTrainedTokenizer,
    private readonly model: PreTrainedModel,
    private readonly limited: Limited,
  ) {}

  /** @throws LastlayerError `model` if the file cannot be read, or asks for other inputs than a text's tokens. */
  static async open(folder: string, file: OnnxFile): Promise<OnnxEngine> {
    const { subfolder, name, dtype } = file
    const path = join(folder, subfolder, name)
    const texts = await ModelTexts.read(folder)
    const { config } = texts
    const labels = requireLabels(config, folder)
    const { json, limited } = tryTokenizer(texts)
    const about = await lookAt(path)
    if (!about.isFile()) throw unusable(path, 'it is not a file')
    if (about.size >= largestFile) throw unusable(path, 'it is larger than 2 GB')
    await refuseForeignFile(path)
    const { AutoModelForSequenceClassification, PreTrainedTokenizer } = await loadTransformers()
    try {
      const options = { subfolder, dtype, device: 'cpu', use_external_data_format: false } as const
      const files = [...textFiles, join(subfolder, name), ...(await findOnnxData(folder, file))]
      const tokenizer = new PreTrainedTokenizer(json, {})
      const model = await withHeldFiles(folder, files, (held) =>
        AutoModelForSequenceClassification.from_pretrained(held, options),
      )
      checkPorts(path, model)
      return new OnnxEngine(path, labels, lengthRead(texts), config.abstainBelow, tokenizer, model, limited)
    } catch (error) {
      throw error instanceof LastlayerError ? error : unusable(path, reasonOf(error), error)
    }
  }

  async score(texts: readonly string[], signal: AbortSignal): Promise<Scored[]> {
    const scored: Scored[] = []
    for (const text of texts) {
      await yieldToMessages(signal)
      scored.push(await this.#scoreOne(text))
    }
    return scored
  }

  charactersRead(text: string, clean: (text: string) => string): number | null {
    // transformers.js drops the end, whatever the tokenizer's settings say.
    return charactersRead(text, this.maxLength, (part) => this.#countTokens(clean(part)))
  }

  async close(): Promise<void> {
    await this.model.dispose()
  }

  async #scoreOne(text: string): Promise<Scored> {
    const inputs = this.limited(text.length, () =>
      this.tokenizer(text, { truncation: true, max_length: this.maxLength }),
    )
    const { logits } = await this.#run(inputs)
    if (!(logits.data instanceof Float32Array) || logits.data.length !== this.labels.length) {
      throw unusable(this.path, `it answers with ${logits.dims.join(' x ')} numbers, not with one for each label`)
    }
    const tokens = Number(inputs.input_ids.dims.at(-1))
    const isFull = tokens === this.maxLength
    const wholeTokens = isFull ? this.#countTokens(text) : tokens
    const ids = Array.from(inputs.input_ids.data as BigInt64Array, Number)
    const unknown = ids.filter((id) => id === this.tokenizer.unk_token_id).length
    return { logits: logits.data, tokens, unknown, truncated: wholeTokens > tokens, wholeTokens }
  }

  #countTokens(text: string): number {
    return this.limited(text.length, () => this.tokenizer.encode(text).length)
  }

  async #run(inputs: object): Promise<{ logits: Tensor }> {
    try {
      return await this.model(inputs)
    } catch (error) {
      throw unusable(this.path, reasonOf(error), error)
    }
  }
}

function checkPorts(path: string, { sessions }: PreTrainedModel): void {
  const { inputNames, outputNames } = sessions.model as { inputNames: string[]; outputNames: string[] }
  const unknown = inputNames.find((name) => !feeds.includes(name))
  if (unknown !== undefined) throw unusable(path, `it asks for the input ${unknown}`)
  if (!outputNames.includes('logits')) throw unusable(path, 'it has no output named logits')
}

function unusable(path: string, reason: string, cause?: unknown): LastlayerError {
  return new LastlayerError('model', `${path} cannot be used: ${reason}. Choose another model.`, { cause })
}
