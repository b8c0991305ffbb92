import { describe, expect, it } from 'vitest'
import { applyEvents, emptyRun } from '../../../src/renderer/run/run-state.ts'
import {
  cutSentence,
  depthSentence,
  deviceReason,
  deviceTitle,
  epochSentence,
  estimateSentence,
  textsCut,
} from '../../../src/renderer/text/sentences.ts'
import { device, fakeRun } from '../fake-run.ts'

const { evaluations } = applyEvents(emptyRun, fakeRun())

describe('sentences', () => {
  it('tells an estimate without false precision', () => {
    const sentence = estimateSentence({ seconds: 83.7, memoryMB: 1536, diskMB: 48.3 })
    expect(sentence).toBe('About 1 min 25 s, 1.5 GB of memory, 48 MB of disk')
  })

  it('tells each epoch against the baseline', () => {
    const [baseline, first] = evaluations
    expect(epochSentence(baseline, baseline)).toMatch(
      /^Before training: accuracy 48\.0 %, F1 0\.\d{3}, loss 0\.\d{3}\.$/,
    )
    expect(epochSentence(first, baseline)).toMatch(/^Epoch 1: .*; accuracy \+\d+\.\d points against the baseline\.$/)
  })

  it('names the device and why it is that one', () => {
    expect(deviceTitle(device)).toBe('CPU with WebAssembly')
    expect(deviceReason(device)).toBe('TensorFlow is not installed')
  })

  it('tells how much is trained', () => {
    expect([0, 1, 2, 6, 7].map((depth) => depthSentence(depth, 6))).toEqual([
      'Only the head is trained.',
      'The top block and the head are trained.',
      'The top 2 blocks and the head are trained.',
      'All blocks and the head are trained.',
      'The whole model is trained, embeddings too.',
    ])
  })
})

describe('textsCut', () => {
  // 10 texts in each bin of 32 tokens up to 320.
  const lengths = {
    maxLength: 256,
    longest: 319,
    median: 160,
    truncated: 19,
    total: 100,
    drawnFrom: 100,
    histogram: Array(40).fill(2.5),
  }

  it('says of a sample in which nothing is cut that it is one', () => {
    expect(cutSentence({ ...lengths, drawnFrom: 60_000 }, 512)).toBe(
      'Each of 100 texts, drawn from 60,000, fits into 512 tokens.',
    )
  })

  it('is exact at the length that was inspected', () => {
    expect(textsCut(lengths, 256)).toBe(19)
    expect(cutSentence(lengths, 256)).toBe('19.0 % (19 texts) lose their end at 256 tokens.')
  })

  it('falls as the length grows, and is nothing above the longest', () => {
    const cuts = [8, 64, 128, 200, 300, 512].map((length) => textsCut(lengths, length))
    expect(cuts).toEqual([...cuts].sort((a, b) => b - a))
    expect(cuts.at(-1)).toBe(0)
    expect(cutSentence(lengths, 512)).toBe('Every text fits into 512 tokens.')
  })

  it('says of how many texts the counted ones were drawn', () => {
    expect(cutSentence({ ...lengths, drawnFrom: 2000 }, 256)).toBe(
      'About 19.0 % of the texts lose their end at 256 tokens, by 100 of 2,000 texts.',
    )
  })

  it('says so where it is only about right', () => {
    expect(cutSentence(lengths, 128)).toMatch(/^About 60\.0 % \(60 texts\)|^About 59\.0 % \(59 texts\)/)
  })
})
