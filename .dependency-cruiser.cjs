/**
 * The walls of the house. See docs/architecture.md, "What may import what".
 * @type {import('dependency-cruiser').IConfiguration}
 */
/** Tests, and what they share. */
const test = '(\\.test\\.tsx?$|/testing/)';

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [test, '\\.d\\.ts$', '^src/renderer/main\\.tsx$', '^src/(main|preload)/', '^src/hosts/'],
      },
      to: {},
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'not-to-dev-dep',
      comment: 'Electron is a development dependency by convention (electron-builder packs its own copy).',
      severity: 'error',
      from: { path: '^src', pathNot: test },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: ['node_modules/electron/', 'node_modules/@types/'],
      },
    },
    {
      name: 'shared-is-pure',
      severity: 'error',
      from: { path: '^src/shared', pathNot: test },
      to: { pathNot: ['^src/shared', 'node_modules/zod/'] },
    },
    {
      name: 'core-without-electron',
      severity: 'error',
      from: { path: ['^src/(core|shared|hosts)', '^src/main/engine-process'] },
      to: { path: ['node_modules/electron/', '^electron$'] },
    },
    {
      name: 'core-only-shared',
      severity: 'error',
      from: { path: '^src/core' },
      to: { path: '^src/(main|preload|renderer|hosts)' },
    },
    {
      name: 'duckdb-only-in-db',
      severity: 'error',
      from: { path: '^src', pathNot: '^src/core/db' },
      to: { path: 'node_modules/@duckdb/' },
    },
    {
      name: 'fs-only-in-io',
      comment: 'core/db opens database files by path and needs to create, copy and remove them.',
      severity: 'error',
      from: { path: '^src/core', pathNot: ['^src/core/(io|db)', test] },
      to: { path: '^(node:)?(fs|fs/promises|zlib|stream)$' },
    },
    {
      name: 'import-only-reads',
      comment: 'Importers turn bytes into batches. They see neither the database nor the file system.',
      severity: 'error',
      from: { path: '^src/core/import', pathNot: test },
      to: { path: '^src/core/(latency|profile|heap|compare|report)' },
    },
    {
      name: 'main-not-to-hosts',
      comment: 'What all hosts share lies in hosts/common.',
      severity: 'error',
      from: { path: '^src/main', pathNot: test },
      to: { path: '^src/hosts/(?!common/)' },
    },
    {
      name: 'main-not-to-core',
      severity: 'error',
      from: { path: '^src/main/(?!engine-process)', pathNot: test },
      to: { path: '^src/core' },
    },
    {
      name: 'renderer-only-shared',
      severity: 'error',
      from: { path: '^src/renderer', pathNot: test },
      to: { path: ['^src/(core|main|preload|hosts)', 'node_modules/electron/'] },
    },
    {
      name: 'renderer-no-node',
      severity: 'error',
      from: { path: '^src/renderer', pathNot: test },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'preload-thin',
      severity: 'error',
      from: { path: '^src/preload', pathNot: test },
      to: { pathNot: ['^src/preload', '^src/shared/contract', 'node_modules/electron/', '^electron$'] },
    },
    {
      name: 'speedscope-bridge-thin',
      comment:
        'Goes into pages and preload scripts that are one small file; only the preload script knows electron.',
      severity: 'error',
      from: { path: '^src/speedscope-bridge', pathNot: test },
      to: {
        pathNot: [
          '^src/speedscope-bridge',
          '^src/shared/contract/speedscope\\.ts$',
          'node_modules/electron/',
          '^electron$',
        ],
      },
    },
    {
      name: 'charts-pure',
      severity: 'error',
      from: { path: '^src/renderer/charts/.*\\.ts$', pathNot: test },
      to: { path: ['node_modules/(react|react-dom|zustand)/', '^src/renderer/(state|data|features|app)'] },
    },
    {
      name: 'panels-below-features',
      severity: 'error',
      from: { path: '^src/renderer/panels', pathNot: test },
      to: { path: '^src/renderer/(features|app|api)' },
    },
    {
      name: 'charts-apart',
      severity: 'error',
      from: { path: '^src/renderer/charts', pathNot: test },
      to: { path: '^src/renderer/(state|data|features|app|api)' },
    },
    {
      name: 'features-apart',
      severity: 'error',
      from: { path: '^src/renderer/features/([^/]+)/' },
      to: { path: '^src/renderer/features/', pathNot: '^src/renderer/features/$1/' },
    },
    {
      name: 'features-not-to-api',
      severity: 'error',
      from: { path: '^src/renderer/features', pathNot: test },
      to: { path: '^src/renderer/(api|app)' },
    },
    {
      name: 'ui-dumb',
      severity: 'error',
      from: { path: '^src/renderer/ui' },
      to: { path: '^src/renderer/(state|data|api|charts|features|app)' },
    },
    {
      name: 'state-apart',
      severity: 'error',
      from: { path: '^src/renderer/state' },
      to: { path: '^src/renderer/(features|charts|api|data|app|ui)' },
    },
    {
      name: 'data-apart',
      severity: 'error',
      from: { path: '^src/renderer/data' },
      to: { path: '^src/renderer/(features|charts|app|ui)' },
    },
    {
      name: 'analysis-apart',
      severity: 'error',
      from: { path: '^src/core/(latency|profile|heap)/', pathNot: test },
      to: { path: '^src/core/(latency|profile|heap|compare|report|import)/', pathNot: '^src/core/$1/' },
    },
    {
      name: 'tests-not-imported',
      severity: 'error',
      from: { path: '^src', pathNot: test },
      to: { path: [test, '^fixtures/'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
