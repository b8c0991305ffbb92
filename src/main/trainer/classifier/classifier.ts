import { LastlayerError } from '../../../shared/errors.ts'
import type { Engine, Scored } from './engine.ts'
import { OnnxEngine } from './onnx-engine.ts'
import { SafetensorsEngine } from './safetensors-engine.ts'
import { locateModel } from '../model/locate-model.ts'
import { findOnnx } from '../model/files/folder-files.ts'

/** A finished run's folder or a classifier's model folder, ready to answer. */
export class Classifier implements Engine {
  private constructor(
    private readonly path: string,
    private readonly engine: Engine,
    /** Whether HTML tags were turned to spaces in the texts that it was trained on. */
    readonly stripHtml: boolean,
  ) {}

  /** @throws LastlayerError `model` if the folder holds no classifier. */
  static async open(path: string): Promise<Classifier> {
    const { folder, stripHtml } = await locateModel(path)
    return new Classifier(path, await openEngine(folder), stripHtml)
  }

  get labels(): readonly string[] {
    return this.engine.labels
  }

  get maxLength(): number {
    return this.engine.maxLength
  }

  charactersRead(text: string, clean: (text: string) => string): number | null {
    return this.engine.charactersRead(text, clean)
  }

  get abstainBelow(): number | null {
    return this.engine.abstainBelow
  }

  /** @throws LastlayerError `model` for answers that are no numbers; `cancelled` */
  async score(texts: readonly string[], signal: AbortSignal): Promise<Scored[]> {
    const scored = await this.engine.score(texts, signal)
    if (scored.every(({ logits }) => logits.every(Number.isFinite))) return scored
    throw new LastlayerError(
      'model',
      `The model ${this.path} gives no finite numbers: its weights are damaged. Download it again or choose another one.`,
    )
  }

  close(): Promise<void> {
    return this.engine.close()
  }
}

async function openEngine(folder: string): Promise<Engine> {
  const onnx = await findOnnx(folder)
  return onnx === null ? SafetensorsEngine.open(folder) : OnnxEngine.open(folder, onnx)
}
