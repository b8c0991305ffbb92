import { join } from 'node:path'
import type { TextFile } from '../../../../shared/model-files.ts'
import { parseConfig, type EncoderConfig } from '../families/config.ts'
import type { TokenizerPlace } from '../tokenizer/tokenizer-file.ts'
import { parseJsonFile, readTextFiles, requireFolder } from './folder-files.ts'
import { unfit } from './unfit-folder.ts'

/** The small files of a model folder as they were when they were read. */
export class ModelTexts implements TokenizerPlace {
  private constructor(
    readonly path: string,
    readonly config: EncoderConfig,
    private readonly texts: ReadonlyMap<TextFile, Buffer>,
  ) {}

  /** @throws LastlayerError `model` if there is no config.json, or none of a model that Lastlayer knows */
  static async read(path: string): Promise<ModelTexts> {
    await requireFolder(path)
    const texts = await readTextFiles(path)
    const content = texts.get('config.json') ?? null
    if (content === null) throw await unfit(path, 'config.json')
    const config = parseConfig(parseJsonFile(path, 'config.json', content), join(path, 'config.json'))
    return new ModelTexts(path, config, texts)
  }

  text(name: TextFile): Buffer | null {
    return this.texts.get(name) ?? null
  }

  json(name: TextFile): unknown {
    return parseJsonFile(this.path, name, this.text(name))
  }
}
