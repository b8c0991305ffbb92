import { readdir } from 'node:fs/promises'
import { onTestFinished } from 'vitest'
import { addModel, type AddOptions } from '../../../../src/main/host/models/add-model.ts'
import { Connection } from '../../../../src/main/host/hub/connection.ts'
import { Contacts } from '../../../../src/main/host/hub/requests.ts'
import { Hub } from '../../../../src/main/host/hub/hub.ts'
import { lookUp, type LookUp } from '../../../../src/main/host/hub/look-up.ts'
import { ModelStore } from '../../../../src/main/host/models/model-store.ts'
import type { Patience } from '../../../../src/main/host/hub/retries.ts'
import { describe, describeConfig } from '../../../../src/main/trainer/commands/describe.ts'
import type { InstalledModel } from '../../../../src/shared/model-store.ts'
import { FakeTrainer } from '../../../support/fake-trainer.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'
import { makeTinyModel } from '../../../support/tiny-model.ts'
import { FakeHub } from './fake-hub.ts'

/** Short pauses, and connections that stall only where a test makes them. */
export const hasty: Patience = {
  silence: 10_000,
  window: 10_000,
  leastBytes: 60,
  pauses: [1, 2, 4],
  longestPause: 1500,
}

export const never = new AbortController().signal

/** What the trainer does. */
export const check = (path: string): Promise<unknown> => describe({ path })

/** One that answers without a process of its own. */
export const trainer = new FakeTrainer()
trainer.answers = { describe, describeConfig }

/** A hub with a tiny model, and what speaks with it: everything but the hub is real. */
export interface Scene {
  readonly fake: FakeHub
  readonly contacts: Contacts
  readonly hub: Hub
  readonly store: ModelStore
  find(name?: string): Promise<LookUp>
  add(options?: Partial<AddOptions>): Promise<InstalledModel>
}

export interface SceneOptions {
  readonly env?: NodeJS.ProcessEnv
  readonly isOffline?: () => boolean
  /** The folder of the model on the hub. */
  readonly model?: string
}

/** Sets the scene until the present test ends. */
export async function setScene({ env = {}, isOffline, model }: SceneOptions = {}): Promise<Scene> {
  const folder = model ?? (await makeTinyModel({ family: 'distilbert' }))
  const fake = await FakeHub.start(folder, await readdir(folder))
  onTestFinished(() => fake.close())
  const contacts = new Contacts()
  const connection = new Connection({ contacts, env: { HF_ENDPOINT: fake.endpoint, ...env }, isOffline })
  const hub = new Hub(connection, hasty)
  const store = new ModelStore(await temporaryFolder())
  const find = (name = fake.repository): Promise<LookUp> => lookUp(hub, trainer, name, { signal: never })
  const add = async (options: Partial<AddOptions> = {}): Promise<InstalledModel> =>
    addModel(store, hub, await find(), { signal: never, check, patience: hasty, ...options })
  return { fake, contacts, hub, store, find, add }
}
