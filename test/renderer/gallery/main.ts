// The whole window on the fake host, for looking at it and for checks in a browser. The address says what there is:
// ?host=web, ?history=3 (finished runs), ?rare-label (which they hardly answer), ?broken-off (and one that can be gone on with), ?sweeps (one sweep), ?damaged-sweep (and one that cannot be read), ?interval=5 (milliseconds between batches), ?batch=1, ?tour (as at the first start), ?native (native TensorFlow can be installed), ?language=de.
import '../../../src/renderer/zod-config.ts'
import '../../../src/renderer/styles/tokens.css'
import '../../../src/renderer/styles/base.css'
import '../../../src/renderer/styles/controls.css'
import { mount } from 'svelte'
import { languageTags } from '../../../src/shared/languages.ts'
import { createApi } from '../../../src/renderer/transports/api.ts'
import AppWindow from '../../../src/renderer/app/AppWindow.svelte'
import { App } from '../../../src/renderer/app/app.svelte.ts'
import type {} from '../browser.ts'
import { fakeFiles } from '../fake-files.ts'
import { FakeHost } from '../fake-host.ts'
import { brokenOff, pastRuns, withRareLabel } from '../past-runs.ts'
import { pastSweep } from '../past-sweeps.ts'

const recent = ['/home/ada/aclImdb', ...Object.keys(fakeFiles).map((name) => `/home/ada/${name}`)]
const query = new URLSearchParams(location.search)
const past = pastRuns(Number(query.get('history') ?? 0))
const finished = query.has('rare-label') ? past.map(withRareLabel) : past
const language = languageTags.find((tag) => tag === query.get('language')) ?? 'en'
const broken = query.has('broken-off') ? [brokenOff(finished[0].summary.recipe)] : []
const history = [...broken, ...finished]
const host = new FakeHost({
  host: query.get('host') === 'web' ? 'web' : 'desktop',
  interval: Number(query.get('interval') ?? 60),
  offersNative: query.has('native'),
  batch: Number(query.get('batch') ?? 3),
  history,
  unreadableSweeps: query.has('damaged-sweep') ? ['/home/ada/.local/share/lastlayer/sweeps/2026-11-02T09-00-00'] : [],
  sweeps: query.has('sweeps') ? [pastSweep(finished)] : [],
  settings: { language, recentDatasets: query.has('history') ? recent : [], hasToured: !query.has('tour') },
})

window.fakeHost = host
window.app = new App(createApi(host))
const target = document.getElementById('app')
if (target !== null) mount(AppWindow, { target, props: { app: window.app } })
