import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { LastlayerError } from '../../../../shared/errors.ts'
import { isSample, sampleNames, type SampleName } from '../../../../shared/samples.ts'
import { stopIfCancelled } from '../bytes/files.ts'
import { toItem, type SourceItem } from '../rows/row.ts'

// The sentences of Kotzias et al. (2015), which npm's `sentiment` carries as test fixtures: 1,000 a site, and
// an empty row without a class.
const fixture = z.array(z.object({ text: z.string(), class: z.number().nullable() }))

const sources: Readonly<Record<SampleName, readonly { site: string; label: (positive: boolean) => string }[]>> = {
  'sample:reviews': [{ site: 'imdb', label: (positive) => (positive ? 'pos' : 'neg') }],
  'sample:sites': ['amazon', 'imdb', 'yelp'].map((site) => ({ site, label: () => site })),
}

/**
 * The rows of a built-in sample, in order.
 * @throws LastlayerError `dataset` if there is no such sample.
 */
export function openSample(dataset: string, stripHtml: boolean): (signal?: AbortSignal) => AsyncGenerator<SourceItem> {
  if (!isSample(dataset)) {
    throw new LastlayerError('dataset', `There is no sample "${dataset}": the samples are ${sampleNames}.`)
  }
  return async function* (signal) {
    for (const { site, label } of sources[dataset]) {
      for (const [i, row] of (await readFixture(site)).entries()) {
        stopIfCancelled(signal)
        yield toItem(row.text, label(row.class === 1), { file: `${site}.json`, line: i + 1, split: null }, stripHtml)
      }
    }
  }
}

async function readFixture(site: string): Promise<z.infer<typeof fixture>> {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('sentiment/package.json'))
    const rows = fixture.parse(JSON.parse(await readFile(join(folder, 'test/fixtures', `${site}.json`), 'utf8')))
    return rows.filter((row) => row.class !== null)
  } catch (error) {
    const message = 'The samples are missing from this installation: install Lastlayer again.'
    throw new LastlayerError('dataset', message, { cause: error })
  }
}
