import { root } from '../bootstrap/project.mjs';
import { countCheck } from './counts.mjs';

/**
 * @typedef {import('./steps.mjs').Step} Step
 * @typedef {import('../process/supervisor.mjs').Supervisor} Supervisor
 *
 * @typedef {object} CheckResult
 * @property {Step} step
 * @property {import('./counts.mjs').Counts} counts
 * @property {number} seconds from the start of its first command to the end of its last
 * @property {string} output
 */

/**
 * Checks beside each other: each of their commands keeps one core busy. What they say comes out in their order, each
 * check's as a whole as soon as all before it are through.
 *
 * @param {Supervisor} supervisor
 * @param {readonly Step[]} steps
 * @param {{ lanes: number, env: NodeJS.ProcessEnv, report: (result: CheckResult) => void }} options lanes: commands at once
 */
export async function runChecks(supervisor, steps, { lanes, env, report }) {
  const checks = steps.map((step) => {
    const commands = step.commands();
    return { step, open: commands.length, commands, startedAt: 0, code: 0, outputs: commands.map(() => '') };
  });
  const jobs = checks.flatMap((check) => check.commands.map((command, index) => ({ check, command, index })));
  let reported = 0;

  const reportFinished = () => {
    for (let check = checks[reported]; check?.open === 0; check = checks[++reported]) {
      const seconds = (performance.now() - check.startedAt) / 1000;
      report({ step: check.step, counts: countCheck(check.code), seconds, output: check.outputs.join('') });
    }
  };
  const lane = async () => {
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
      const { check, command, index } = job;
      if (supervisor.stopSignal.aborted) return;
      check.startedAt ||= performance.now();
      const { code, output } = await runQuietly(supervisor, command, env);
      check.code ||= code;
      check.outputs[index] = output;
      check.open -= 1;
      reportFinished();
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/**
 * @param {Supervisor} supervisor
 * @param {string[]} command
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ code: number, output: string }>} both of its outputs, in the order in which they came
 */
async function runQuietly(supervisor, command, env) {
  let output = '';
  const child = supervisor.start(process.execPath, command, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env,
  });
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
  const code = await new Promise((/** @type {(code: number) => void} */ resolve) => {
    child.once('error', (error) => {
      output += `${command[0] ?? ''} could not be started: ${error.message}\n`;
      resolve(127);
    });
    child.once('close', (exitCode) => resolve(exitCode ?? 143));
  });
  return { code, output };
}
