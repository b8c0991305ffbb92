import { charactersRead } from '../tokens/characters-read.ts'
import { concatenateIds, equalLengthBatches } from '../tokens/equal-length.ts'
import { requireLabels } from '../model/families/labels.ts'
import { lengthRead } from '../model/tokenizer/tokenizer-file.ts'
import { openModelFolder } from '../model/model-folder.ts'
import { TextTokenizer, type TokenIds } from '../tokens/tokenizer.ts'
import { classifierGraph } from '../trunk/encoder-graph.ts'
import { OnnxSession } from '../trunk/onnx-session.ts'
import { yieldToMessages } from '../yield-to-messages.ts'
import type { Engine, Scored } from './engine.ts'
import { at } from '../../../shared/at.ts'

/** Tokens in one call; texts of one length share a call. */
const tokensPerBatch = 4096

/** Lastlayer's own form of a classifier: its safetensors weights in a graph made for equal lengths. */
export class SafetensorsEngine implements Engine {
  private constructor(
    readonly labels: readonly string[],
    readonly maxLength: number,
    readonly abstainBelow: number | null,
    private readonly tokenizer: TextTokenizer,
    private readonly session: OnnxSession,
  ) {}

  /** @throws LastlayerError `model` if the folder holds no classifier. */
  static async open(folder: string): Promise<SafetensorsEngine> {
    const model = await openModelFolder(folder)
    try {
      const labels = requireLabels(model.config, folder)
      const tokenizer = TextTokenizer.open(model)
      const session = await OnnxSession.open(classifierGraph(model, labels.length))
      return new SafetensorsEngine(labels, lengthRead(model), model.config.abstainBelow, tokenizer, session)
    } finally {
      // The graph has the weights. On Windows a folder with an open file cannot be deleted.
      await model.close()
    }
  }

  async score(texts: readonly string[], signal: AbortSignal): Promise<Scored[]> {
    const scored: Scored[] = new Array(texts.length)
    const jobs = await this.#encode(texts, signal)
    for (const batch of equalLengthBatches(jobs, tokensPerBatch)) {
      await yieldToMessages(signal)
      const length = at(batch, 0).ids.length
      const outputs = await this.session.run(concatenateIds(batch, length), batch.length, length)
      const logits = Float32Array.from(at(outputs, 0))
      batch.forEach(({ index, ids, fullLength }, row) => {
        scored[index] = {
          logits: logits.subarray(row * this.labels.length, (row + 1) * this.labels.length),
          tokens: length,
          unknown: this.tokenizer.countUnknown(ids),
          truncated: fullLength > this.maxLength,
          wholeTokens: fullLength,
        }
      })
    }
    return scored
  }

  /** Between the texts messages are read, so that a person can stop even slow ones. */
  async #encode(texts: readonly string[], signal: AbortSignal): Promise<(TokenIds & { readonly index: number })[]> {
    const jobs = []
    for (const [index, text] of texts.entries()) {
      jobs.push({ index, ...this.tokenizer.encode(text, this.maxLength) })
      await yieldToMessages(signal)
    }
    return jobs
  }

  charactersRead(text: string, clean: (text: string) => string): number | null {
    if (this.tokenizer.readsEnd) return null
    return charactersRead(text, this.maxLength, (part) => this.tokenizer.encode(clean(part), this.maxLength).fullLength)
  }

  async close(): Promise<void> {
    await this.session.close()
  }
}
