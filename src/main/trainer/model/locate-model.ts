import { join } from 'node:path'
import { z } from 'zod'
import { LastlayerError } from '../../../shared/errors.ts'
import { lookAt } from '../../disk/confinement.ts'
import { readRecipe } from '../../run-files/kept-file.ts'
import { findFile, readJsonFile } from './files/folder-files.ts'
import { openModelFolder, type ModelFolder } from './model-folder.ts'

/**
 * A run keeps its model in model/, and its texts were cleaned as its recipe says; any other folder is a model itself, or
 * one of sentence-transformers, whose encoder is found in it.
 * @throws LastlayerError `model`; `usage` if a run's model is a link out of the folders of this process
 */
export async function locateModel(path: string): Promise<{ folder: string; stripHtml: boolean }> {
  const { state, value: recipe } = await readRecipe(path)
  if (state === 'missing' && recipe === null) return { folder: await encoderOf(path), stripHtml: true }
  const folder = join(path, 'model')
  await lookAt(folder).catch((cause: unknown) => {
    if (cause instanceof LastlayerError) throw cause
    throw new LastlayerError('model', `The run ${path} has no model: it did not finish. Choose another run.`, { cause })
  })
  if (recipe !== null) return { folder, stripHtml: recipe.stripHtml }
  const reason =
    state === 'later'
      ? `The run ${path} is from a later version of Lastlayer`
      : `${join(path, 'recipe.json')} is damaged`
  throw new LastlayerError('model', `${reason}. Use ${folder} instead.`)
}

const modulesFile = z.array(z.looseObject({ path: z.string(), type: z.string() })).min(1)

/** A sentence-transformers model keeps its encoder in a folder of its own, which its modules.json names; others are one. */
async function encoderOf(path: string): Promise<string> {
  if ((await findFile(path, 'config.json')) !== null) return path
  const modules = modulesFile.safeParse(await readJsonFile(path, 'modules.json'))
  const inner = modules.data?.find(({ type }) => type.endsWith('.Transformer'))?.path ?? ''
  return /^\w[\w.-]*$/.test(inner) ? join(path, inner) : path
}

/**
 * Opens the model of a run, or a model folder.
 * @throws LastlayerError `model`
 */
export async function openModel(path: string): Promise<ModelFolder> {
  const { folder } = await locateModel(path)
  return openModelFolder(folder)
}
