import { z } from 'zod'
import { abstainBelow } from './abstention.ts'
import { actionNames } from './actions.ts'
import type { Call } from './call-names.ts'
import { commands } from './contract.ts'
import { correction, corrections } from './corrections.ts'
import { errorMessage } from './errors.ts'
import { exportFormat } from './export-formats.ts'
import { featureCacheState } from './feature-cache.ts'
import { exportProgress, exportProof } from './export-proof.ts'
import { contact, downloadProgress, foundModel, incompleteModel, installedModel } from './model-store.ts'
import { pathTo } from './named-paths.ts'
import { nativeProgress, nativeState } from './native-setup.ts'
import { opened } from './opened.ts'
import { readingProgress } from './reading-progress.ts'
import { recipe } from './recipe.ts'
import { runEvent } from './run-events.ts'
import { runCaption, runRecord, runSummary } from './run-record.ts'
import { settings, settingsChange } from './settings.ts'
import { sweepList, sweepAxes, sweepEstimate, sweepState } from './sweeps.ts'
import { tableProgress, tableResult, textReading } from './table-answers.ts'

const folder = z.object({ folder: pathTo('read') })
/** A file whose content the page itself has read (web host). */
const upload = z.object({ name: z.string(), base64: z.string() })
/** Names a call that a page made, so that it knows what belongs to it. */
const ticket = z.string().max(40)
const nothing = z.object({})
/** The name of one folder, never a way out of another. */
export const folderName = z
  .string()
  .max(200)
  .regex(/^(?!\.+$)[^/\\:\0]+$/, 'must be a name without /, \\ and :')
/** Names one reading of a dataset among those of every page. */
const reading = z.int().min(0)
/** A model's name on the hub; which hub that is, a page cannot say. */
const hubName = z.object({ name: z.string().max(200) })

/** What one call of `predict` may carry in uploads, how many files it may name, and how large one file may be; a page with more asks more than once. */
export const uploadLimits = { files: 1000, bytes: 32 * 2 ** 20, file: 10 * 2 ** 20 }

/** Rows of one table that a page gets answered; the command line takes any number. */
export const mostTableRows = 100_000

/**
 * What the renderer may ask of its host, desktop or web: one table, from which both hosts and the renderer take their
 * types, the guard of the web host its checks. Its names are those of call-names.ts; a host's handlers must satisfy it.
 */
