import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { damaged } from '../reports/testing/damage.ts';
import { collect, headOf } from '../testing/collect.ts';
import { fuzzRuns } from '../testing/fuzz-runs.ts';
import { perfmonXml } from './perfmon-xml.ts';

/** The start of a real file: enough of every kind of row, and short enough to be read many times. */
const bytes = readFileSync('fixtures/jmeter/perfmon/2.1/perfmon.xml').subarray(0, 4096);

function outcomeOf(input: Uint8Array, pieceBytes = 1 << 20) {
  try {
    const { report, samples, points, metrics } = collect(perfmonXml, input, { pieceBytes });
    // Rows are judged in blocks and one by one, by turns: which kind of warning comes first says nothing.
    const warnings = [...report.warnings].sort((a, b) => (a.code < b.code ? -1 : 1));
    return { report: { ...report, warnings }, samples, points, metrics };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(error.code).toBe('file-damaged');
    return { code: error.code, message: error.message };
  }
}

it('damaged files give sensible readings, the same in pieces of any size', () => {
  fc.assert(
    fc.property(damaged(bytes), fc.integer({ min: 1, max: 400 }), (input, pieceBytes) => {
      const { score } = perfmonXml.probe(headOf(input));
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
      const whole = outcomeOf(input);
      expect(outcomeOf(input, pieceBytes)).toEqual(whole);
      if ('code' in whole) return;
      expect(whole.report.rejects.length).toBeLessThanOrEqual(whole.report.rejectedRows);
      expect(whole.points.length).toBeLessThanOrEqual(whole.report.rows);
    }),
    { numRuns: fuzzRuns(300) },
  );
});
