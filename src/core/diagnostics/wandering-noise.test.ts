import { expect, test } from 'vitest';
import { chooseLoad } from './chosen-load.ts';
import { findPhases } from './phases.ts';
import { plantedSeries, type SeriesPlan } from './testing/planted-series.ts';

const RUNS = 20;
const SECONDS = 1200;

/** How many of 20 seeded runs of constant load have a phase that drifts. */
function drifting(name: string, plan: Partial<SeriesPlan>): number {
  let found = 0;
  for (let run = 0; run < RUNS; run++) {
    const series = plantedSeries(`${name} ${run}`, { seconds: SECONDS, users: () => 100, ...plan });
    const load = chooseLoad(series);
    const { phases } = findPhases(
      series,
      load,
      load.spikes.map(() => null),
    );
    if (phases.some(({ kind }) => kind === 'drift')) found += 1;
  }
  return found;
}

test.each([
  { seconds: 5, sd: 0.1, most: 1 },
  { seconds: 20, sd: 0.1, most: 1 },
  { seconds: 60, sd: 0.1, most: 4 },
  { seconds: 5, sd: 0.2, most: 1 },
  { seconds: 20, sd: 0.2, most: 1 },
  { seconds: 60, sd: 0.2, most: 4 },
  // A run of ten correlation times holds too few waves to tell them from a change: docs/statistics.md says so.
  { seconds: 120, sd: 0.1, most: 7 },
])('AR(1) noise of $sd over $seconds s is called a drift in at most $most of 20 runs', (noise) => {
  expect(drifting('ar1', { wander: noise })).toBeLessThanOrEqual(noise.most);
});

test('a drift of 40 % is found in noise that wanders', () => {
  const plan = { wander: { sd: 0.05, seconds: 20 }, factor: (s: number) => 1 + (0.4 * s) / SECONDS };
  expect(drifting('ar1 drift', plan)).toBeGreaterThanOrEqual(19);
});
