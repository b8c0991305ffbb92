// How figures are written in a report; a dash stands for one that is not known.
import type { Metrics } from '../../../../shared/figures.ts'
import type { Interval } from '../../../../shared/yardsticks.ts'
import { leadFigure, type LeadKey } from '../../../../shared/lead-figure.ts'

type Maybe = number | null | undefined

export const dash = '–'

const known = (value: Maybe, write: (value: number) => string): string =>
  value === null || value === undefined ? dash : write(value)

export const count = (value: Maybe): string => known(value, (value) => value.toLocaleString('en'))

/** A rate from 0 to 1 as "87.5 %". */
export const percent = (rate: Maybe, digits = 1): string => known(rate, (rate) => `${(100 * rate).toFixed(digits)} %`)

export const figure = (value: Maybe, digits = 3): string => known(value, (value) => value.toFixed(digits))

/** A setting, such as a learning rate: whole numbers as they are, others in four digits: "2e-5", "0.01". */
export const small = (value: Maybe): string =>
  known(value, (value) => {
    if (Number.isInteger(value)) return String(value)
    const rounded = Number(value.toPrecision(4))
    return Math.abs(rounded) < 1e-3 ? rounded.toExponential() : String(rounded)
  })

/** Both ends of an interval of a rate, in percent. */
export const range = (interval: Interval | null | undefined): string =>
  interval ? interval.map((end) => (100 * end).toFixed(1).replace('-', '−')).join(' to ') : dash

/** A difference of two rates in points. */
export const points = (difference: Maybe): string =>
  known(difference, (value) => `${value < 0 ? '−' : '+'}${(100 * Math.abs(value)).toFixed(1)}`)

export const seconds = (value: Maybe): string =>
  known(value, (value) => `${value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en')} s`)

/** The figure that a result is told by; accuracy where it is not known. */
export const leadOf = (metrics: Metrics | undefined): LeadKey =>
  metrics === undefined ? 'accuracy' : leadFigure(metrics).key
