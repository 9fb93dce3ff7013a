import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wholeRun } from '#shared/model/filter.ts';
import type { Database } from '../db/database.ts';
import { fuzzRuns } from '../import/testing/fuzz-runs.ts';
import { momentsOf } from '../latency/moments.ts';
import { percentileOf } from '../latency/quantiles.ts';
import { openTestDatabase, storeRun } from '../latency/testing/stored-run.ts';
import { countValues } from '../latency/value-counts.ts';
import type { Figure } from './rule.ts';
import { gridOf, windowFigures } from './window-figures.ts';

let database: Database;
let remove: () => Promise<void>;
beforeAll(async () => ({ database, remove } = await openTestDatabase()));
afterAll(() => remove());

const signal = new AbortController().signal;

describe('figures of windows', () => {
  it('are those of the samples that start within them', async () => {
    const sample = fc.record({
      label: fc.constantFrom('a', 'b'),
      startMs: fc.integer({ min: 0, max: 20_000 }),
      elapsedMs: fc.integer({ min: 0, max: 50 }),
      ok: fc.boolean(),
    });
    const figures = fc.constantFrom<Figure>(
      { kind: 'percentile', percentile: 95 },
      { kind: 'median' },
      { kind: 'mean' },
      { kind: 'min' },
      { kind: 'max' },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(sample, { minLength: 1, maxLength: 60 }),
        figures,
        fc.constantFrom(1000, 1500, 4000),
        fc.integer({ min: 0, max: 3000 }),
        fc.boolean(),
        async (samples, figure, widthMs, offsetMs, together) => {
          const { run, transactions } = await storeRun(database, [{ samples }]);
          const originMs = Math.min(...samples.map(({ startMs }) => startMs));
          const grid = gridOf({ fromMs: 0, toMs: run.durationMs + 1e-3 }, widthMs, offsetMs);
          const found = await windowFigures(database, run, wholeRun(run.id), grid, figure, together, signal);
          for (const { id, label } of together ? [{ id: null, label: null }] : transactions) {
            const expected = Array.from({ length: grid.count }, (_, window) => {
              const from = originMs + offsetMs + window * widthMs;
              const inside = samples.filter(
                (each) =>
                  (label === null || each.label === label) &&
                  each.startMs >= from &&
                  each.startMs < from + widthMs,
              );
              const values = countValues(inside.map(({ elapsedMs }) => elapsedMs));
              const moments = momentsOf(values);
              const value =
                figure.kind === 'percentile'
                  ? percentileOf(values, figure.percentile)
                  : figure.kind === 'median'
                    ? percentileOf(values, 50)
                    : (moments?.[`${figure.kind}Ms`] ?? null);
              return {
                window,
                samples: inside.length,
                failures: inside.filter(({ ok }) => !ok).length,
                value,
              };
            }).filter((each) => each.samples > 0);
            const got = found.get(id) ?? [];
            // Sums of floating-point numbers differ in the last digits.
            const counts = (rows: typeof got) =>
              rows.map(({ window, samples: n, failures }) => ({ window, n, failures }));
            expect(counts(got)).toEqual(counts(expected));
            got.forEach(({ value }, index) => expect(value).toBeCloseTo(expected[index]!.value!, 9));
          }
        },
      ),
      { numRuns: fuzzRuns(25) },
    );
  });

  it('are whole windows only', () => {
    expect(gridOf({ fromMs: 500, toMs: 10_400 }, 3000)).toEqual({ fromMs: 500, widthMs: 3000, count: 3 });
    expect(gridOf({ fromMs: 0, toMs: 9000 }, 3000, 1500)).toEqual({ fromMs: 1500, widthMs: 3000, count: 2 });
    expect(gridOf({ fromMs: 0, toMs: 1000 }, 3000)).toEqual({ fromMs: 0, widthMs: 3000, count: 0 });
  });
});
