import type { SweptResult } from '../../../shared/sweeps.ts'

/** The size of a small chart, in its own units. */
export const frame = { width: 120, height: 56 }

/** What all small charts of a sweep share, so that they can be compared: epochs from 1 on, and the losses from least to most. */
export interface Scale {
  readonly epochs: number
  readonly least: number
  readonly most: number
}

/** Null if no run told a loss. */
export function scaleOf(results: readonly Pick<SweptResult, 'losses'>[]): Scale | null {
  const losses = results.flatMap(({ losses }) => losses)
  if (losses.length === 0) return null
  const epochs = Math.max(...results.map(({ losses }) => losses.length))
  return { epochs, least: Math.min(...losses), most: Math.max(...losses) }
}

/** Where the loss after an epoch, counted from 1, lies in the frame; y goes down. */
export function placeOf(epoch: number, loss: number, { epochs, least, most }: Scale): { x: number; y: number } {
  const share = most === least ? 0.5 : (loss - least) / (most - least)
  return {
    x: epochs === 1 ? frame.width / 2 : ((epoch - 1) / (epochs - 1)) * frame.width,
    y: (1 - share) * frame.height,
  }
}

/** The points of an SVG polyline: the validation loss by epoch. */
export function curveOf(losses: readonly number[], scale: Scale): string {
  return losses
    .map((loss, i) => {
      const { x, y } = placeOf(i + 1, loss, scale)
      return `${x.toFixed(1)},${y.toFixed(1)}`
    })
    .join(' ')
}
