import fc from 'fast-check'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { calls, type Call } from '../../src/shared/app-contract.ts'
import { describeZodError } from '../../src/shared/errors.ts'
import { mutated } from './inputs/bytes.ts'
import { odd } from './inputs/json.ts'
import { judge } from './judge.ts'
import { figuresOf } from '../process.ts'
import { drawn, limits, type Files, type Target, type Verdict } from './target.ts'
import type { Received, WebHost } from '../web-host.ts'

type Schema = z.core.JSONSchema.BaseSchema

/** What stands where the contract has a path: in the folder that may be read, and in those that may not. */
const paths = [
  '@/reviews.csv',
  '@',
  '@/nothing',
  '@/a\0b',
  '/etc/passwd',
  '/',
  '..',
  '@/../../..',
  'sample:reviews',
  '',
]

/** A value of a schema of JSON; at every place, now and then, one that nobody expects. */
function valueOf(schema: Schema): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 9, arbitrary: properValue(schema) }, { weight: 1, arbitrary: odd })
}

function properValue(schema: Schema): fc.Arbitrary<unknown> {
  const { type, anyOf, oneOf, properties = {}, items } = schema
  const choices = anyOf ?? oneOf
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  if (choices !== undefined) return fc.oneof(...choices.map((one) => valueOf(one as Schema)))
  if (schema.pathUse !== undefined) return fc.constantFrom(...paths)
  if (type === 'object') {
    const fields = Object.entries(properties).map(([key, field]) => [key, valueOf(field as Schema)] as const)
    return fc.record(Object.fromEntries(fields), { requiredKeys: schema.required ?? [] })
  }
  if (type === 'array') return fc.array(valueOf((items ?? {}) as Schema), { maxLength: 4 })
  if (type === 'boolean') return fc.boolean()
  if (type === 'integer') return fc.oneof(fc.nat({ max: 100 }), fc.integer())
  if (type === 'number') return fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.double())
  if (type === 'string')
    return fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom(...paths, 'text', 'label', 'utf-8'))
  return odd
}

/** Those that open something on the machine, or wait for a person, are none for a browser; the rest is tried, but what would fetch gigabytes. */
const names = (Object.keys(calls) as Call[]).filter((call) => call !== 'installNative')

const paramsOf = Object.fromEntries(
  names.map((name) => [
    name,
    valueOf(z.toJSONSchema(calls[name].params, { io: 'input', unrepresentable: 'any' }) as Schema),
  ]),
)

const id = 7
const asText = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))

const message = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(...names).chain((call) => paramsOf[call].map((params) => asText({ id, call, params }))),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('__proto__', 'constructor', 'toString', 'finetune', '', 'x'.repeat(5000)), odd)
      .map(([call, params]) => asText({ id, call, params })),
  },
  { weight: 1, arbitrary: odd.map(asText) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(...names)
      .chain((call) => paramsOf[call].chain((params) => mutated([asText({ id, call, params })]))),
  },
)

const fileName = 'message.json'

/** The calls of the application, as a page of the web host makes them. */
export function callTargets(host: WebHost): Target[] {
  return [
    {
      name: 'calls of the application',
      inputs: drawn(message.map((bytes): Files => ({ [fileName]: bytes }))),
      try: (_, files) => tryMessage(host, Buffer.from(files[fileName])),
    },
  ]
}

/** Sends bytes to the host as a page would; `@` at the beginning of a string stands for its files. */
export async function tryMessage(host: WebHost, bytes: Buffer): Promise<Verdict> {
  const reviews = join(host.files, 'reviews.csv')
  if (!existsSync(reviews)) {
    mkdirSync(host.files, { recursive: true })
    writeFileSync(reviews, `text,label\n${'good,a\nbad,b\nfine,a\nawful,b\n'.repeat(4)}`)
  }
  const text = bytes.toString('utf8').replaceAll('"@', `"${host.files}`)
  const before = figuresOf(host.pid)
  const late = delay(limits.clock * 1000, null, { ref: false })
  const received = await Promise.race([host.send(text, id), late])
  const now = figuresOf(host.pid)
  const took = { megabytes: now.mostMemory, seconds: Math.max(0, now.seconds - before.seconds) }
  if (received === null) {
    await host.close()
    return { kind: 'finding', told: `no answer in ${limits.clock} s`, ...took }
  }
  if (!host.isAlive) return { kind: 'finding', told: 'the host died', ...took }
  return { ...verdictOf(received, text), ...took }
}

function verdictOf(received: Received, text: string): Pick<Verdict, 'kind' | 'told'> {
  // A page that sends what is no message is sent away.
  if ('closed' in received) {
    const isExpected = received.closed === 1008
    return { kind: isExpected ? 'refused' : 'finding', told: `closed with ${received.closed}` }
  }
  if (!received.ok) return judge(received)
  const { call } = JSON.parse(text) as { call: Call }
  const parsed = calls[call].result.safeParse(received.value)
  return judge({ ok: true, fault: parsed.success ? null : describeZodError(parsed.error) })
}
