import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LastlayerError } from '../../../../shared/errors.ts'
import { DiskFullError, saysDiskFull, systemCode } from '../../../disk/atomic-files.ts'
import { makeTemporaryFolder } from '../../../disk/temporary-folder.ts'

const bytesEach = 32
/** As many as are kept in memory: 4 MB. */
const mostInMemory = 2 ** 17
/** Digests that are read at once: those that follow one another are mostly asked for in that order. */
const readAtOnce = 128

/** Closes the file of digests that nobody can ask for any more; it has no name by then. */
const closing = new FinalizationRegistry<number>(closeSync)

/**
 * Digests (sha256) by their numbers, from 0: the last ones in memory, those before them, where there are many, in a
 * temporary file, which is gone with this process.
 */
export class DigestFile {
  readonly #last = Buffer.alloc(mostInMemory * bytesEach)
  #file: number | null = null
  /** How many are in the file. */
  #filed = 0
  #size = 0
  readonly #read = Buffer.alloc(readAtOnce * bytesEach)
  /** The number of the first digest of those that were read last. */
  #readFrom = -1

  get size(): number {
    return this.#size
  }

  /** Adds a digest, given in hexadecimal. @throws LastlayerError `output` where there is no room for the file */
  add(digest: string): void {
    if (this.#size - this.#filed === mostInMemory) this.#moveToFile()
    this.#last.write(digest, (this.#size - this.#filed) * bytesEach, bytesEach, 'hex')
    this.#size++
  }

  /** The digest of a number, in hexadecimal. */
  hex(number: number): string {
    if (number >= this.#filed) return hexAt(this.#last, number - this.#filed)
    const place = number % readAtOnce
    if (this.#readFrom !== number - place) this.#readFile(number - place)
    return hexAt(this.#read, place)
  }

  #moveToFile(): void {
    try {
      this.#file ??= this.#makeFile()
      const begin = this.#filed * bytesEach
      for (let done = 0; done < this.#last.length;) {
        done += writeSync(this.#file, this.#last, done, this.#last.length - done, begin + done)
      }
    } catch (error) {
      throw unwritable(error)
    }
    this.#filed += mostInMemory
  }

  #makeFile(): number {
    const folder = makeTemporaryFolder('digests')
    const file = openSync(join(folder, 'digests'), 'wx+', 0o600)
    closing.register(this, file)
    try {
      // What is open stays until it is closed, but for some disks of Windows.
      rmSync(folder, { recursive: true })
    } catch {
      // Deleted by another process, once this one has ended.
    }
    return file
  }

  #readFile(from: number): void {
    if (this.#file === null) throw new RangeError(`There is no digest ${from} in a file.`)
    this.#readFrom = -1
    const count = readSync(this.#file, this.#read, 0, this.#read.length, from * bytesEach)
    if (count < this.#read.length) throw new Error('The file of digests is shorter than what was written to it')
    this.#readFrom = from
  }
}

function hexAt(bytes: Buffer, place: number): string {
  return bytes.toString('hex', place * bytesEach, (place + 1) * bytesEach)
}

function unwritable(error: unknown): unknown {
  const code = systemCode(error)
  if (code === null) return error
  const folder = `The folder for temporary files, ${tmpdir()},`
  const advice = 'name another by the variable TMPDIR (on Windows TEMP)'
  if (saysDiskFull(error)) return new DiskFullError(`${folder} is full: free some space there, or ${advice}.`)
  return new LastlayerError('output', `${folder} cannot be written to (${code}): ${advice}.`, { cause: error })
}
