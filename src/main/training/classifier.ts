import { LastlayerError } from '../../shared/errors.ts'
import { concatenateIds, equalLengthBatches } from './features/compute-features.ts'
import { openModelFolder, type ModelFolder } from './model/model-folder.ts'
import { locateModel } from './locate-model.ts'
import { TextTokenizer } from './tokens.ts'
import { classifierGraph } from './trunk/encoder-graph.ts'
import { OnnxSession } from './trunk/onnx-session.ts'

/** Tokens in one call; texts of one length share a call. */
const tokensPerBatch = 4096

/** The logits of one text, and how much of it was read. */
export interface Scored {
  readonly logits: Float32Array
  readonly tokens: number
  readonly truncated: boolean
}

/** A finished run's folder or a classifier's model folder, ready to answer. */
export class Classifier {
  private constructor(
    readonly labels: readonly string[],
    readonly maxLength: number,
    /** Whether HTML tags were turned to spaces in the texts that it was trained on. */
    readonly stripHtml: boolean,
    readonly model: ModelFolder,
    readonly tokenizer: TextTokenizer,
    readonly session: OnnxSession,
  ) {}

  /** @throws LastlayerError `model` if the folder holds no classifier. */
  static async open(path: string): Promise<Classifier> {
    const { folder, stripHtml } = await locateModel(path)
    const model = await openModelFolder(folder)
    try {
      const { labels, positions, trainedLength } = model.config
      if (labels === null) {
        throw new LastlayerError('model', `${path} is a pretrained model without a classifier. Fine-tune it first.`)
      }
      const tokenizer = await TextTokenizer.open(model)
      const session = await OnnxSession.open(classifierGraph(model, labels.length))
      return new Classifier(
        labels,
        Math.min(trainedLength ?? positions, positions),
        stripHtml,
        model,
        tokenizer,
        session,
      )
    } catch (error) {
      await model.close()
      throw error
    }
  }

  /** Logits [labels] of each text, in order. Texts should be cleaned. */
  async score(texts: readonly string[], signal: AbortSignal): Promise<Scored[]> {
    const scored: Scored[] = new Array(texts.length)
    const jobs = texts.map((text, index) => ({ index, ...this.tokenizer.encode(text, this.maxLength) }))
    for (const batch of equalLengthBatches(jobs, tokensPerBatch)) {
      if (signal.aborted) throw new LastlayerError('cancelled', 'Stopped.')
      const length = batch[0].ids.length
      const [output] = await this.session.run(concatenateIds(batch, length), batch.length, length)
      const logits = Float32Array.from(output)
      batch.forEach(({ index, fullLength }, row) => {
        scored[index] = {
          logits: logits.subarray(row * this.labels.length, (row + 1) * this.labels.length),
          tokens: length,
          truncated: fullLength > this.maxLength,
        }
      })
    }
    return scored
  }

  async close(): Promise<void> {
    await this.session.close()
    await this.model.close()
  }
}
