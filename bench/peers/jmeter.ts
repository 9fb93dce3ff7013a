import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Case, Tell } from '../measure/interleave.ts';
import { runMeasured, type Measurement } from '../measure/run-process.ts';
import { dataFolder, peersFolder, root } from '../paths.ts';

const home = join(peersFolder, 'jmeter-5.6.3');

/** Fetches JMeter from Maven Central if need be. @returns why it is not there; null: it is */
export function ensureJmeter(tell: Tell): string | null {
  if (!runs('java', '-version')) return 'no Java on this computer';
  if (existsSync(join(home, 'bin/jmeter')) && existsSync(join(home, 'bin/report-template'))) return null;
  if (!runs('mvn', '--version')) return 'no Maven on this computer to fetch JMeter with';
  tell('fetching JMeter into bench/.peers …');
  const { status } = spawnSync(join(root, 'fixtures/jmeter/setup.sh'), [home], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return status === 0 ? null : 'JMeter could not be fetched from Maven Central';
}

function runs(program: string, argument: string): boolean {
  return spawnSync(program, [argument], { stdio: 'ignore' }).status === 0;
}

/** JMeter's own HTML dashboard of a result file, with the heap of its start script. */
export function dashboardCase(
  file: string,
  samples: number,
  options: { readonly missing: string | null; readonly rounds?: number },
): Case {
  const out = join(dataFolder, 'jmeter-dashboard');
  return {
    id: 'jmeter',
    name: 'JMeter 5.6.3 `-g` (HTML dashboard, 1 GB heap)',
    ...options,
    prepare: () => rm(out, { recursive: true, force: true }),
    run: (): Promise<Measurement> =>
      runMeasured([join(home, 'bin/jmeter'), '-g', file, '-o', out, '-j', join(dataFolder, 'jmeter.log')], {
        cwd: dataFolder,
      }),
    check() {
      const text = readFileSync(join(out, 'statistics.json'), 'utf8');
      const { Total } = JSON.parse(text) as { Total: { sampleCount: number } };
      if (Total.sampleCount !== samples)
        throw new Error(`the dashboard counts ${Total.sampleCount} samples of ${samples}`);
    },
  };
}
