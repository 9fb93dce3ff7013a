import fc from 'fast-check';
import { expect } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import type { Importer } from '../../importer.ts';
import { damaged } from '../../reports/testing/damage.ts';
import { collect, headOf } from '../../testing/collect.ts';
import { fuzzRuns } from '../../testing/fuzz-runs.ts';

/** Whatever happens to the bytes of a file of PerfMon: its readings make sense, and pieces make no difference. */
export function expectReadingsSurvive(importer: Importer, bytes: Uint8Array): void {
  fc.assert(
    fc.property(damaged(bytes), fc.integer({ min: 1, max: 400 }), (input, pieceBytes) => {
      const { score } = importer.probe(headOf(input));
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
      const whole = outcomeOf(importer, input);
      expect(outcomeOf(importer, input, pieceBytes)).toEqual(whole);
      if ('code' in whole) return;
      expect(whole.report.rejects.length).toBeLessThanOrEqual(whole.report.rejectedRows);
      expect(whole.points.length).toBeLessThanOrEqual(whole.report.rows);
    }),
    { numRuns: fuzzRuns(100) },
  );
}

function outcomeOf(importer: Importer, input: Uint8Array, pieceBytes = 1 << 20) {
  try {
    const { report, samples, points, metrics } = collect(importer, input, { pieceBytes });
    // Rows are judged in blocks and one by one, by turns: which kind of warning comes first says nothing.
    const warnings = [...report.warnings].sort((a, b) => (a.code < b.code ? -1 : 1));
    return { report: { ...report, warnings }, samples, points, metrics };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(error.code).toBe('file-damaged');
    return { code: error.code, message: error.message };
  }
}
