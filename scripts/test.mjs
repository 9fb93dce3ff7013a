/** `npm test`: everything that says whether this tree is good, from a fresh clone. `npm run check`: all but e2e. */
import { availableParallelism } from 'node:os';
import './bootstrap/node-version.mjs';
import { ensureReady } from './bootstrap/ready.mjs';
import { CommandError } from './process/command-error.mjs';
import { runCommand } from './process/command.mjs';
import { selectSteps } from './testing/arguments.mjs';
import { ensureTestChromium } from './testing/chromium.mjs';
import { countCheck } from './testing/counts.mjs';
import { runChecks } from './testing/run-checks.mjs';
import { runStep } from './testing/run-step.mjs';
import { steps } from './testing/steps.mjs';
import { formatSummary } from './testing/summary.mjs';
import { testFolder } from './testing/test-folder.mjs';

/**
 * @typedef {import('./process/supervisor.mjs').Supervisor} Supervisor
 * @typedef {import('./testing/steps.mjs').Step} Step
 * @typedef {import('./testing/summary.mjs').StepResult} StepResult
 */

/** @type {StepResult[]} */
const results = [];

/**
 * @param {Step} step
 * @param {string} [output] when it was not seen already
 */
function head({ name, title }, output = '') {
  console.log(`\n── ${name} ── ${title}${output === '' ? '' : `\n${output.trimEnd()}`}`);
}

/** @param {StepResult} result */
function record(result) {
  const { name, counts, seconds } = result;
  console.log(`── ${name}: ${counts.failed === 0 ? 'ok' : 'FAILED'} in ${seconds.toFixed(1)} s`);
  results.push(result);
}

/**
 * @param {string} name
 * @param {string} note
 */
const recordFailure = (name, note) => results.push({ name, counts: countCheck(1), seconds: 0, note });

/**
 * @param {Supervisor} supervisor
 * @param {Step} step
 * @returns {Promise<string | undefined>} why the step cannot run
 */
async function obstacleTo(supervisor, step) {
  const failed = step.after.find((name) => results.some((r) => r.name === name && r.counts.failed > 0));
  if (failed !== undefined) return `not run: ${failed} failed`;
  const hasBrowser = !step.needsChromium || (await ensureTestChromium(supervisor));
  return hasBrowser ? undefined : 'not run: no Chromium was found and none could be installed';
}

/**
 * @param {Supervisor} supervisor
 * @param {readonly Step[]} chosen
 */
async function runSteps(supervisor, chosen) {
  // Without a build step of their own, tests of the built app still must not run against an old one.
  const needsBuild =
    chosen.some((step) => step.after.includes('build')) && chosen.every((step) => step.name !== 'build');
  await ensureReady(supervisor, { needsBuild });
  const folder = testFolder();
  const env = { ...process.env, TZ: 'UTC' };
  const inMemory = { ...env, ...(folder !== undefined && { TMPDIR: folder.path }) };
  // Ctrl-C ends this process before anything below is heard of.
  process.once('exit', () => folder?.remove());
  await runChecks(
    supervisor,
    chosen.filter(({ kind }) => kind === 'check'),
    {
      lanes: availableParallelism(),
      env,
      report: ({ step, counts, seconds, output }) => {
        head(step, output);
        record({ name: step.name, counts, seconds });
      },
    },
  );
  for (const step of chosen.filter(({ kind }) => kind !== 'check')) {
    const obstacle = await obstacleTo(supervisor, step);
    if (supervisor.stopSignal.aborted) return;
    if (obstacle !== undefined) {
      recordFailure(step.name, obstacle);
      continue;
    }
    head(step);
    const startedAt = performance.now();
    const { counts, skipReasons } = await runStep(supervisor, step, step.kind === 'vitest' ? inMemory : env);
    record({ name: step.name, counts, seconds: (performance.now() - startedAt) / 1000, skipReasons });
  }
}

await runCommand(async (supervisor) => {
  const chosen = selectSteps(process.argv.slice(2), steps);
  try {
    await runSteps(supervisor, chosen);
  } catch (error) {
    // Whatever went wrong, the last line is what others read.
    console.error(error instanceof CommandError ? error.message : error);
    recordFailure('set-up', 'see above');
  }
  if (supervisor.stopSignal.aborted) return 130;
  console.log(formatSummary(results));
  return results.some(({ counts }) => counts.failed > 0) ? 1 : 0;
});
