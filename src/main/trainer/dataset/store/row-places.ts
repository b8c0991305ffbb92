import { at } from '../../../../shared/at.ts'
import { Column } from './column.ts'

/**
 * Where rows stand, in the order in which they were read: their files and lines, as runs of rows on lines that follow one
 * another. Twelve bytes a run.
 */
export class RowPlaces {
  readonly #files: string[] = []
  /** Of each run: its first row, the index of its file, and the line of its first row. */
  readonly #row = new Column(Uint32Array)
  readonly #file = new Column(Uint32Array)
  readonly #line = new Column(Uint32Array)
  #length = 0
  /** Where the next row of the last run would stand. */
  #nextFile = ''
  #nextLine = -1

  /** @param line from 1; 0 stands for the whole file */
  add(file: string, line: number): void {
    if (file !== this.#nextFile || line !== this.#nextLine) {
      if (file !== this.#files.at(-1)) this.#files.push(file)
      this.#row.push(this.#length)
      this.#file.push(this.#files.length - 1)
      this.#line.push(line)
    }
    this.#length++
    this.#nextFile = file
    this.#nextLine = line + 1
  }

  /** The place of a row, by its number from 0. */
  of(row: number): { readonly file: string; readonly line: number } {
    const rows = this.#row.values()
    // The last run that begins at the row or before it.
    let [run, end] = [0, rows.length]
    while (end - run > 1) {
      const middle = (run + end) >>> 1
      if (at(rows, middle) <= row) run = middle
      else end = middle
    }
    return {
      file: at(this.#files, at(this.#file.values(), run)),
      line: at(this.#line.values(), run) + row - at(rows, run),
    }
  }
}
