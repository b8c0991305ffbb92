/** What bytes turned out to be: text, or the reason why not, as a sentence for the person. */
export type Decoded = { readonly text: string } | { readonly reason: string }

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Reads bytes as strict UTF-8; a byte order mark is left out. `encoding` is what the bytes were before they became UTF-8,
 * for the reason.
 */
export function decodeText(bytes: Uint8Array, encoding = 'utf-8'): Decoded {
  if (bytes.includes(0)) return { reason: 'Holds NUL bytes: it is not UTF-8 text.' }
  try {
    return { text: utf8.decode(bytes) }
  } catch {
    if (encoding !== 'utf-8') return { reason: `Holds bytes that are nothing in ${encoding}: name another encoding.` }
    return { reason: 'Not UTF-8 text: save the file as UTF-8.' }
  }
}

/**
 * The text as the model gets it: HTML tags as one space each where `stripHtml` is set, those of styles and scripts with
 * what stands between them, no white space at either end, half surrogate pairs as U+FFFD.
 */
export function cleanText(text: string, stripHtml: boolean): string {
  const whole = text.replace(/\p{Surrogate}/gu, '\ufffd')
  return (stripHtml ? whole.replace(tag, ' ') : whole).trim()
}

// The elements of HTML, so that `vector<int>`, `<sigh>` and `x <y and z> w` stay.
const letters = 'a|b|i|p|q|s|u'
const names = [
  'abbr|acronym|address|applet|area|article|aside|audio|base|basefont|bdi|bdo|big|blink|blockquote|body|br|button',
  'canvas|caption|center|cite|code|col|colgroup|data|datalist|dd|del|details|dfn|dialog|dir|div|dl|dt|em|embed',
  'fieldset|figcaption|figure|font|footer|form|frame|frameset|h[1-6]|head|header|hgroup|hr|html|iframe|img|input|ins',
  'kbd|label|legend|li|link|main|map|mark|marquee|menu|meta|meter|nav|nobr|noframes|noscript|object|ol|optgroup',
  'option|output|param|picture|pre|progress|rp|rt|ruby|samp|script|search|section|select|slot|small|source|span',
  'strike|strong|style|sub|summary|sup|svg|table|tbody|td|template|textarea|tfoot|th|thead|time|title|tr|track|tt',
  'ul|var|video|wbr',
].join('|')

// No part of a tag may hold "<", not even a quoted value: each search then ends at the next "<", and the whole
// replacement takes linear time on any input.
const value = `\\s*=\\s*(?:"[^"<]*"|'[^'<]*'|[^\\s"'=<>\`]+)`
const attribute = `\\s+[^\\s"'<>/=]+`
const attributes = `(?:${attribute}(?:${value})?)*`
const tag = new RegExp(
  [
    ...['style', 'script'].map((name) => `<${name}${attributes}\\s*>[^<]*</${name}\\s*>`),
    `</(?:${letters}|${names})\\s*>`,
    `<(?:${names})${attributes}\\s*/?>`,
    // One letter and bare words, as in "a <b and c> d", is arithmetic rather than an element.
    `<(?:${letters})(?:${attribute}${value})*\\s*/?>`,
    '<!--[^<]*?-->',
    '<!doctype[^<>]*>',
  ].join('|'),
  'gi',
)
