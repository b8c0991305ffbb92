import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { Params } from '../../../shared/contract.ts'
import { countIn } from '../../../shared/dataset-summary.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import { answerKinds, testAnswer } from '../../../shared/test-answers.ts'
import type { AnswerKind, AnswerPage, AnswerQuery, TestAnswer } from '../../../shared/test-answers.ts'
import { openToRead } from '../../disk/confinement.ts'
import { linesOf, parseLine, type Line } from '../../run-files/json-lines.ts'
import { notTold, readDatasetSummary } from '../../run-files/kept-file.ts'
import { argMax } from '../statistics/metrics.ts'
import { yieldToMessages } from '../yield-to-messages.ts'

/** A text that a query finds: where its line is, and how sure the model is of its answer. */
interface Found {
  readonly start: number
  readonly length: number
  readonly confidence: number
}

/**
 * A page of what a run's model made of its test texts. The file is read from end to end; of each text that is found only
 * its place is kept.
 * @throws LastlayerError `output` if the run has no such file; `cancelled` once the signal is aborted
 */
export async function testAnswers({ run, query }: Params<'testAnswers'>, signal: AbortSignal): Promise<AnswerPage> {
  const path = join(run, 'test-answers.jsonl')
  const { state, value: summary } = await readDatasetSummary(run)
  const file = await openToRead(path).catch((error: unknown) => {
    if (error instanceof LastlayerError) throw error
    return null
  })
  try {
    if (file === null || state === 'missing') throw nothingKept(run)
    if (summary === null) throw notTold(join(run, 'dataset.json'))
    const { labels } = summary
    const counts: Record<AnswerKind, number> = { wrong: 0, unsure: 0, fixed: 0, broken: 0, all: 0 }
    const found: Found[] = []
    const isWanted = matcherOf(query)
    let [broken, whole] = [0, 0]
    for await (const { bytes, start } of linesOf(file)) {
      await yieldToMessages(signal)
      const answer = parseAnswer(bytes, labels.length)
      if (answer === null) {
        broken += 1
        continue
      }
      whole += 1
      if (isWanted(answer)) {
        for (const kind of kindsOf(answer)) {
          counts[kind] += 1
          if (kind === query.kind) found.push({ start, length: bytes.length, confidence: Math.max(...answer.after) })
        }
      }
    }
    const order = query.kind === 'unsure' ? 1 : -1
    found.sort((a, b) => order * (a.confidence - b.confidence) || a.start - b.start)
    const page = found.slice(query.offset, query.offset + query.limit)
    return {
      labels,
      counts,
      answers: await readAnswers(file, page, labels.length),
      broken: Math.max(broken, countIn(summary, 'test') - whole),
    }
  } finally {
    await file?.close()
  }
}

function matcherOf({ label, answer, search }: AnswerQuery): (one: TestAnswer) => boolean {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  return (one) => {
    if (label !== null && one.label !== label) return false
    if (answer !== null && argMax(one.after) !== answer) return false
    if (words.length === 0) return true
    const text = one.text.toLowerCase()
    return words.every((word) => text.includes(word))
  }
}

function kindsOf({ label, before, after }: TestAnswer): AnswerKind[] {
  const [wasRight, isRight] = [argMax(before) === label, argMax(after) === label]
  const holds: Record<AnswerKind, boolean> = {
    wrong: !isRight,
    unsure: true,
    fixed: !wasRight && isRight,
    broken: wasRight && !isRight,
    all: true,
  }
  return answerKinds.filter((kind) => holds[kind])
}

function parseAnswer(bytes: Buffer, labels: number): TestAnswer | null {
  const { data } = testAnswer.safeParse(parseLine(bytes))
  if (data === undefined || data.label >= labels) return null
  return [data.before, data.after].every(({ length }) => length === labels) ? data : null
}

async function readAnswers(file: FileHandle, page: readonly Found[], labels: number): Promise<TestAnswer[]> {
  const answers: TestAnswer[] = []
  for (const found of page) {
    const answer = parseAnswer(await readLine(file, found), labels)
    if (answer !== null) answers.push(answer)
  }
  return answers
}

async function readLine(file: FileHandle, { start, length }: Found): Promise<Line['bytes']> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start)
  return buffer.subarray(0, bytesRead)
}

function nothingKept(run: string): LastlayerError {
  const why = 'an earlier version of Lastlayer made it, or it did not finish'
  return new LastlayerError('output', `${run} keeps no answers to its test texts (${why}): fine-tune once more.`)
}
