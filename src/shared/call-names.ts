/**
 * The names of what the renderer may ask of its host. What each takes and gives is in app-contract.ts, which does not
 * compile unless both agree. They are apart because the preload needs names only, and is to carry no schemas.
 */
export const callNames = [
  'about',
  'getSettings',
  'changeSettings',
  'chooseDataset',
  'chooseModel',
  'chooseDestination',
  'listFolder',
  'describeModel',
  'listModels',
  'lookUpModel',
  'downloadModel',
  'cancelDownload',
  'deleteModel',
  'listContacts',
  'preview',
  'inspect',
  'estimate',
  'start',
  'stop',
  'currentRun',
  'listRuns',
  'openRun',
  'deleteRun',
  'restoreRun',
  'showRun',
  'exportRun',
  'cancelExport',
  'currentExport',
  'predict',
  'predictTable',
  'cancelTable',
] as const
export type Call = (typeof callNames)[number]
