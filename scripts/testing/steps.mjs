import { join } from 'node:path';
import { root, toolScript } from '../bootstrap/project.mjs';

/**
 * @typedef {object} Step
 * @property {string} name as in `--only`
 * @property {string} title
 * @property {readonly string[]} after steps without whose success this one cannot run
 * @property {boolean} [needsChromium]
 * @property {'check' | 'vitest' | 'playwright'} kind a check counts as one test; the others bring a report
 * @property {() => string[][]} commands for Node, beside each other where the step is a check; a function because the
 *   tools may not be installed yet
 */

/** Reports are read by us only, so they are kept out of the artefacts. */
export const reportsFolder = join(root, 'node_modules/.cache/loadstone/test-reports');

/** @param {Step} step */
export const reportFile = (step) => join(reportsFolder, `${step.name}.json`);

/** @param {string} project */
const playwright = (project) => () => [
  [
    toolScript('@playwright/test', 'playwright'),
    'test',
    '--config=e2e/playwright.config.ts',
    `--project=${project}`,
    '--reporter=list,json',
  ],
];

/** Linted together by TypeScript project, so that no two commands read the same one: see eslint.config.js. */
const engineFolders = ['src/core', 'src/hosts', 'src/main', 'src/shared'];
const windowFolders = ['src/renderer', 'src/preload', 'src/speedscope-bridge'];
const lint = () =>
  [
    engineFolders,
    windowFolders,
    ['.', ...[...engineFolders, ...windowFolders].map((folder) => `--ignore-pattern=${folder}/**`)],
  ].map((what) => [toolScript('eslint'), '--max-warnings=0', ...what]);

/**
 * The longest check first, so that it does not end alone.
 *
 * @type {readonly Step[]}
 */
export const steps = [
  {
    name: 'lint',
    title: 'eslint',
    after: [],
    kind: 'check',
    commands: lint,
  },
  {
    name: 'types',
    title: 'TypeScript in its four worlds',
    after: [],
    kind: 'check',
    commands: () => [[toolScript('typescript', 'tsc'), '-b']],
  },
  {
    name: 'format',
    title: 'prettier',
    after: [],
    kind: 'check',
    commands: () => [[toolScript('prettier'), '--check', '.']],
  },
  {
    name: 'layers',
    title: 'dependency-cruiser: what may import what',
    after: [],
    kind: 'check',
    commands: () => [[toolScript('dependency-cruiser', 'depcruise'), 'src']],
  },
  {
    name: 'dead-code',
    title: 'knip: unused files, exports and packages',
    after: [],
    kind: 'check',
    commands: () => [[toolScript('knip')]],
  },
  {
    name: 'build',
    title: 'electron-vite build',
    after: [],
    kind: 'check',
    commands: () => [[join(root, 'scripts/build.mjs')]],
  },
  {
    name: 'unit',
    title: 'vitest: unit, carrier and corpus tests',
    after: [],
    kind: 'vitest',
    commands: () => [[toolScript('vitest'), 'run', '--reporter=default', '--reporter=json']],
  },
  {
    name: 'e2e',
    title: 'Playwright: the app in Chromium',
    after: ['build'],
    needsChromium: true,
    kind: 'playwright',
    commands: playwright('browser'),
  },
  {
    name: 'e2e-electron',
    title: 'Playwright: the app in Electron',
    after: ['build'],
    kind: 'playwright',
    commands: playwright('electron'),
  },
];
