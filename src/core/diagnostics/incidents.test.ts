import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Incident } from '#shared/model/diagnostics.ts';
import type { Phase } from '#shared/model/phases.ts';
import type { Database } from '../db/database.ts';
import { openTestDatabase, storeRun } from '../latency/testing/stored-run.ts';
import { findIncidents } from './incidents.ts';
import { plantedRun, type RunPlan } from './testing/planted-run.ts';

const LABELS = [
  { label: 'home', medianMs: 60 },
  { label: 'search', medianMs: 250 },
  { label: 'cart', medianMs: 120 },
];
const STEADY: Phase[] = [
  { kind: 'warm-up', fromMs: 0, toMs: 60_000, reason: 'test', edited: false },
  { kind: 'steady', fromMs: 60_000, toMs: 900_000, reason: 'test', edited: false },
];
const BASE: RunPlan = { seconds: 900, users: () => 60, ratePerUser: 0.5, labels: LABELS };

let database: Database;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ database, remove } = await openTestDatabase());
});
afterAll(() => remove());

async function incidents(
  seed: string,
  plan: Partial<RunPlan>,
): Promise<{ found: Incident[]; labels: (incident: Incident) => string[]; bucketMs: number }> {
  const samples = plantedRun(seed, { ...BASE, ...plan });
  const { run, transactions } = await storeRun(database, [{ samples }]);
  const found = await findIncidents(database, run, STEADY, new AbortController().signal);
  return {
    found,
    labels: ({ transactionIds }) =>
      transactionIds.map((id) => transactions.find((transaction) => transaction.id === id)!.label),
    bucketMs: Math.max(1000, Math.ceil(run.durationMs / 300 / 1000) * 1000),
  };
}

function expectNear(value: number, wanted: number, within: number): void {
  expect(Math.abs(value - wanted)).toBeLessThanOrEqual(within);
}

describe('findIncidents', () => {
  it('finds nothing in noise', async () => {
    let count = 0;
    for (let seed = 0; seed < 5; seed++) {
      const { found } = await incidents(`quiet ${seed}`, { errorRate: () => 0.01 });
      count += found.length;
    }
    expect(count).toBeLessThanOrEqual(1);
  });

  it('finds when all transactions were slower, once', async () => {
    const { found, labels, bucketMs } = await incidents('all slow', {
      factor: (s) => (s >= 400 && s < 430 ? 4 : 1),
    });
    const [first, ...others] = found;
    expect(others.filter(({ excess }) => excess > 0.05 * first!.excess)).toEqual([]);
    expect(first).toMatchObject({ kind: 'slow', phase: 'steady' });
    expectNear(first!.fromMs, 400_000, bucketMs);
    expectNear(first!.toMs, 430_000, bucketMs);
    // The slowest transaction loses most time.
    expect(labels(first!)).toEqual(['search', 'cart', 'home']);
    const typical = ((60 + 250 + 120) / 3) * Math.exp(0.3 ** 2 / 2);
    expectNear(first!.excess / (30 * 30 * 3 * typical), 1, 0.15);
  });

  it('finds the one transaction that was slower', async () => {
    const { found, labels, bucketMs } = await incidents('one slow', {
      factor: (s, label) => (label === 'cart' && s >= 600 && s < 660 ? 3 : 1),
    });
    expect(labels(found[0]!)).toEqual(['cart']);
    expectNear(found[0]!.fromMs, 600_000, bucketMs);
    expectNear(found[0]!.toMs, 660_000, bucketMs);
  });

  it('finds a burst of errors', async () => {
    const { found, labels, bucketMs } = await incidents('burst', {
      errorRate: (s, label) => (label === 'search' && s >= 300 && s < 340 ? 0.5 : 0.002),
    });
    const bursts = found.filter(({ kind }) => kind === 'errors');
    expect(bursts).toHaveLength(1);
    expect(labels(bursts[0]!)).toEqual(['search']);
    expectNear(bursts[0]!.fromMs, 300_000, bucketMs);
    expectNear(bursts[0]!.toMs, 340_000, bucketMs);
    expectNear(bursts[0]!.excess, 40 * 10 * 0.5, 40);
  });

  it('says which phase an incident lies in', async () => {
    const { found } = await incidents('early', { factor: (s) => (s >= 20 && s < 40 ? 5 : 1) });
    expect(found[0]!.phase).toBe('warm-up');
  });

  it('looks at rare transactions in wider buckets', async () => {
    const labels = Array.from({ length: 30 }, (_, i) => ({ label: `page ${i}`, medianMs: 50 + 10 * i }));
    const { found, labels: named } = await incidents('rare', {
      labels,
      seconds: 1800,
      factor: (s, label) => (label === 'page 7' && s >= 900 && s < 1020 ? 6 : 1),
    });
    expect(named(found[0]!)).toEqual(['page 7']);
    expectNear(found[0]!.fromMs, 900_000, 48_000);
    expectNear(found[0]!.toMs, 1_020_000, 48_000);
    expect(found.length).toBeLessThanOrEqual(2);
  });

  it('has none for a run without time stamps', async () => {
    const { run } = await storeRun(database, [{ samples: [{ label: 'a', elapsedMs: 5, ok: true }] }]);
    expect(await findIncidents(database, run, [], new AbortController().signal)).toEqual([]);
  });
});
