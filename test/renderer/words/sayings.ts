import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

/** Words that the code says, in English. */
export interface Saying {
  readonly file: string
  readonly say: string
  /** The words of one, where a count decides. */
  readonly one: string | null
}

/** All that is said by calls of `say` in the source, which has its words in the call. */
export function sayings(source: string): Saying[] {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  return files.flatMap((file) => {
    const text = readFileSync(join(source, file), 'utf8')
    if (!/\/said\.ts'/.test(text) && file !== 'shared/said.ts') return []
    return callsIn(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)).map((words) => ({
      file,
      ...wordsOf(words, file),
    }))
  })
}

function callsIn(node: ts.Node): ts.Expression[] {
  const words =
    ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'say'
      ? node.arguments.slice(0, 1)
      : []
  const inner: ts.Expression[] = []
  node.forEachChild((child) => void inner.push(...callsIn(child)))
  return [...words, ...inner]
}

function wordsOf(words: ts.Expression, file: string): Omit<Saying, 'file'> {
  if (ts.isStringLiteralLike(words)) return { say: words.text, one: null }
  const forms = ts.isObjectLiteralExpression(words) ? words.properties.map(formOf) : []
  const { one, other } = Object.fromEntries(forms) as Partial<Record<string, string>>
  if (one === undefined || other === undefined) throw new Error(`${file}: say needs words, not ${words.getText()}`)
  return { say: other, one }
}

function formOf(property: ts.ObjectLiteralElementLike): readonly [string, string] {
  const isForm = ts.isPropertyAssignment(property) && ts.isStringLiteralLike(property.initializer)
  return isForm ? [property.name.getText(), property.initializer.text] : ['', '']
}
