import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildPreloaded } from './preloaded.ts'

/** One name asked for or one address contacted; `start` is a process that begins. */
export interface NetworkCall {
  readonly pid: number
  readonly program: string
  readonly call: string
  readonly what: string
}

/** ONNX Runtime holds its reports back where one of these is set, and where its own tests run. */
const ciVariables =
  'CI TF_BUILD GITHUB_ACTIONS GITLAB_CI CIRCLECI TRAVIS JENKINS_URL CODEBUILD_BUILD_ID BUILDKITE TEAMCITY_VERSION ' +
  'APPVEYOR BITBUCKET_BUILD_NUMBER SYSTEM_TEAMFOUNDATIONCOLLECTIONURI'
const quietening = [...ciVariables.split(' '), 'ORT_RUNNING_UNIT_TESTS', 'ORT_DISABLE_TELEMETRY']

/**
 * A person's machine, as far as a process can see it: a home of its own, no CI, and a library in every process that notes
 * what it asks of the network and refuses all but loopback.
 */
export class NetworkRecorder {
  readonly home: string
  readonly #temporary: string
  readonly #library: string
  #logs = 0

  private constructor(folder: string, library: string) {
    this.home = join(folder, 'home')
    this.#temporary = join(folder, 'tmp')
    this.#library = library
    for (const path of [this.home, this.#temporary]) mkdirSync(path)
  }

  /** Builds the library in an empty folder, which also becomes the machine; or says why it cannot be had. */
  static build(folder: string): NetworkRecorder | { readonly why: string } {
    const built = buildPreloaded('network-recorder', folder)
    return 'why' in built ? built : new NetworkRecorder(folder, built.library)
  }

  /** A record of its own for a part of a test, and the environment that fills it. */
  record(): NetworkRecord {
    const log = join(this.home, '..', `network-${++this.#logs}.log`)
    return new NetworkRecord(log, {
      ...Object.fromEntries(quietening.map((name) => [name, undefined])),
      ...{ XDG_CACHE_HOME: undefined, XDG_DATA_HOME: undefined, HF_ENDPOINT: undefined, HF_HUB_OFFLINE: undefined },
      HOME: this.home,
      TMPDIR: this.#temporary,
      LD_PRELOAD: this.#library,
      NETWORK_LOG: log,
    })
  }

  /** What a library for reports has left in the home, or in the folder for temporary files. */
  traces(): string[] {
    const below = (folder: string): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' })
    return [...below(this.home), ...below(this.#temporary)].filter((path) =>
      /microsoft|deviceid|\.ses$|mat-/i.test(path),
    )
  }
}

/** What the processes of one part of a test asked of the network. */
export class NetworkRecord {
  constructor(
    private readonly log: string,
    readonly env: NodeJS.ProcessEnv,
  ) {}

  /** Throws if no process was recorded, which would prove nothing. */
  calls(): NetworkCall[] {
    if (!existsSync(this.log)) throw new Error('No process was recorded.')
    const lines = readFileSync(this.log, 'utf8').trimEnd().split('\n')
    return lines.map((line) => {
      const [pid, program, call, ...what] = line.split(' ')
      return { pid: Number(pid), program, call, what: what.join(' ') }
    })
  }

  /** Names asked for and addresses contacted that are not this machine's own, each once. */
  strangers(): string[] {
    return this.#what((what) => !isOwn(what))
  }

  /** Addresses of this machine that were contacted, each once. */
  own(): string[] {
    return this.#what((what) => isOwn(what) && /:\d+$/.test(what))
  }

  #what(isWanted: (what: string) => boolean): string[] {
    const asked = this.calls().filter(({ call, what }) => call !== 'start' && isWanted(what))
    return [...new Set(asked.map(({ what }) => what))]
  }
}

/** Loopback, with a port or as a name; a server of names on it asks others. */
function isOwn(what: string): boolean {
  return /^(localhost|127\.[\d.]+(:\d+)?|::1|\[(::1|::ffff:127\.[\d.]+)\]:\d+)$/.test(what) && !what.endsWith(':53')
}
