import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { Database } from '../db/database.ts';
import { openTestDatabase, storeRun, type StoredRun } from '../latency/testing/stored-run.ts';
import { readGates } from './gates-file.ts';
import { proposeGates, roundUp } from './propose-gates.ts';
import { fakeEngine } from './testing/fake-engine.ts';

let database: Database;
let remove: () => Promise<void>;
let run: StoredRun;
beforeAll(async () => {
  ({ database, remove } = await openTestDatabase());
  const label = ['Buy', 'Buy!', 'rare'];
  run = await storeRun(database, [
    {
      samples: Array.from({ length: 2010 }, (_, i) => ({
        label: i >= 2000 ? label[2]! : label[i % 2]!,
        startMs: i * 100,
        elapsedMs: i < 1000 ? 154 : 15_400,
        ok: i % 100 !== 0,
      })),
    },
  ]);
});
afterAll(() => remove());

const propose = (steady: { fromMs: number; toMs: number } | null, yaml: string | null = null) =>
  proposeGates(fakeEngine(database, run, { steady }), run.run, run.transactions, yaml);

describe('proposals', () => {
  it('have room above what was measured in the steady phase, and are marked', async () => {
    const yaml = await propose({ fromMs: 0, toMs: 100_000 });
    expect(yaml).toContain(
      '# Measured in test: p95 154 ms, 500 samples (steady phase, 0:00 to 1:40); a fifth more, rounded up.',
    );
    const { gates, problems } = readGates(yaml);
    expect(problems).toEqual([]);
    const proposed = gates!.gates.filter((gate) => gate.proposed);
    expect(proposed.map(({ id, rule }) => `${id}: ${rule}`)).toEqual([
      'p95-buy: p95 of Buy < 190ms',
      'p95-buy-2: p95 of Buy! < 190ms',
      'error-rate: error rate < 2%',
    ]);
    // They stand in the place of the general limits.
    expect(gates!.gates.filter((gate) => !gate.proposed).map(({ id }) => id)).toEqual([
      'baseline',
      'load',
      'regression',
      'resources',
      'web-vitals',
    ]);
  });

  it('are of the whole run where nothing is steady, and leave out what has too few samples', async () => {
    const { gates } = readGates(await propose(null));
    expect(gates!.gates.filter((gate) => gate.proposed).map(({ rule }) => rule)).toEqual([
      'p95 of Buy < 19s',
      'p95 of Buy! < 19s',
      'error rate < 2.1%',
    ]);
  });

  it('leave gates as they are that are there already', async () => {
    const own = 'version: 1\ngates:\n  - id: p95-buy # ours\n    rule: p95 of Buy < 1s\n';
    const yaml = await propose({ fromMs: 0, toMs: 100_000 }, own);
    expect(yaml.startsWith(own)).toBe(true);
    expect(readGates(yaml).gates!.gates.map(({ id }) => id)).toEqual(['p95-buy', 'p95-buy-2', 'error-rate']);
  });
});

test.each([
  [184.8, 190],
  [1043, 1100],
  [100, 100],
  [0.0123, 0.013],
  [99.1, 100],
  [0, 0],
])('%f is rounded up to %f', (value, rounded) => {
  expect(roundUp(value)).toBe(rounded);
});
