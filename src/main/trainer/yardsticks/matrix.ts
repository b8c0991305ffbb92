// These loops are most of the time of a yardstick; `at`, which all kinds of arrays share, would make them ten times slower.

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
    const { values, columns } = this
    for (let row = 0; row < this.rows; row++) {
      const first = row * columns
      for (let k = 0; k < outputs; k++) {
        let sum = 0
        for (let column = 0, place = k; column < columns; column++, place += outputs) {
          sum += (values[first + column] ?? 0) * (weights[place] ?? 0)
        }
        scores[row * outputs + k] = (scores[row * outputs + k] ?? 0) + sum
      }
    }
  }

  addGradient(residuals: Float64Array, outputs: number, gradient: Float64Array): void {
    const { values, columns } = this
    for (let row = 0; row < this.rows; row++) {
      const first = row * columns
      for (let k = 0; k < outputs; k++) {
        const residual = residuals[row * outputs + k] ?? 0
        for (let column = 0, place = k; column < columns; column++, place += outputs) {
          gradient[place] = (gradient[place] ?? 0) + (values[first + column] ?? 0) * residual
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
    const { starts, places, values } = this
    for (let row = 0; row < this.rows; row++) {
      for (let i = starts[row] ?? 0, end = starts[row + 1] ?? 0; i < end; i++) {
        addProduct(scores, row * outputs, values[i] ?? 0, weights, (places[i] ?? 0) * outputs, outputs)
      }
    }
  }

  addGradient(residuals: Float64Array, outputs: number, gradient: Float64Array): void {
    const { starts, places, values } = this
    for (let row = 0; row < this.rows; row++) {
      for (let i = starts[row] ?? 0, end = starts[row + 1] ?? 0; i < end; i++) {
        addProduct(gradient, (places[i] ?? 0) * outputs, values[i] ?? 0, residuals, row * outputs, outputs)
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
  for (let k = 0; k < count; k++) target[to + k] = (target[to + k] ?? 0) + value * (source[from + k] ?? 0)
}
