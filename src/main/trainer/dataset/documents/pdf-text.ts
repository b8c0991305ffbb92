import { Worker } from 'node:worker_threads'
import { maxTextBytes } from '../bytes/files.ts'
import { mostUnpacked } from '../bytes/unpack.ts'

/** Bytes of one piece of a PDF, unpacked: a font for Chinese has thirty million. */
const largestPiece = 128 * 2 ** 20
/** Megabytes of what is made of them. */
const mostHeap = 1024
const mostSeconds = 120

type Said = { readonly text: string } | { readonly fault: string }

/**
 * What a PDF says, read in a thread of its own that is ended where it takes too much.
 * @throws Error if it is damaged, unpacks to far more than its size, says more than 10 MB, or takes two minutes
 */
export async function pdfText(bytes: Uint8Array): Promise<string> {
  const library = import.meta.resolve('unpdf')
  const limits = { unpacked: mostUnpacked(bytes.length), piece: largestPiece, said: maxTextBytes }
  const workerData = { bytes, library, limits }
  const worker = new Worker(program, { eval: true, workerData, resourceLimits: { maxOldGenerationSizeMb: mostHeap } })
  const said = new Promise<Said>((resolve) => {
    const late = setTimeout(() => resolve({ fault: 'it takes more than two minutes' }), mostSeconds * 1000)
    worker.once('message', resolve)
    worker.once('error', ({ message }) => resolve({ fault: message }))
    worker.once('exit', () => {
      clearTimeout(late)
      resolve({ fault: 'its reader ended' })
    })
  })
  try {
    const answer = await said
    if ('fault' in answer) throw new Error(answer.fault)
    return plain(answer.text)
  } finally {
    await worker.terminate()
  }
}

/** Blanks are one, and of blank lines no more than one stands together. */
function plain(text: string): string {
  return text
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/**
 * What the thread runs; a text, so that it runs alike from a bundle and from its source. The library unpacks by the
 * system's stream, which is counted, or else into arrays that it makes ever larger, of which too large ones are refused.
 */
const program = `
const { parentPort, workerData: { bytes, library, limits } } = require('node:worker_threads')
const tooMuch = new Error('it unpacks to far more than its size')
let unpacked = 0
let isTooMuch = false
function check(piece, all) {
  isTooMuch ||= piece > limits.piece || all > limits.unpacked
  if (isTooMuch) throw tooMuch
}
globalThis.Uint8Array = new Proxy(Uint8Array, {
  construct(plain, given, target) {
    check(given[0], 0)
    return Reflect.construct(plain, given, target)
  },
})
const Unpacking = DecompressionStream
globalThis.DecompressionStream = class {
  constructor(format) {
    const { readable, writable } = new Unpacking(format)
    let size = 0
    const transform = (bytes, out) => {
      check((size += bytes.length), (unpacked += bytes.length))
      out.enqueue(bytes)
    }
    this.writable = writable
    this.readable = readable.pipeThrough(new TransformStream({ transform }))
  }
}
async function read() {
  const { getDocumentProxy } = await import(library)
  const pdf = await getDocumentProxy(bytes, { verbosity: 0 })
  let text = ''
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number)
    for await (const { items } of page.streamTextContent()) {
      for (const { str = '', hasEOL } of items) text += str + (hasEOL ? '\\n' : '')
      if (text.length > limits.said) throw new Error('it says more than 10 MB')
    }
    page.cleanup()
    text += '\\n'
  }
  return text
}
read().then(
  // The library passes over pages that it cannot read.
  (text) => parentPort.postMessage(isTooMuch ? { fault: tooMuch.message } : { text }),
  (error) => parentPort.postMessage({ fault: isTooMuch ? tooMuch.message : error.message }),
)
`
