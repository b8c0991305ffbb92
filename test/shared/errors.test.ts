import { expect, test } from 'vitest'
import { z } from 'zod'
import { describeZodError, reasonOf, toErrorMessage } from '../../src/shared/errors.ts'

test.each<[what: string, error: unknown, reason: string]>([
  ['the first line, without its full stop', new Error('invalid zstd data.\nat x'), 'invalid zstd data'],
  ['what a pattern lacks', new SyntaxError('Invalid regular expression: /(/: Unterminated group'), 'Invalid regular expression: /(/: Unterminated group'], // prettier-ignore
  ['no control characters', new Error('bad \u001b[31mname'), 'bad  [31mname'],
  ['nothing longer than a line', new Error('x'.repeat(5000)), 'x'.repeat(200)],
  ['no word of JavaScript', new TypeError("Cannot read properties of undefined (reading 'map')"), 'what it holds does not fit together'], // prettier-ignore
  ['no length of an array', new RangeError('Invalid typed array length: 7'), 'what it holds does not fit together'],
  ['no value that is none', new Error('unsupported page type: undefined'), 'what it holds does not fit together'],
  ['no word of a parser', new SyntaxError('Unexpected token x in JSON'), 'what it holds does not fit together'],
  ['something, where nothing is said', new Error(''), 'what it holds does not fit together'],
])('The reason of a failure: %s', (_, error, reason) => {
  expect(reasonOf(error)).toBe(reason)
})

test('What the system says of a file is a sentence, and no defect of ours', () => {
  const error = (code: string) => Object.assign(new Error(`${code}: raw`), { code, path: '/a/b', syscall: 'open' })
  expect(toErrorMessage(error('ENOTDIR'))).toEqual({
    code: 'usage',
    message: '/a/b cannot be used: a file stands where a folder should.',
  })
  expect(toErrorMessage(error('EIO')).message).toBe('/a/b cannot be used: the system says EIO.')
  expect(toErrorMessage(new Error('x'))).toEqual({ code: 'internal', message: 'x' })
})

test('A setting that is not there is said to be missing', () => {
  const parsed = z.object({ a: z.object({ b: z.string() }) }).safeParse({ a: {} })
  expect(parsed.error && describeZodError(parsed.error)).toBe('a.b: missing, expected string')
})
