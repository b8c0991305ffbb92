import {
  contactsByHost,
  type FoundModel,
  type IncompleteModel,
  type InstalledModel,
} from '../../../shared/model-store.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import { addModel, describeFound } from '../../host/models/add-model.ts'
import { isSwitchedOffline } from '../../host/offline-switch.ts'
import { Connection } from '../../host/hub/connection.ts'
import { Contacts } from '../../host/hub/requests.ts'
import { Hub } from '../../host/hub/hub.ts'
import { lookUp } from '../../host/hub/look-up.ts'
import { listModels } from '../../host/models/model-list.ts'
import { ModelStore } from '../../host/models/model-store.ts'
import { count, moment, oneLine, shellWord, size, table } from '../screen/format.ts'
import type { Session } from '../session.ts'

/** `models`: the bundled model, the downloaded ones, and downloads that were stopped. */
export async function showModels({ screen, places }: Session): Promise<void> {
  const store = new ModelStore(places.models)
  const [models, incomplete] = await Promise.all([listModels(store), store.incomplete()])
  if (screen.json) {
    screen.value({ models, incomplete })
    return
  }
  const heading = ['model', 'size', 'licence', 'from']
  screen.lines([...table('<><<', [heading, ...models.map(modelRow)]), ...incomplete.map(incompleteLine)])
  screen.lines(['', 'SHA-256 of the weights', ...models.flatMap(weightsLines), '', `in ${places.models}`])
}

/**
 * `models add NAME`: says what it is and what it takes, downloads it, and says what was contacted.
 * @throws LastlayerError as look-up and download do
 */
export async function addToModels(session: Session, name: string, revision: string): Promise<void> {
  const { host, screen, places, signal } = session
  const store = new ModelStore(places.models)
  const contacts = new Contacts()
  const hub = new Hub(new Connection({ contacts, isOffline: () => isSwitchedOffline(places) }))
  try {
    screen.note(`Asking ${hub.connection.endpoint} for ${oneLine(name, 100)} …`)
    const found = await lookUp(hub, host, name, { revision, signal })
    const about = await describeFound(store, found)
    screen.lines(describeModel(about))
    const model = await addModel(store, hub, found, {
      signal,
      check: (path) => host.run('describe', { path }, { signal }),
      onProgress: ({ done, total, note }) => {
        if (note !== null) screen.note(`${note} …`)
        screen.progress({ phase: 'download', done: done / 1e6, total: total / 1e6, unit: 'MB' })
      },
    })
    if (screen.json) screen.value({ ...model, contacts: contacts.list() })
    else screen.lines(describeInstalled(model))
  } finally {
    screen.note(describeContacts(contacts))
  }
}

/**
 * `models remove NAME`: deletes a downloaded model, or what there is of a stopped download.
 * @throws LastlayerError `usage` if there is none of that name
 */
export async function removeFromModels({ screen, places }: Session, name: string): Promise<void> {
  const store = new ModelStore(places.models)
  const isNamed = (model: IncompleteModel): boolean => model.name.toLowerCase() === name.toLowerCase()
  const model = (await store.find(name)) ?? (await store.incomplete()).find(isNamed)
  if (model === undefined) {
    throw new LastlayerError(
      'usage',
      `No downloaded model is called ${name}. \`lastlayer models\` lists those there are.`,
    )
  }
  await store.remove(model.path)
  if (screen.json) screen.value({ removed: model.path, name: model.name, bytes: model.bytes })
  else screen.line(`Removed ${model.name}, ${size(model.bytes)}, from ${model.path}`)
}

function modelRow({ name, kind, bytes, licence, origin }: InstalledModel): string[] {
  const from = origin ? `${origin.endpoint}, ${origin.commit.slice(0, 7)}, ${moment(origin.downloadedAt)}` : kind
  return [name, size(bytes), oneLine(licence ?? 'unknown', 24), from]
}

/** As `sha256sum` writes them. */
function weightsLines({ name, weights }: InstalledModel): string[] {
  return weights.map(({ name: file, sha256 }) => `${sha256}  ${oneLine(`${name}/${file}`, 100)}`)
}

function incompleteLine({ name, bytes, totalBytes }: IncompleteModel): string {
  return `Stopped   ${name}: ${size(bytes)} of ${size(totalBytes)} are here; \`models add ${name}\` goes on`
}

function describeModel({ name, revision, commit, licence, bytes, missingBytes, ...about }: FoundModel): string[] {
  const { family, blocks, dim, labels, endpoint } = about
  const what = labels === null ? 'pretrained, without a classifier' : `a classifier of ${labels.length} labels`
  const here = missingBytes === 0 ? 'all of it here' : `${size(bytes - missingBytes)} of it here`
  const present = missingBytes === bytes ? '' : `, ${here}`
  return [
    `Model     ${name}: ${family}, ${blocks} blocks of width ${dim}, ${what}`,
    `Revision  ${oneLine(revision, 40)}, commit ${commit}`,
    `Licence   ${oneLine(licence ?? 'unknown: see its page', 60)}`,
    `Size      ${size(bytes)}${present}; from ${endpoint}`,
  ]
}

function describeInstalled({ path, name }: InstalledModel): string[] {
  return [`Ready     ${path}`, '', `Go on:    npm run lastlayer -- finetune DATASET --model ${shellWord(name)}`]
}

/** What the network was used for, in a line. */
function describeContacts(contacts: Contacts): string {
  const hosts = contactsByHost(contacts.list()).map(
    ({ host, requests, bytes }) => `${host} (${count(requests)} request${requests === 1 ? '' : 's'}, ${size(bytes)})`,
  )
  return hosts.length === 0 ? 'Contacted nothing.' : `Contacted ${hosts.join(' and ')}.`
}
