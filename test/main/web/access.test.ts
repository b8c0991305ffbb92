import { expect, test } from 'vitest'
import { Access, type LogIn } from '../../../src/main/web/access.ts'
import { WaitingLine } from '../../../src/main/web/waiting-line.ts'

const wait = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A door with a clock of its own: `pass` lets the time of so many turns go by. */
function openDoor() {
  const pauses: { milliseconds: number; end: () => void }[] = []
  let milliseconds = 0
  const line = new WaitingLine((milliseconds) => new Promise<void>((end) => void pauses.push({ milliseconds, end })))
  const access = new Access({ port: 1, host: '0.0.0.0', password: 'correct horse', line })
  const pass = async (turns: number): Promise<void> => {
    for (let i = 0; i < turns; i++) {
      await wait()
      const pause = pauses.shift()
      milliseconds += pause?.milliseconds ?? 0
      pause?.end()
    }
    await wait()
  }
  return { pass, knock: knockAt(access), time: () => milliseconds }
}

interface Knock {
  /** null while it waits. */
  answer: LogIn['kind'] | null
  hangUp(): void
}

function knockAt(access: Access): (password: string, address: string) => Knock {
  return (password, address) => {
    const gone = new AbortController()
    const knock: Knock = { answer: null, hangUp: () => gone.abort() }
    void access.logIn(password, address, gone.signal).then(({ kind }) => (knock.answer = kind))
    return knock
  }
}

const flood = (count: number, knock: () => Knock): Knock[] => Array.from({ length: count }, knock)

test('Under a flood of wrong passwords from the same address the right one gets in', async () => {
  const { knock, pass } = openDoor()
  const wrong = flood(100, () => knock('guess', '10.0.0.1'))
  const right = knock('correct horse', '10.0.0.1')
  flood(100, () => knock('guess', '10.0.0.1'))
  await pass(101)
  expect(right.answer).toBe('in')
  expect(wrong.every(({ answer }) => answer === 'wrong')).toBe(true)
})

test('Another address than that of the flood is next but one', async () => {
  const { knock, pass } = openDoor()
  flood(600, () => knock('guess', '10.0.0.1'))
  await pass(1)
  const right = knock('correct horse', '10.0.0.2')
  await pass(2)
  expect(right.answer).toBe('in')
})

test('Whoever has all addresses of a network has one turn among them', async () => {
  const { knock, pass } = openDoor()
  let last = 0
  flood(600, () => knock('guess', `2001:db8:0:1::${(++last).toString(16)}`))
  await pass(1)
  const right = knock('correct horse', '2001:db8:0:2::1')
  await pass(2)
  expect(right.answer).toBe('in')
})

test('Not more than 7,200 passwords an hour are looked at, from everywhere together', async () => {
  const { knock, pass, time } = openDoor()
  const wrong = Array.from({ length: 300 }, (_, i) => knock('guess', `10.0.${i % 7}.1`))
  await pass(100)
  expect(wrong.filter(({ answer }) => answer !== null)).toHaveLength(101)
  expect((100 / time()) * 3_600_000).toBe(7200)
})

test('A line that is too long is said to be that, and no password to be wrong', async () => {
  const { knock, pass } = openDoor()
  flood(513, () => knock('guess', '10.0.0.1'))
  const late = knock('correct horse', '10.0.0.1')
  await wait()
  expect(late.answer).toBe('crowded')
  await pass(1)
  const later = knock('correct horse', '10.0.0.1')
  await pass(512)
  expect(later.answer).toBe('in')
})

test('Who hangs up leaves the line', async () => {
  const { knock, pass } = openDoor()
  const wrong = flood(400, () => knock('guess', '10.0.0.1'))
  const right = knock('correct horse', '10.0.0.1')
  for (const one of wrong) one.hangUp()
  await pass(1)
  expect(right.answer).toBe('in')
})

test('Without a flood a password is looked at at once', async () => {
  const { knock } = openDoor()
  const right = knock('correct horse', '10.0.0.1')
  await wait()
  expect(right.answer).toBe('in')
})

test('Of more browsers than a person has, the first has to log in again', async () => {
  const { access, cookies } = await logInOften(101)
  const isKnown = (cookie: string): boolean => access.hasSession({ headers: { cookie } } as never)
  expect([isKnown(cookies[0] ?? ''), isKnown(cookies[1] ?? ''), isKnown(cookies[100] ?? '')]).toEqual([
    false,
    true,
    true,
  ])
})

async function logInOften(times: number): Promise<{ access: Access; cookies: string[] }> {
  const access = new Access({ port: 1, host: '0.0.0.0', password: 'correct horse', line: new WaitingLine(wait) })
  const cookies: string[] = []
  for (let i = 0; i < times; i++) {
    const answer = await access.logIn('correct horse', '10.0.0.1', new AbortController().signal)
    if (answer.kind === 'in') cookies.push(answer.pass.cookie.split(';')[0] ?? '')
  }
  return { access, cookies }
}
