import { at } from '../../../shared/at.ts'
import { correction, type Correction } from '../../../shared/corrections.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import { suspectsSentence, type Suspect, type SuspectsPage } from '../../../shared/suspects.ts'
import { wrongTestLabels } from '../../../shared/test-answers.ts'
import { correctionsOf } from '../../run-files/corrections-file.ts'
import { changeCorrections } from '../../host/runs/corrections.ts'
import { readDatasetSummary, readRecipe } from '../../run-files/kept-file.ts'
import { count, oneLine, rate, shellWord, table } from '../screen/format.ts'
import { modelPath, type Session } from '../session.ts'
import { whole } from './whole.ts'

/** Characters of a digest that are shown; so many tell texts apart, and fewer will do as long as they are one's own. */
const shownDigest = 12
const mostShown = 100

interface DeskOptions {
  readonly relabel?: readonly string[]
  readonly leaveOut?: readonly string[]
  readonly undo?: readonly string[]
  readonly offset: string
  readonly limit: string
}

/** `desk RUN`: the training texts whose labels are probably wrong, or corrections of some. */
export async function desk(session: Session, name: string, options: DeskOptions): Promise<void> {
  const { screen, places } = session
  const run = await modelPath(name, places)
  const { relabel = [], leaveOut = [], undo = [] } = options
  if (relabel.length + leaveOut.length + undo.length === 0) return list(session, run, options)
  const named = [...relabel.map((given) => given.split('=')[0] ?? ''), ...leaveOut, ...undo]
  const digests = named.every((one) => isWhole(one)) ? [] : await knownDigests(session, run)
  const labels = (await readDatasetSummary(run)).value?.labels ?? []
  const all = await changeCorrections(run, [
    ...relabel.map((given) => relabelled(given, digests, labels)),
    ...leaveOut.map((given) => correction.parse({ digest: wholeDigest(given, digests), isLeftOut: true })),
    ...undo.map((given) => correction.parse({ digest: wholeDigest(given, digests) })),
  ])
  if (screen.json) screen.value({ corrections: all })
  else screen.lines([...summary(all), ...(await trainAgain(run))])
}

async function list({ host, screen, places, signal }: Session, run: string, options: DeskOptions): Promise<void> {
  const params = {
    ...{ run, places },
    offset: whole('--offset', options.offset, 0, Infinity),
    limit: whole('--limit', options.limit, 1, mostShown),
  }
  const page = await host.run('desk', params, { signal, onProgress: (progress) => screen.progress(progress) })
  screen.clear()
  const corrections = await correctionsOf(run)
  if (screen.json) {
    screen.value({ ...page, suspects: page.suspects.map((one) => suspectValue(one, page)), corrections })
    return
  }
  const row = (one: Suspect): string[] => {
    const { probability, label } = likeliest(one, page)
    const known = corrections.find(({ digest }) => digest === one.digest)
    return [
      one.digest.slice(0, shownDigest),
      at(page.labels, one.label),
      label,
      rate(probability),
      known === undefined ? '' : correctionText(known),
      oneLine(one.text, 80),
    ]
  }
  screen.lines([
    ...table('<<<><<', [['digest', 'label', 'rather', 'probability', 'corrected', 'text'], ...page.suspects.map(row)]),
    '',
    suspectsSentence(page),
    wrongTestLabels.ofDesk,
    `See them: npm run lastlayer -- runs errors ${shellWord(run)}`,
    ...summary(corrections),
    `Correct:  npm run lastlayer -- desk ${shellWord(run)} --relabel DIGEST=LABEL --leave-out DIGEST`,
  ])
}

/** How to train with the corrections. */
async function trainAgain(run: string): Promise<string[]> {
  const dataset = (await readRecipe(run)).value?.dataset
  const named = dataset === undefined ? 'DATASET' : shellWord(dataset)
  return [
    `Go on:    npm run lastlayer -- finetune ${named} --corrections ${shellWord(run)}`,
    'Give it the flags again that the run had: only then is the difference that of the corrections.',
  ]
}

function correctionText({ label, text, isLeftOut }: Correction): string {
  if (isLeftOut) return 'left out'
  return [...(text === null ? [] : ['edited']), ...(label === null ? [] : [`now ${oneLine(label, 30)}`])].join(', ')
}

function summary(corrections: readonly Correction[]): string[] {
  if (corrections.length === 0) return []
  const out = corrections.filter(({ isLeftOut }) => isLeftOut).length
  const texts = corrections.length === 1 ? '1 text is' : `${count(corrections.length)} texts are`
  return [`${texts} corrected, ${count(out)} of them left out.`]
}

function likeliest({ probabilities }: Suspect, { labels }: SuspectsPage): { label: string; probability: number } {
  const probability = Math.max(...probabilities)
  return { label: at(labels, probabilities.indexOf(probability)), probability }
}

function suspectValue({ label, probabilities, ...one }: Suspect, { labels }: SuspectsPage) {
  return {
    ...one,
    label: at(labels, label),
    probabilities: labels.map((label, i) => ({ label, probability: at(probabilities, i) })),
  }
}

/** Every digest by which a text can be named: those of the list, and those corrected before. */
async function knownDigests({ host, screen, places, signal }: Session, run: string): Promise<string[]> {
  const digests = (await correctionsOf(run)).map(({ digest }) => digest)
  for (let offset = 0; ; offset += mostShown) {
    const params = { run, places, offset, limit: mostShown }
    const page = await host.run('desk', params, { signal, onProgress: (progress) => screen.progress(progress) })
    digests.push(...page.suspects.map(({ digest }) => digest))
    if (offset + mostShown >= page.total) break
  }
  screen.clear()
  return digests
}

function relabelled(given: string, digests: readonly string[], labels: readonly string[]): Correction {
  const [beginning = '', ...rest] = given.split('=')
  const label = rest.join('=')
  if (!labels.includes(label)) {
    const known = labels.slice(0, 10).map((one) => oneLine(one, 40))
    throw new LastlayerError(
      'usage',
      `--relabel takes DIGEST=LABEL with a label of the run (${known.join(', ')}), not ${given}.`,
    )
  }
  return correction.parse({ digest: wholeDigest(beginning, digests), label })
}

/** A whole digest is taken as it is: of any text of the dataset. */
function wholeDigest(beginning: string, digests: readonly string[]): string {
  if (isWhole(beginning)) return beginning
  const found = new Set(digests.filter((digest) => beginning.length >= 4 && digest.startsWith(beginning)))
  const [only] = found
  if (found.size === 1 && only !== undefined) return only
  const why = found.size === 0 ? 'begins with' : 'is alone in beginning with'
  throw new LastlayerError(
    'usage',
    `No text of the list ${why} ${oneLine(beginning, 70)}: take a digest as \`desk\` lists it.`,
  )
}

function isWhole(digest: string): boolean {
  return /^[0-9a-f]{64}$/.test(digest)
}
