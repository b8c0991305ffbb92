/** More than any page sends: a thousand files, corrections or labels at once. */
const mostValues = 100_000
const deepest = 64

const [quote, backslash] = [0x22, 0x5c]
const opening = new Set([0x5b, 0x7b])
const closing = new Set([0x5d, 0x7d])
const comma = 0x2c

/**
 * Whether a JSON text has no more values, and none deeper within others, than a page ever sends. A message may be large for
 * its strings; one of as many numbers would take a hundred times its size once it is parsed and checked.
 */
export function isModest(json: Buffer): boolean {
  let [values, depth] = [0, 0]
  for (let i = 0; i < json.length; i++) {
    const byte = json[i] ?? 0
    if (byte === quote) i = endOfString(json, i)
    else if (closing.has(byte)) depth -= 1
    else if (byte === comma) values += 1
    else if (opening.has(byte)) {
      values += 1
      depth += 1
    }
    if (values > mostValues || depth > deepest) return false
  }
  return true
}

/** @param begin the place of the quote that opens it */
function endOfString(json: Buffer, begin: number): number {
  for (let end = json.indexOf(quote, begin + 1); end !== -1; end = json.indexOf(quote, end + 1)) {
    let first = end
    while (json[first - 1] === backslash) first -= 1
    if ((end - first) % 2 === 0) return end
  }
  return json.length
}
