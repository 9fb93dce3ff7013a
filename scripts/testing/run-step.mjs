import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../bootstrap/project.mjs';
import { readJson } from '../bootstrap/read-json.mjs';
import { countCheck, countPlaywright, countVitest } from './counts.mjs';
import { playwrightSkipReasons } from './skip-reasons.mjs';
import { reportFile, reportsFolder } from './steps.mjs';

/**
 * @typedef {import('./steps.mjs').Step} Step
 * @typedef {import('../process/supervisor.mjs').Supervisor} Supervisor
 */

/** @param {string} path */
function readReport(path) {
  try {
    return readJson(path);
  } catch {
    return undefined;
  }
}

/**
 * @param {Step} step
 * @param {number} exitCode
 * @returns {{ counts: import('./counts.mjs').Counts, skipReasons: string[] }}
 */
function readResults(step, exitCode) {
  if (step.kind === 'check') return { counts: countCheck(exitCode), skipReasons: [] };
  const report = readReport(reportFile(step));
  if (step.kind === 'vitest') {
    const vitest = /** @type {import('./counts.mjs').VitestReport | undefined} */ (report);
    const hasCorpus = existsSync(join(root, '../shared/corpus'));
    return {
      counts: countVitest(vitest, exitCode),
      skipReasons: hasCorpus ? [] : ['corpus tests skipped: ../shared/corpus not found'],
    };
  }
  const playwright =
    /** @type {(import('./counts.mjs').PlaywrightReport & import('./skip-reasons.mjs').PlaywrightSuite) | undefined} */ (
      report
    );
  return {
    counts: countPlaywright(playwright, exitCode),
    skipReasons: playwrightSkipReasons(playwright ?? {}).map((reason) => `${step.name} skipped: ${reason}`),
  };
}

/**
 * One step alone; what it says is seen at once.
 *
 * @param {Supervisor} supervisor
 * @param {Step} step
 * @param {NodeJS.ProcessEnv} env
 */
export async function runStep(supervisor, step, env) {
  mkdirSync(reportsFolder, { recursive: true });
  // Yesterday's report must not speak for a run that never got to write one.
  rmSync(reportFile(step), { force: true });
  const args = step.kind === 'vitest' ? [`--outputFile.json=${reportFile(step)}`] : [];
  let exitCode = 0;
  for (const command of step.commands()) {
    const { code } = await supervisor.run(process.execPath, [...command, ...args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile(step) },
    });
    exitCode ||= code;
  }
  return readResults(step, exitCode);
}
