import { join } from 'node:path';
import { root, toolScript } from '../bootstrap/project.mjs';

/**
 * @typedef {object} Step
 * @property {string} name as in `--only`
 * @property {string} title
 * @property {readonly string[]} after steps without whose success this one cannot run
 * @property {boolean} [needsChromium]
 * @property {'check' | 'vitest' | 'playwright'} kind a check counts as one test; the others bring a report
 * @property {() => string[]} command for Node; a function because the tool may not be installed yet
 */

/** Reports are read by us only, so they are kept out of the artefacts. */
export const reportsFolder = join(root, 'node_modules/.cache/loadstone/test-reports');

/** @param {Step} step */
export const reportFile = (step) => join(reportsFolder, `${step.name}.json`);

/** @param {string} project */
const playwright = (project) => () => [
  toolScript('@playwright/test', 'playwright'),
  'test',
  '--config=e2e/playwright.config.ts',
  `--project=${project}`,
  '--reporter=list,json',
];

/** @type {readonly Step[]} */
export const steps = [
  {
    name: 'types',
    title: 'TypeScript in its four worlds',
    after: [],
    kind: 'check',
    command: () => [toolScript('typescript', 'tsc'), '-b'],
  },
  {
    name: 'lint',
    title: 'eslint',
    after: [],
    kind: 'check',
    command: () => [toolScript('eslint'), '.', '--max-warnings=0'],
  },
  {
    name: 'format',
    title: 'prettier',
    after: [],
    kind: 'check',
    command: () => [toolScript('prettier'), '--check', '.'],
  },
  {
    name: 'layers',
    title: 'dependency-cruiser: what may import what',
    after: [],
    kind: 'check',
    command: () => [toolScript('dependency-cruiser', 'depcruise'), 'src'],
  },
  {
    name: 'dead-code',
    title: 'knip: unused files, exports and packages',
    after: [],
    kind: 'check',
    command: () => [toolScript('knip')],
  },
  {
    name: 'build',
    title: 'electron-vite build',
    after: [],
    kind: 'check',
    command: () => [join(root, 'scripts/build.mjs')],
  },
  {
    name: 'unit',
    title: 'vitest: unit, carrier and corpus tests',
    after: [],
    kind: 'vitest',
    command: () => [toolScript('vitest'), 'run', '--reporter=default', '--reporter=json'],
  },
  {
    name: 'e2e',
    title: 'Playwright: the app in Chromium',
    after: ['build'],
    needsChromium: true,
    kind: 'playwright',
    command: playwright('browser'),
  },
  {
    name: 'e2e-electron',
    title: 'Playwright: the app in Electron',
    after: ['build'],
    kind: 'playwright',
    command: playwright('electron'),
  },
];