export const calls = {
  about: {
    params: nothing,
    result: z.object({
      version: z.string(),
      host: z.enum(['desktop', 'web']),
      platform: z.string(),
      bundledModel: z.string(),
    }),
  },
  /** Lines for others who look for a defect; none of the person's texts, labels and paths is in them. */
  diagnostics: { params: nothing, result: z.object({ lines: z.array(z.string()) }) },
  /** What the features that are kept take on the disk. */
  featureCache: { params: nothing, result: featureCacheState },
  /** Deletes those that nobody works with: a later run computes its own again. */
  clearFeatures: { params: nothing, result: featureCacheState },
  getSettings: { params: nothing, result: settings },
  changeSettings: { params: settingsChange, result: settings },

  /** The desktop's own dialog; null if the person closed it. The web host answers with an error: it has `listFolder`. */
  chooseDataset: { params: z.object({ kind: z.enum(['folder', 'file']) }), result: z.string().nullable() },
  chooseModel: { params: nothing, result: z.string().nullable() },
  /** A folder to write into. */
  chooseDestination: { params: nothing, result: z.string().nullable() },
  /** What the system has given to be opened and no page has taken yet; null if nothing, and in a browser always. */
  takeOpened: { params: nothing, result: opened.nullable() },
  /** The web host's folder browser, below the given roots; null for the roots themselves. */
  listFolder: {
    params: z.object({ path: pathTo('list').nullable() }),
    result: z.object({
      path: z.string().nullable(),
      parent: z.string().nullable(),
      entries: z.array(
        z.object({
          name: z.string(),
          path: z.string(),
          isFolder: z.boolean(),
          /** Of a file, in bytes. */
          size: z.number().optional(),
        }),
      ),
    }),
  },

  describeModel: commands.describe,
  /** The models on this machine, downloads that were stopped, and the one that goes on. */
  listModels: {
    params: nothing,
    result: z.object({
      models: z.array(installedModel),
      incomplete: z.array(incompleteModel),
      download: downloadProgress.nullable(),
    }),
  },
  /** Asks the hub for a model, and fetches none of its weights. */
  lookUpModel: { params: hubName, result: foundModel },
  /** Answers when the model is here; its progress comes in notifications. One at a time. */
  downloadModel: { params: hubName, result: installedModel },
  /** What has come is kept, and the next download of that model goes on from there. */
  cancelDownload: { params: nothing, result: nothing },
  /** Deletes a downloaded model, or what there is of one, for good. */
  deleteModel: { params: z.object({ path: pathTo('read') }), result: nothing },
  /** Every request since the application started. */
  listContacts: { params: nothing, result: z.array(contact) },

  preview: commands.preview,
  /** `reading` is a number that the page makes up: it cancels by it, and knows its own progress among notifications. */
  inspect: { params: commands.inspect.params.extend({ reading }), result: commands.inspect.result },
  drawExamples: { params: commands.drawExamples.params.extend({ reading }), result: commands.drawExamples.result },
  /** The reading then fails with code `cancelled`; one that is over is none. */
  cancelInspect: { params: z.object({ reading }), result: nothing },
  estimate: { params: z.object({ recipe }), result: commands.estimate.result },

  /** Starts a run; its events follow. Answers when the run has begun, not when it ends. */
  start: { params: z.object({ recipe }), result: nothing },
  /** Goes on with a run that was broken off; as `start` does, with its former events first. */
  resume: { params: folder, result: nothing },
  /** Holds the run still, or lets it go on. */
  pause: { params: z.object({ isPaused: z.boolean() }), result: nothing },
  /** `keep` ends training after the present step, evaluates and saves the best weights so far; `cancel` saves nothing. */
  stop: { params: z.object({ how: z.enum(['keep', 'cancel']) }), result: nothing },
  /** The run that is going on, or else the last one of this session, with every event so far; null if there was none. */
  currentRun: {
    params: nothing,
    result: z.object({ isRunning: z.boolean(), events: z.array(runEvent), recipe }).nullable(),
  },

  listRuns: { params: nothing, result: z.array(runSummary) },
  openRun: { params: folder, result: runRecord },
  testAnswers: commands.testAnswers,
  /** Looking for them is a reading: it tells how far it is, and `cancelInspect` ends it. */
  desk: { params: commands.desk.params.omit({ places: true }).extend({ reading }), result: commands.desk.result },
  listCorrections: { params: folder, result: corrections },
  /** Puts corrections beside those that a run has, or takes some back; answers with all of them. */
  correct: { params: folder.extend({ changes: z.array(correction).max(1000) }), result: corrections },
  /** Moves the run aside; `restoreRun` brings it back until the application ends. */
  deleteRun: { params: folder, result: nothing },
  restoreRun: { params: folder, result: nothing },
  /** The runs that can be brought back, the one deleted last first. */
  listDeleted: { params: nothing, result: z.array(runSummary) },
  /** Gives a run a name and a note, or takes them away where both are empty. */
  captionRun: { params: folder.extend({ caption: runCaption }), result: nothing },
  compareRuns: commands.compareRuns,
  report: commands.report,
  /** Writes the report into the run's folder anew, and opens it or shows it there; the web host has a link instead. */
  openReport: { params: folder.extend({ how: z.enum(['open', 'show']) }), result: nothing },
  /** Sweeps that a window or the command line has made or is making, the newest first. */
  listSweeps: { params: nothing, result: sweepList },
  /** Says what a sweep would take, and starts none. */
  estimateSweep: { params: z.object({ recipe, axes: sweepAxes }), result: sweepEstimate },
  /** Starts a sweep, and answers when it has begun; how far it is comes in notifications. */
  startSweep: { params: z.object({ recipe, axes: sweepAxes }), result: nothing },
  /** Goes on with a sweep that was stopped, as it was planned. */
  continueSweep: { params: folder, result: nothing },
  /** Cancels the run that goes on; what is finished stays. */
  stopSweep: { params: nothing, result: nothing },
  /** The sweep that goes on, or else the last one of this session; null if there was none. */
  currentSweep: { params: nothing, result: sweepState.nullable() },
  /** Keeps with a run's model below which confidence it does not answer; null for always. */
  abstain: { params: folder.extend({ below: abstainBelow }), result: nothing },
  /** Shows the folder in the system's file manager; the web host answers with an error. */
  showRun: { params: folder, result: nothing },

  /**
   * Writes a run's model for other programs, as a new folder below `parent`, and proves it. Answers when that is done; its
   * progress comes in notifications. One at a time.
   */
  exportRun: {
    params: z.object({ folder: pathTo('read'), format: exportFormat, parent: pathTo('write'), name: folderName }),
    result: exportProof,
  },
  cancelExport: { params: nothing, result: nothing },
  /** The export that is going on, or else how the last one of this session ended; null if there was none. */
  currentExport: {
    params: nothing,
    result: z
      .object({
        folder: z.string(),
        isRunning: z.boolean(),
        progress: exportProgress.nullable(),
        proof: exportProof.nullable(),
        error: errorMessage.nullable(),
      })
      .nullable(),
  },

  /** Whether native TensorFlow is here, and what installing it would take. Nothing is contacted. */
  nativeSetup: { params: nothing, result: nativeState },
  /** Installs it, and answers when it works; its progress comes in notifications. What is started later uses it. */
  installNative: { params: nothing, result: nothing },
  /** What is downloaded is kept. */
  cancelNative: { params: nothing, result: nothing },
  /** It is offered no more, by any window or start. */
  declineNative: { params: nothing, result: nothing },

  /** Texts and files. */
  predict: {
    params: commands.predict.params.extend({
      files: commands.predict.params.shape.files.max(uploadLimits.files),
      uploads: z.array(upload),
    }),
    result: commands.predict.result,
  },
  explain: commands.explain,
  /** The rows of a table, at a path or in an upload; the answers come in notifications with the ticket, and before the result. */
  predictTable: {
    params: z.object({
      ticket,
      model: pathTo('read'),
      path: pathTo('read').nullable(),
      upload: upload.nullable(),
      reading: textReading,
    }),
    result: tableResult,
  },
  cancelTable: { params: z.object({ ticket }), result: nothing },
} as const satisfies Record<Call, { readonly params: z.ZodType; readonly result: z.ZodType }>

