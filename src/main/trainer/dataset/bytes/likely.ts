import { decodeAs, legacyEncodings, type LegacyEncoding } from './encoding.ts'

/** What jschardet calls those that it has by another name. */
const detectorNames: Partial<Record<LegacyEncoding, string>> = {
  shift_jis: 'cp932',
  'euc-jp': 'euc_jis_2004',
  'euc-kr': 'cp949',
  big5: 'big5hkscs',
  ibm866: 'cp866',
  macintosh: 'mac-roman',
  'x-mac-cyrillic': 'mac-cyrillic',
  'windows-874': 'cp874',
}
const resultNames: Readonly<Record<string, LegacyEncoding>> = {
  cp932: 'shift_jis',
  cp949: 'euc-kr',
  cp874: 'windows-874',
  cp1258: 'windows-1258',
  macroman: 'macintosh',
  maccyrillic: 'x-mac-cyrillic',
  'iso8859-15': 'iso-8859-15',
}

/** The likely encodings of bytes that are not UTF-8, those that read them alike but once; never empty. */
export async function likelyEncodings(sample: Buffer): Promise<string[]> {
  const { detectAll } = await import('jschardet')
  const detectEncodings = legacyEncodings.map((name) => detectorNames[name] ?? name)
  const detected = detectAll(sample, { detectEncodings, minimumThreshold: 0 }).flatMap(({ encoding, confidence }) => {
    const given = encoding?.toLowerCase() ?? ''
    const name = resultNames[given] ?? legacyEncodings.find((one) => one === given)
    return name === undefined ? [] : [{ name, confidence, text: decodeAs(sample, name) }]
  })
  const plausible = detected.filter(({ text }) => strangeShare(text) <= mostStrange)
  const results = plausible.length > 0 ? plausible : detected
  const best = results.at(0)?.confidence ?? 0
  const usual = Math.max(rare, strangeShare(results.at(0)?.text ?? ''))
  const likely = results.filter(({ confidence, text }) => confidence >= best * asLikely && strangeShare(text) <= usual)
  const eastern = best < hopeless ? easternEncodings.filter((name) => readsAsEastern(sample, name)) : []
  // The detector's scores of a few accents in much English, and of one word alone, differ by chance.
  const isByChance = best < little && isLatin(results.at(0)?.text ?? '')
  const western = results.filter(
    ({ name, confidence }) => name === fallback && (isByChance || confidence >= best * alike),
  )
  const readings = new Map<string, string>()
  for (const name of [...eastern, ...[...western, ...likely].map(({ name }) => name)]) {
    const text = decodeAs(sample, name)
    // Nobody writes the control characters that Latin-1 has where Windows has quotes.
    if (!readings.has(text) && !/[\x80-\x9f]/.test(text)) readings.set(text, name)
  }
  return readings.size === 0 ? [fallback] : [...readings.values()].slice(0, mostNamed)
}

const fallback = 'windows-1252'
const mostNamed = 4
/** Share of the best score from which an encoding is as likely as the best one. */
const asLikely = 0.9
/** The same where the scores differ by chance alone. */
const alike = 0.995
/** Share of strange words from which an encoding is not the right one, and up to which it may be as right as the best. */
const mostStrange = 0.25
const rare = 0.02
/** A score that one word gives. */
const little = 0.02
/** A score below which the detector has found nothing. */
const hopeless = 0.01

/** Whether all letters are Latin. */
function isLatin(text: string): boolean {
  return !/[^\P{L}\p{sc=Latin}]/u.test(text)
}

/**
 * The share of words that are as nobody writes them, but as an encoding taken for another gives them: of two alphabets,
 * of Latin letters that all have accents, of letters and lines or mathematical signs, or with a capital after a small
 * letter.
 */
function strangeShare(text: string): number {
  const words = text.match(/[^\s\0-\x40]*[^\s\0-\x7f][^\s\0-\x40]*/g) ?? []
  const strange = words.filter(
    (word) =>
      (/\p{sc=Latin}/u.test(word) && otherAlphabet.test(word)) ||
      [accentsAlone, withSigns, oddCapital].some((one) => one.test(word)),
  )
  return strange.length / Math.max(1, words.length)
}
const accentsAlone = /^(?=.{3})(?:(?![A-Za-z])\p{sc=Latin})+$/u
const withSigns =
  /(?![A-Za-z])\p{L}[\p{Sm}\p{So}]|[\p{Sm}\p{So}](?![A-Za-z])\p{L}|\p{L}[\p{Sc}\p{Sk}\u02c6\u02dc]\p{L}/u
const oddCapital = /(?![A-Za-z])\p{Ll}(?![A-Za-z])\p{Lu}/u
const otherAlphabet = /[\p{sc=Cyrl}\p{sc=Grek}\p{sc=Hebr}\p{sc=Arab}\p{sc=Thai}]/u

const easternEncodings = ['shift_jis', 'euc-jp', 'euc-kr', 'gb18030', 'big5'] as const

/** Whether a text is Japanese, Chinese or Korean: of few characters of these the detector makes nothing. */
function readsAsEastern(sample: Buffer, encoding: string): boolean {
  const letters = decodeAs(sample, encoding).match(/[^\0-\x40\p{P}]/gu) ?? []
  const eastern = letters.filter((letter) => /[^\0-\x7f]/.test(letter))
  const strange = letters.filter((letter) =>
    /[^\0-\x7f\p{sc=Hira}\p{sc=Kana}\p{sc=Han}\p{sc=Hang}ー]|[\uff61-\uff9f]/u.test(letter),
  )
  return strange.length === 0 && eastern.length > letters.length / 2
}
