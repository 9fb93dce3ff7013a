import fc from 'fast-check';
import { expect } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import type { NewAggregate } from '../../aggregates.ts';
import type { Importer } from '../../importer.ts';
import { collect, headOf, type Collected } from '../../testing/collect.ts';
import { fuzzRuns } from '../../testing/fuzz-runs.ts';
import { damaged } from './damage.ts';

/**
 * Whatever happens to the bytes of a report: the importer reads it, or says with place what is wrong; what it reads makes
 * sense; the pieces in which it comes make no difference.
 */
export function expectSurvives(importer: Importer, bytes: Uint8Array): void {
  fc.assert(
    fc.property(damaged(bytes), fc.integer({ min: 1, max: 400 }), (input, pieceBytes) => {
      const { score } = importer.probe(headOf(input));
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
      const whole = outcomeOf(importer, input);
      expect(outcomeOf(importer, input, pieceBytes)).toEqual(whole);
      if (!('code' in whole)) expectSense(whole);
    }),
    { numRuns: fuzzRuns(150) },
  );
}

interface Refusal {
  readonly code: string;
  readonly message: string;
}

function outcomeOf(
  importer: Importer,
  input: Uint8Array,
  pieceBytes = 1 << 20,
): Omit<Collected, 'texts'> | Refusal {
  try {
    const { report, reported, samples, points, transactions, metrics } = collect(importer, input, {
      pieceBytes,
    });
    return { report, reported, samples, points, transactions, metrics };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(error.code).toBe('file-damaged');
    expect(error.place?.line).toBeGreaterThan(0);
    return { code: error.code, message: error.message };
  }
}

function expectSense({ report, reported, samples, transactions, metrics }: Omit<Collected, 'texts'>): void {
  expect(samples).toEqual([]);
  expect(report.rejects.length).toBeLessThanOrEqual(report.rejectedRows);
  for (const aggregate of reported.aggregates) {
    for (const value of numbersOf(aggregate)) expect(Number.isFinite(value)).toBe(true);
    if (aggregate.transaction !== null) expect(transactions[aggregate.transaction]).toBeDefined();
  }
  for (const { transaction, count } of reported.errors) {
    expect(count).toBeGreaterThanOrEqual(0);
    if (transaction !== null) expect(transactions[transaction]).toBeDefined();
  }
  for (const { metric, figures } of reported.metrics) {
    expect(metrics[metric]).toBeDefined();
    for (const value of Object.values(figures)) expect(Number.isFinite(value)).toBe(true);
  }
}

function numbersOf({ interval, figures }: NewAggregate): number[] {
  const { percentilesMs, ...single } = figures;
  const values = [...Object.values(single), ...percentilesMs.flat()];
  if (interval !== null) values.push(interval.startUs, interval.durationMs, interval.activeUsers);
  return values.filter((value) => value !== null);
}
