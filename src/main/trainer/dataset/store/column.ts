type Numbers = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array

/** Numbers of one type, added one by one: as an array of them it would take eight bytes each. */
export class Column<T extends Numbers> {
  #room: T
  #length = 0

  constructor(private readonly type: new (length: number) => T) {
    this.#room = new type(2 ** 10)
  }

  get length(): number {
    return this.#length
  }

  push(value: number): void {
    if (this.#length === this.#room.length) {
      const larger = new this.type(2 * this.#length)
      larger.set(this.#room)
      this.#room = larger
    }
    this.#room[this.#length++] = value
  }

  /** Undefined past the last one, until others are added. */
  at(place: number): number | undefined {
    return this.#room[place]
  }

  /** All of them, in the same memory. */
  values(): T {
    return this.#room.subarray(0, this.#length) as T
  }
}