export type { Call }
export type CallParams<C extends Call> = z.input<(typeof calls)[C]['params']>
export type CallResult<C extends Call> = z.infer<(typeof calls)[C]['result']>

/** Every answer crosses as an envelope: an Error thrown in another process arrives as another Error. */
export const envelope = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: errorMessage }),
])
export type Envelope = z.infer<typeof envelope>

/** What the host sends unasked. Events of the current run come at most ten times a second, in batches, in order. */
export const notification = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('events'), events: z.array(runEvent) }),
  /** The run ended, in whatever way: `currentRun` and `listRuns` have changed. */
  z.object({ kind: z.literal('ended'), error: errorMessage.nullable() }),
  /** How far a sweep is, at most ten times a second, and whenever one of its runs has ended. */
  z.object({ kind: z.literal('sweep'), state: sweepState }),
  /** How far the download of a model is, at most ten times a second; null when it has ended. */
  z.object({ kind: z.literal('download'), progress: downloadProgress.nullable() }),
  /** How far an export is, at most ten times a second; null when it has ended. */
  z.object({ kind: z.literal('export'), progress: exportProgress.nullable() }),
  /** How far the set-up of native TensorFlow is, at most ten times a second; null when it has ended. */
  z.object({ kind: z.literal('native'), progress: nativeProgress.nullable() }),
  /** Rows of a table that a page asked about, the first of which is its head. */
  z.object({ kind: z.literal('answers'), ticket, progress: tableProgress }),
  /** How far the reading of a dataset is, at most ten times a second. */
  z.object({ kind: z.literal('reading'), reading, progress: readingProgress }),
  /** There is something to take with `takeOpened`. */
  z.object({ kind: z.literal('opened') }),
  /** An item of the desktop's menu. */
  z.object({ kind: z.literal('action'), name: z.enum(actionNames) }),
])
export type Notification = z.infer<typeof notification>

/** How calls and notifications travel: IPC in the desktop, a WebSocket in the web host, a fake in tests. */
export interface Transport {
  invoke(call: Call, params: unknown): Promise<unknown>
  /** Returns its own unsubscribe. */
  subscribe(onNotification: (message: unknown) => void): () => void
  /** Absolute path of a dropped or picked file; null where the page may not know it. */
  pathOf(file: File): string | null
}

/** `window.lastlayer`: the transport as the desktop's preload exposes it, with one named function for each call. */
export type Bridge = Record<Call, (params: unknown) => Promise<unknown>> & Pick<Transport, 'subscribe' | 'pathOf'>
