import { expect, test } from 'vitest'
import { z } from 'zod'
import { calls } from '../../src/shared/app-contract.ts'
import { namedPaths } from '../../src/shared/named-paths.ts'

/** Strings in calls that are no paths, whatever they sound like. */
const noPaths = [
  'name',
  'title',
  'note',
  'ticket',
  'search',
  'digest',
  'label',
  'text',
  'encoding',
  'separator',
  'sheet',
  'from',
  'to',
  'splitBy',
  'textColumn',
  'labelColumn',
  'label',
  'base64',
  'texts',
  'recentDatasets',
]
/** What is only remembered is not opened by the call. */
const remembered = ['dataset', 'model']

/** The names of all strings in a schema that are free: neither a choice nor declared as a path. */
function freeStrings(schema: z.ZodType, name = ''): string[] {
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    return freeStrings(schema.unwrap() as z.ZodType, name)
  }
  if (schema instanceof z.ZodArray) return freeStrings(schema.element as z.ZodType, name)
  if (schema instanceof z.ZodObject) {
    const fields = Object.entries(schema.shape as Record<string, z.ZodType>)
    return fields.flatMap(([key, field]) => freeStrings(field, key))
  }
  return schema instanceof z.ZodString && schema.meta()?.pathUse === undefined ? [name] : []
}

test.each(Object.keys(calls) as (keyof typeof calls)[])('%s declares every path in its parameters', (call) => {
  const free = call === 'changeSettings' ? [...noPaths, ...remembered] : noPaths
  expect(freeStrings(calls[call].params).filter((name) => !free.includes(name))).toEqual([])
})

test('Paths are found at any depth, and samples are none', () => {
  const recipe = { dataset: '/data', model: '/model' }
  const paths = [
    { path: '/data', use: 'dataset' },
    { path: '/model', use: 'read' },
  ]
  expect(namedPaths(calls.start.params, calls.start.params.parse({ recipe }))).toEqual(paths)
  const sample = calls.start.params.parse({ recipe: { ...recipe, dataset: 'sample:sites' } })
  expect(namedPaths(calls.start.params, sample)).toEqual(paths.slice(1))
  const predicting = { model: 'sample:sites', texts: ['/no-path'], files: ['/a', '/b'], uploads: [] }
  expect(namedPaths(calls.predict.params, predicting).map(({ path }) => path)).toEqual(['sample:sites', '/a', '/b'])
  expect(namedPaths(calls.listFolder.params, { path: null })).toEqual([])
})
