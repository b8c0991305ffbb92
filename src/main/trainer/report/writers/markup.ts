type Value = string | number | Markup | readonly Markup[]

/** Markup that can be put in a page as it is. Only {@link html} makes it, so every other text is escaped on its way. */
export class Markup {
  private constructor(readonly text: string) {}

  static of(parts: readonly string[], values: readonly Value[]): Markup {
    const text = parts.reduce((sum, part, i) => {
      const value = values[i - 1]
      return sum + (value === undefined ? '' : written(value)) + part
    })
    return new Markup(text)
  }
}

/** A template in which what is put in is text: `<p>${label}</p>` shows the label, whatever it holds. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return Markup.of(parts, values)
}

function written(value: Value): string {
  if (value instanceof Markup) return value.text
  if (typeof value === 'string') return escaped(value)
  if (typeof value === 'number') return String(Math.round(value * 100) / 100)
  return value.map(({ text }) => text).join('')
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** For element content and quoted attributes. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
}
