import type { FromMain, Question } from './messages.ts'

type Answer = (question: never) => unknown

const answers = new Map<string, Answer>()

/** Sends to the test. */
export function tell(message: FromMain): void {
  process.send?.(message)
}

/** Says how a kind of question is answered. */
export function onQuestion<K extends Question['kind']>(
  kind: K,
  answer: (question: Extract<Question, { kind: K }>) => unknown,
): void {
  answers.set(kind, answer as Answer)
}

process.on('message', ({ id, question }: { id: number; question: Question }) => {
  void (async () => {
    try {
      const value = await answers.get(question.kind)?.(question as never)
      tell({ kind: 'reply', id, ok: true, value })
    } catch (error) {
      tell({ kind: 'reply', id, ok: false, value: error instanceof Error ? error.message : String(error) })
    }
  })()
})
// The test is gone: so is the person.
process.on('disconnect', () => process.exit())
