import { at } from '../../../shared/at.ts'

/** The features of some texts, [rows, columns], as logistic regression needs them. */
export interface Matrix {
  readonly rows: number
  readonly columns: number
  /** Adds features · weights [columns, outputs] to scores [rows, outputs]. */
  addScores(weights: Float64Array, outputs: number, scores: Float64Array): void
  /** Adds features transposed · residuals [rows, outputs] to a gradient that begins with [columns, outputs]. */
  addGradient(residuals: Float64Array, outputs: number, gradient: Float64Array): void
}

/** Row after row. */
export class DenseMatrix implements Matrix {
  readonly rows: number

  constructor(
    readonly columns: number,
    readonly values: Float32Array,
  ) {
    this.rows = values.length / columns
  }

  addScores(weights: Float64Array, outputs: number, scores: Float64Array): void {
    for (let row = 0; row < this.rows; row++) {
      const first = row * this.columns
      for (let k = 0; k < outputs; k++) {
        let sum = 0
        for (let column = 0, place = k; column < this.columns; column++, place += outputs) {
          sum += at(this.values, first + column) * at(weights, place)
        }
        scores[row * outputs + k] = at(scores, row * outputs + k) + sum
      }
    }
  }

  addGradient(residuals: Float64Array, outputs: number, gradient: Float64Array): void {
    for (let row = 0; row < this.rows; row++) {
      const first = row * this.columns
      for (let k = 0; k < outputs; k++) {
        const residual = at(residuals, row * outputs + k)
        for (let column = 0, place = k; column < this.columns; column++, place += outputs) {
          gradient[place] = at(gradient, place) + at(this.values, first + column) * residual
        }
      }
    }
  }
}

/** Compressed rows: the values of row r and their columns are at places starts[r] … starts[r + 1]. */
export class SparseMatrix implements Matrix {
  readonly rows: number

  constructor(
    readonly columns: number,
    readonly starts: Uint32Array,
    readonly places: Uint32Array,
    readonly values: Float32Array,
  ) {
    this.rows = starts.length - 1
  }

  addScores(weights: Float64Array, outputs: number, scores: Float64Array): void {
    for (let row = 0; row < this.rows; row++) {
      for (let i = at(this.starts, row); i < at(this.starts, row + 1); i++) {
        addProduct(scores, row * outputs, at(this.values, i), weights, at(this.places, i) * outputs, outputs)
      }
    }
  }

  addGradient(residuals: Float64Array, outputs: number, gradient: Float64Array): void {
    for (let row = 0; row < this.rows; row++) {
      for (let i = at(this.starts, row); i < at(this.starts, row + 1); i++) {
        addProduct(gradient, at(this.places, i) * outputs, at(this.values, i), residuals, row * outputs, outputs)
      }
    }
  }
}

/** target[to …] += value · source[from …], `count` numbers. */
function addProduct(
  target: Float64Array,
  to: number,
  value: number,
  source: Float64Array,
  from: number,
  count: number,
): void {
  for (let k = 0; k < count; k++) target[to + k] = at(target, to + k) + value * at(source, from + k)
}
