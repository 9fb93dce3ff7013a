import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createSupervisor } from '../process/supervisor.mjs';
import { runChecks, type CheckResult } from './run-checks.mjs';
import type { Step } from './steps.mjs';

const check = (name: string, ...scripts: string[]): Step => ({
  name,
  title: name,
  after: [],
  kind: 'check',
  commands: () => scripts.map((script) => ['-e', script]),
});

async function run(lanes: number, ...steps: Step[]): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  const env = process.env;
  await runChecks(createSupervisor(), steps, { lanes, env, report: (result) => results.push(result) });
  return results;
}

test('what checks say comes whole and in their order, whichever ends first', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'loadstone-checks-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const flag = JSON.stringify(join(folder, 'flag'));
  // The first can only end once the second has: they run beside each other, and the second is through before.
  const waiting = `
    const { existsSync } = require('node:fs');
    console.log('begun');
    setInterval(() => { if (existsSync(${flag})) { console.log('done'); process.exit(); } }, 10);`;
  const results = await run(
    2,
    check('first', waiting, 'console.error("second part"); process.exit(3)'),
    check('second', `console.log('quick'); require('node:fs').writeFileSync(${flag}, '')`),
  );
  expect(results.map(({ step, output }) => [step.name, output])).toEqual([
    ['first', 'begun\ndone\nsecond part\n'],
    ['second', 'quick\n'],
  ]);
  // One command that failed is a check that failed.
  expect(results.map(({ counts }) => counts.failed)).toEqual([1, 0]);
  expect(existsSync(join(folder, 'flag'))).toBe(true);
});

test('no more at once than there are lanes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'loadstone-checks-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const alone = `
    const { mkdirSync, rmdirSync } = require('node:fs');
    mkdirSync(${JSON.stringify(join(folder, 'alone'))});
    setTimeout(() => rmdirSync(${JSON.stringify(join(folder, 'alone'))}), 30);`;
  const results = await run(1, check('parts', alone, alone), check('another', alone));
  expect(results.map(({ counts, output }) => [counts.passed, output])).toEqual([
    [1, ''],
    [1, ''],
  ]);
});

test('an error that is no exit code of a command is a failure, too', async () => {
  const [result] = await run(1, check('killed', 'process.kill(process.pid, "SIGKILL")'));
  expect(result?.counts.failed).toBe(1);
});
