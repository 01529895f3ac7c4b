// The boundaries of the code: the imports that are forbidden. Read by the check command.

const testCode = '^tests/|\\.test\\.ts$|(^|/)testing/';

/** The beginnings of programs and threads, and the modules that the build puts in the place of a package. */
const entries = [
  '^src/start/(first[.]ts|service-worker/)',
  '^src/engine/worker[.]ts$',
  '[.]worker[.]ts$',
  '^src/spreadsheet/fflate-in-this-thread[.]ts$',
  '^server/main[.]ts$',
  '^server/database/sqlite/rows/rows-thread[.]ts$',
  '^server/database/sqlite/journal-thread[.]ts$',
  '^server/imports/reading-thread[.]ts$',
  // types that components alone import, which is not seen here
  '^src/ui/frame/nav-item[.]ts$',
  '^src/features/central-data/record/record-editor[.]ts$',
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment:
        'Two modules that need each other are one module, or three. Cycles of types alone are harmless.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment:
        'Every import leads somewhere. What starts with virtual: or ends in ?url is made by the build.',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(virtual:|node:sqlite$)|[?]url$' },
    },
    {
      name: 'shared-is-pure',
      severity: 'error',
      comment:
        'src/shared runs everywhere: it may use itself, zod/mini, uuid to derive ids, and for digests a hash in plain JavaScript (tests beside it aside).',
      from: { path: '^src/shared/', pathNot: [testCode, '^src/shared/spreadsheet/'] },
      to: { pathNot: ['^src/shared/', '^node_modules/(zod/(v4/)?mini/|uuid/|yjs/|lib0/|@noble/hashes/)'] },
    },
    {
      name: 'shared-spreadsheets-know-no-field',
      severity: 'error',
      comment:
        'src/shared/spreadsheet reads files of rows and cells, whatever is in them, on a device and at central alike. It alone may use the parsers of files, which run everywhere; both sides load it where a file is opened.',
      from: { path: '^src/shared/spreadsheet/', pathNot: testCode },
      to: {
        pathNot: [
          '^src/shared/(spreadsheet/|text-folding|same-text)',
          '^node_modules/(csv-parse/dist/esm/|read-excel-file/|fflate/)',
        ],
      },
    },
    {
      name: 'shared-zod-is-mini',
      severity: 'error',
      comment: 'The whole of zod costs a phone 95 kB; zod/mini costs 7.',
      from: { path: '^src/', pathNot: testCode },
      to: { path: '^node_modules/zod/', pathNot: '^node_modules/zod/(v4/)?mini/' },
    },
    {
      name: 'yjs-only-in-the-codec',
      severity: 'error',
      comment:
        'In the shared code only the codec, the pieces of a log, the state vectors and the proofs know how Yjs writes its bytes.',
      from: {
        path: '^src/shared/',
        pathNot: [
          testCode,
          '^src/shared/change/(codec/|piece/|state-vector)',
          '^src/shared/(protocol|proof)/',
        ],
      },
      to: { path: '^node_modules/(yjs|lib0)/' },
    },
    {
      name: 'server-knows-only-shared',
      severity: 'error',
      comment: 'The server shares the pure core with the client, and nothing else.',
      from: { path: '^server/' },
      to: { path: '^src/', pathNot: '^src/shared/' },
    },
    {
      name: 'client-knows-no-server',
      severity: 'error',
      comment: 'The client meets the server over the network only.',
      from: { path: '^src/' },
      to: { path: '^server/' },
    },
    {
      name: 'client-uses-no-node',
      severity: 'error',
      comment: 'A browser has no Node modules.',
      from: { path: '^src/', pathNot: testCode },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'ui-knows-no-app',
      severity: 'error',
      comment:
        'Components of src/ui are plain: they get strings and values, and import only each other and packages. The functional statuses, which have colours and shapes here, are those of the domain.',
      from: { path: '^src/ui/', pathNot: testCode },
      to: { path: '^(src|server)/', pathNot: '^src/(ui/|shared/domain/functional-status)' },
    },
    {
      name: 'spreadsheets-know-no-field',
      severity: 'error',
      comment:
        'src/spreadsheet writes files of rows and cells, whatever is in them: it knows no words, no entities, no database.',
      from: { path: '^src/spreadsheet/', pathNot: testCode },
      to: { path: '^(src|server)/', pathNot: '^src/(spreadsheet|shared/spreadsheet)/' },
    },
    {
      name: 'features-through-pieces',
      severity: 'error',
      comment:
        'A feature can be read and changed without looking at another; what others may use of it lies in its folder pieces/.',
      from: { path: '^src/features/([^/]+)/' },
      to: { path: '^src/features/', pathNot: '^src/features/($1/|[^/]+/pieces/)' },
    },
    {
      name: 'pieces-know-no-pages',
      severity: 'error',
      comment: 'What other features use does not bring the pages of its own feature along.',
      from: { path: '^src/features/([^/]+)/pieces/', pathNot: testCode },
      to: { path: '^src/features/$1/', pathNot: '^src/features/$1/pieces/' },
    },
    {
      name: 'page-below-features',
      severity: 'error',
      comment: 'src/page holds what any page may ask for: it knows no page, and not how the app starts.',
      from: { path: '^src/page/', pathNot: testCode },
      to: { path: '^src/(features|app|start|engine)/' },
    },
    {
      name: 'api-once',
      severity: 'error',
      comment:
        'What central answers over HTTP is written down once, in src/shared/api, and read here by those shapes. (What mSupply and a browser send is not ours.)',
      from: {
        path: '^src/central-api/',
        pathNot: [testCode, '^src/central-api/(central|msupply|network-kind)[.]ts$'],
      },
      to: { path: '^node_modules/zod/' },
    },
    {
      name: 'no-room-of-odds-and-ends',
      severity: 'error',
      comment: 'A folder is named for what is in it.',
      from: {},
      to: { path: '/(parts|util|utils|helper|helpers|common|misc)/', pathNot: '^node_modules/' },
    },
    {
      name: 'features-know-no-engine',
      severity: 'error',
      comment:
        'Screens read and write the database of the device; how it is replicated is none of their business.',
      from: { path: '^src/features/' },
      to: { path: '^src/engine/|^node_modules/(yjs|y-websocket|y-protocols|lib0)/' },
    },
    {
      name: 'replica-makes-no-calls',
      severity: 'error',
      comment:
        'The database of a device works without a network. Whoever fetches something gives it what came.',
      from: { path: '^src/replica/', pathNot: testCode },
      to: { pathNot: '^src/(replica|shared)/|^node_modules/(dexie|svelte|uuid|zod/(v4/)?mini)(/|$)' },
    },
    {
      name: 'tests-own-their-doubles',
      severity: 'error',
      comment:
        'What only tests import lies with the tests. (Where the app, its threads, the server and the demo begin, nothing imports them.)',
      from: { pathNot: testCode },
      module: {
        path: '^(src|server)/',
        pathNot: [testCode, '[.]d[.]ts$', ...entries],
        numberOfDependentsLessThan: 1,
      },
    },
    {
      name: 'v6-rim-apart',
      severity: 'error',
      comment:
        'The inbox and the outbox of sites know a wire only by its door (server/v6/door.ts), which translates records: another door can stand before the same two. Paths, envelopes, credentials, tables and fields of a wire lie before it.',
      from: { path: '^server/v6/(push|pull)/', pathNot: testCode },
      to: { path: '^server/v6/(http|site|wire|older|take-over|records)/' },
    },
    {
      name: 'v6-records-know-no-envelope',
      severity: 'error',
      comment:
        'Records ↔ rows: the same whatever path and credentials they come with. (Dates, versions and records out of their envelope are what they are read and written with.)',
      from: { path: '^server/v6/records/', pathNot: testCode },
      to: {
        path: '^server/v6/(http|site|wire|older|take-over|push|pull)/',
        pathNot: '^server/v6/wire/(dates|site-version|received-record)[.]ts$',
      },
    },
    {
      name: 'production-without-tests',
      severity: 'error',
      comment: 'What tests need stays out of what people run.',
      from: { path: '^(src|server)/', pathNot: testCode },
      to: { path: testCode },
    },
    {
      name: 'server-without-development-packages',
      severity: 'error',
      comment: 'The built server runs with the production packages alone.',
      from: { path: '^server/', pathNot: testCode },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.svelte', '.svelte.ts', '.js', '.mjs', '.d.ts'],
    },
  },
};
