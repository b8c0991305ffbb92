import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { LastlayerError } from '../../shared/errors.ts'
import type { Engine, Scored } from './engines/engine.ts'
import { OnnxEngine } from './engines/onnx-engine.ts'
import { SafetensorsEngine } from './engines/safetensors-engine.ts'
import { findOnnx } from './model/folder-files.ts'

/** A finished run's folder or a classifier's model folder, ready to answer. */
export class Classifier implements Engine {
  private constructor(
    private readonly engine: Engine,
    /** Whether HTML tags were turned to spaces in the texts that it was trained on. */
    readonly stripHtml: boolean,
  ) {}

  /** @throws LastlayerError `model` if the folder holds no classifier. */
  static async open(path: string): Promise<Classifier> {
    const { folder, stripHtml } = await locateModel(path)
    return new Classifier(await openEngine(folder), stripHtml)
  }

  get labels(): readonly string[] {
    return this.engine.labels
  }

  get maxLength(): number {
    return this.engine.maxLength
  }

  score(texts: readonly string[], signal: AbortSignal): Promise<Scored[]> {
    return this.engine.score(texts, signal)
  }

  close(): Promise<void> {
    return this.engine.close()
  }
}

async function openEngine(folder: string): Promise<Engine> {
  const onnx = await findOnnx(folder)
  return onnx === null ? SafetensorsEngine.open(folder) : OnnxEngine.open(folder, onnx)
}

/** What of a run's recipe its answers depend on. */
const answering = z.object({ stripHtml: z.boolean() })

/**
 * A run keeps its model in model/, and its texts were cleaned as its recipe says; any other folder is a model itself.
 * @throws LastlayerError `model`
 */
export async function locateModel(path: string): Promise<{ folder: string; stripHtml: boolean }> {
  const recipe = await readFile(join(path, 'recipe.json'), 'utf8').catch(() => null)
  if (recipe === null) return { folder: path, stripHtml: true }
  const folder = join(path, 'model')
  await stat(folder).catch((cause: unknown) => {
    throw new LastlayerError('model', `The run ${path} has no model: it did not finish. Choose another run.`, { cause })
  })
  try {
    return { folder, ...answering.parse(JSON.parse(recipe)) }
  } catch (cause) {
    throw new LastlayerError('model', `${join(path, 'recipe.json')} is damaged. Use ${folder} instead.`, { cause })
  }
}
