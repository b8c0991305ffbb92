// White space of every script, and what looks like it: braille's empty pattern and Korean's fillers.
const blanks = /[\s\u0085\u180e\u2800\u3164\uffa0\u115f\u1160]+/g
// What is never seen: zero-width spaces, byte order marks, soft hyphens, marks of direction, controls. Joiners, selectors
// and tags are parts of emoji and of some scripts' words.
const invisible = /(?!\u200c|\u200d|[\ufe00-\ufe0f]|[\u{e0020}-\u{e007f}])[\p{Default_Ignorable_Code_Point}\p{Cc}]/gu
/** Joiners that join nothing: beside Latin, Greek or Cyrillic letters, digits, blanks or an end. */
const idleJoiner =
  /(?<=^|[\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}\p{N}\p{P}\s])[\u200c\u200d]+|[\u200c\u200d]+(?=$|[\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}\p{N}\p{P}\s])/gu
/** Variation selectors after what has no variants. */
const idleSelector = /(?<![\p{Extended_Pictographic}\p{L}#*\d])[\ufe00-\ufe0f]+/gu

/** Typographic quotes round the whole, which word processors make of a table's own. */
const enclosed = /^(?:“([^“”]+)”|„([^„“]+)“|«([^«»]+)»)$/u

/** Nothing of what follows is in printable ASCII with single blanks. */
const clean = /^[!-~]+(?: [!-~]+)*$/

/**
 * A label without what cannot be seen in it: in Unicode's form NFC, invisible characters and half surrogates left out,
 * every run of white space as one blank, none at the ends, no typographic quotes round it. Cleaning what is clean changes nothing.
 */
export function cleanLabel(label: string): string {
  if (clean.test(label)) return label
  let cleaned = label
  for (;;) {
    const next = cleaned
      .normalize('NFC')
      .replace(/\p{Surrogate}/gu, '\ufffd')
      .replace(blanks, ' ')
      .replace(invisible, '')
      .replace(idleJoiner, '')
      .replace(idleSelector, '')
      .trim()
      .replace(enclosed, '$1$2$3')
    // What stood apart may stand together now.
    if (next === cleaned) return cleaned
    cleaned = next
  }
}
