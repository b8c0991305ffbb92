import { writeZip } from '../zip-writer.ts'

/** A Word document of some paragraphs, whose text is XML. */
export function wordDocument(...paragraphs: readonly string[]): Buffer {
  const body = paragraphs.map((text) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`).join('')
  return writeZip({ 'word/document.xml': `<w:document xmlns:w="w"><w:body>${body}</w:body></w:document>` })
}

/** A PDF of one page that says one line. */
export function pdf(text: string): Buffer {
  return pdfOf(Buffer.from(`BT /F1 12 Tf 72 720 Td (${text}) Tj ET`))
}

/** A PDF of one page, of that content; `filters` are how it is packed, the outermost first. */
export function pdfOf(stream: Buffer, ...filters: readonly string[]): Buffer {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} /Filter [${filters.join(' ')}] >>\nstream\n${stream.toString('latin1')}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  const body = objects.map((object, i) => `${i + 1} 0 obj\n${object}\nendobj\n`).join('')
  return Buffer.from(`%PDF-1.4\n${body}trailer\n<< /Root 1 0 R /Size 6 >>\n%%EOF\n`, 'latin1')
}

/** A web page with a style and a program. */
export const page =
  '<!doctype html><html><head><title>T</title><style>p{}</style></head><body><h1>Lamps</h1>' +
  '<p>It&rsquo;s <a href="https://example.org">lovely</a>.</p><script>run()</script></body></html>'
