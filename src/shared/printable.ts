// Characters that do not show themselves but act: on a terminal, or on the order of the text around them.

/** Control characters and those that turn the direction of a text; a new line is one of them. */
const acting = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu

const escaped = (character: string): string =>
  character === '\n' ? '\\n' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** A text with these characters made visible, as JSON would write them, but for those in `kept`. */
export function printable(text: string, kept = ''): string {
  return text.replace(acting, (character) => (kept.includes(character) ? character : escaped(character)))
}

/** A text with a space in their place. */
export function withoutControls(text: string): string {
  return text.replace(acting, ' ')
}
