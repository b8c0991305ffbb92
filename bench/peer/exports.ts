import { join, resolve } from 'node:path'
import { Classifier } from '../../src/main/trainer/classifier/classifier.ts'
import { exportModel } from '../../src/main/trainer/export/export.ts'
import { proofTexts } from '../../src/main/trainer/export/proof-texts.ts'
import { readOwnRecipe } from '../../src/main/trainer/run/kept-corrections.ts'
import { writeFileAtomic } from '../../src/main/disk/atomic-files.ts'
import { LastlayerError } from '../../src/shared/errors.ts'
import { exportFormatNames } from '../../src/shared/export-formats.ts'

// Exports a run or a classifier to every format, with the logits that Lastlayer and, for ONNX, transformers.js give for
// the same texts. exports.py then reads the same folders in Python:
//   npm run bench peer/exports RUN OUT && python3 bench/peer/exports.py OUT

const [model, out] = process.argv.slice(3).map((path) => resolve(path))
if (out === undefined) throw new LastlayerError('usage', 'Name a run and a folder: npm run bench peer/exports RUN OUT.')

const { signal } = new AbortController()
const { texts } = await proofTexts(await readOwnRecipe(model), signal)
// Longer than any model reads.
const all = [...texts, texts.join(' ')]

async function logitsOf(folder: string): Promise<number[][]> {
  const classifier = await Classifier.open(folder)
  const rows: number[][] = []
  for (const text of all) rows.push([...(await classifier.score([text], signal))[0].logits])
  await classifier.close()
  return rows
}

const logits: Record<string, number[][]> = { lastlayer: await logitsOf(model) }
for (const format of exportFormatNames) {
  const { destination } = await exportModel({ model, format, destination: join(out, format) }, signal, () => undefined)
  if (format !== 'huggingface') logits[format] = await logitsOf(destination)
}
await writeFileAtomic(join(out, 'logits.json'), JSON.stringify({ texts: all, logits }))
