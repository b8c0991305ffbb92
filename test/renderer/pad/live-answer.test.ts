import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LiveAnswer } from '../../../src/renderer/pad/live-answer.svelte.ts'
import type { Api } from '../../../src/renderer/transports/api.ts'

/** A model that answers when it is told to, and the texts that it was asked. */
function slowModel() {
  const asked: string[] = []
  let answer: () => void = () => undefined
  const call = async (_: string, { texts: [text = ''] }: { texts: string[] }) => {
    asked.push(text)
    await new Promise<void>((resolve) => (answer = resolve))
    if (text === 'bad') throw new Error('no answer')
    const prediction = { text, file: null, label: text, probs: [1], abstained: false, tokens: 3, truncated: false }
    return { labels: ['a'], predictions: [prediction], rejected: [] }
  }
  const live = new LiveAnswer({ call } as unknown as Api)
  const settle = async (): Promise<void> => {
    answer()
    await vi.advanceTimersByTimeAsync(0)
  }
  return { live, asked, settle }
}

describe('The answer to what is typed', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('is asked for once the typing pauses, and of the newest text alone', async () => {
    const { live, asked, settle } = slowModel()
    for (const text of ['a', 'ab', 'abc']) {
      live.ask('/model', text)
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(asked).toEqual([])
    await vi.advanceTimersByTimeAsync(300)
    expect([asked, live.isBehind]).toEqual([['abc'], true])
    for (const text of ['abcd', 'abcde']) {
      live.ask('/model', text)
      await vi.advanceTimersByTimeAsync(300)
    }
    expect(asked).toEqual(['abc'])
    await settle()
    // What was answered is not what is asked now.
    expect([asked, live.prediction]).toEqual([['abc', 'abcde'], null])
    await settle()
    expect([live.prediction?.label, live.isBehind]).toEqual(['abcde', false])
  })

  it('is none of an empty text, and one of another model is asked for again', async () => {
    const { live, asked, settle } = slowModel()
    live.ask('/model', 'one', 0)
    await vi.advanceTimersByTimeAsync(0)
    await settle()
    live.ask('/other', 'one', 0)
    await vi.advanceTimersByTimeAsync(0)
    expect([asked, live.isBehind]).toEqual([['one', 'one'], true])
    live.ask('/other', '  ')
    await settle()
    expect([live.prediction, live.isBehind]).toEqual([null, false])
  })

  it('gives its error a rest until the text is another', async () => {
    const { live, settle } = slowModel()
    live.ask('/model', 'bad', 0)
    await vi.advanceTimersByTimeAsync(0)
    await settle()
    expect([live.error?.message, live.isBehind]).toEqual(['no answer', false])
    live.ask('/model', 'good', 0)
    await vi.advanceTimersByTimeAsync(0)
    await settle()
    expect([live.error, live.prediction?.label]).toEqual([null, 'good'])
  })
})
