// Which room may import which: `npm test` measures it. Rooms are named from the top down; imports point down alone.

const trainerRooms = [
  'commands',
  'estimate',
  'job',
  'shards',
  'export',
  'report',
  'desk',
  'run',
  'classifier',
  'yardsticks',
  'training',
  'checkpoint',
  'optimizer',
  'statistics',
  'tail',
  'features',
  'trunk',
  'network',
  'tokens',
  'model',
  'dataset',
  'backend',
]

/** No room of the list imports one that stands before it. */
function downwards(root, rooms) {
  return rooms.slice(1).map((room, i) => ({
    name: `no-way-up-from-${room}`,
    severity: 'error',
    from: { path: `^${root}/${room}/` },
    to: { path: `^${root}/(${rooms.slice(0, i + 1).join('|')})/` },
  }))
}

const never = (name, from, to, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: to },
})

export default {
  forbidden: [
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
    never('shared-stands-alone', '^src/shared/', '^src/(main|preload|renderer)/'),
    never('renderer-sees-shared-alone', '^src/renderer/', '^src/(main|preload)/'),
    never('preload-sees-shared-alone', '^src/preload/', '^src/(main|renderer)/'),
    never('main-sees-no-page', '^src/main/', '^src/(preload|renderer)/'),
    never(
      'hosts-reach-the-trainer-by-its-contract',
      '^src/main/(index\\.ts|desktop/|web/|cli/|host/)',
      '^src/main/trainer/',
      'The trainer is another process: ask it with a command of src/shared/contract.ts.',
    ),
    never(
      'hosts-are-no-business-of-what-lies-below',
      '^src/main/(trainer|tensorflow|run-files|cache|bucket|disk)/',
      '^src/main/(index\\.ts|desktop/|web/|cli/|host/)',
    ),
    never('front-doors-do-not-know-each-other', '^src/main/desktop/', '^src/main/(web|cli)/'),
    never('web-is-no-front-door-of-others', '^src/main/web/', '^src/main/(desktop|cli)/'),
    never('host-knows-no-front-door', '^src/main/host/', '^src/main/(index\\.ts|desktop/|web/|cli/)'),
    never(
      'tensorflow-is-below-the-trainer',
      '^src/main/(tensorflow|run-files|cache|bucket|disk)/',
      '^src/main/trainer/',
    ),
    never('disk-is-the-bottom', '^src/main/(bucket|disk)/', '^src/main/(tensorflow|run-files|cache)/'),
    never('run-files-know-no-tensorflow', '^src/main/run-files/', '^src/main/tensorflow/'),
    ...downwards('src/main/trainer', trainerRooms),
    never('text-is-the-bottom-of-the-page', '^src/renderer/text/', '^src/renderer/(?!text/|words/)'),
    never('words-know-no-view', '^src/renderer/words/', '^src/renderer/(?!words/)'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    includeOnly: '^src/',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.svelte', '.js', '.json'] },
  },
}
