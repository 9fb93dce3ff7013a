import { z } from 'zod';
import type { DocumentReport } from '../document-reader.ts';
import type { ImportEmitter } from '../importer.ts';
import { shiftDecimal } from '../reports/decimal-shift.ts';
import { sendReport } from '../reports/document-report.ts';
import { httpOutcomes } from '../reports/http-outcomes.ts';
import { parseJsonReport } from '../reports/json-report.ts';
import { counts, figure, figures } from '../reports/lenient.ts';
import { WarningLog } from '../warning-log.ts';

/** Times in seconds; hatoo/oha, `schema.json`. NaN of a run without answers comes as null. */
const schema = z.object({
  summary: z.object({
    successRate: figure,
    total: z.number(),
    slowest: z.number().nullable(),
    fastest: z.number().nullable(),
    average: z.number().nullable(),
    requestsPerSec: z.number().nullable(),
    totalData: figure,
  }),
  latencyPercentiles: figures,
  statusCodeDistribution: counts,
  errorDistribution: counts,
});

/** Requests that were under way when the time of `-z` was up; oha does not count them in its success rate either. */
const DEADLINE = 'aborted due to deadline';

/** oha times in nanoseconds. */
const CLOCK_TICK_MS = 1e-6;

/** @throws {AppError} `file-damaged` */
export function readOha(bytes: Uint8Array, emit: ImportEmitter): DocumentReport {
  const { summary, latencyPercentiles, statusCodeDistribution, errorDistribution } = parseJsonReport(
    bytes,
    schema,
    'oha',
  );
  const ms = (seconds: number | null): number | null => (seconds === null ? null : shiftDecimal(seconds, 3));
  const answers = sum(statusCodeDistribution);
  const errors = errorDistribution.filter(([message]) => message !== DEADLINE);
  const outcomes = httpOutcomes(statusCodeDistribution, errors);
  const aborted = sum(errorDistribution) - sum(errors);
  const warnings = new WarningLog();
  if (aborted > 0) {
    warnings.add(
      'aborted-at-deadline',
      'Requests were under way when the time was up: they are neither samples nor failures here. Requests per second are as oha printed them, with these requests.',
      aborted,
    );
  }
  const hasTimes = answers > 0;
  const aggregate = {
    transaction: null,
    interval: null,
    figures: {
      samples: answers + sum(errors),
      failures: outcomes.failures,
      minMs: hasTimes ? ms(summary.fastest) : null,
      meanMs: hasTimes ? ms(summary.average) : null,
      maxMs: hasTimes ? ms(summary.slowest) : null,
      stdDevMs: null,
      percentilesMs: hasTimes
        ? latencyPercentiles.flatMap(([name, seconds]): [number, number][] => {
            const percentile = Number(/^p(\d+(?:\.\d+)?)$/u.exec(name)?.[1] ?? Number.NaN);
            return percentile <= 100 ? [[percentile, shiftDecimal(seconds, 3)]] : [];
          })
        : [],
      throughputPerSec: summary.requestsPerSec,
      receivedBytes: summary.totalData,
      sentBytes: null,
    },
  };
  return sendReport(
    emit,
    { aggregates: [aggregate], errors: outcomes.errors },
    {
      clockTickMs: CLOCK_TICK_MS,
      warnings: warnings.list(),
      properties: {
        'duration in seconds': String(summary.total),
        ...(summary.successRate === null ? {} : { 'success rate': String(summary.successRate) }),
      },
    },
  );
}

function sum(distribution: readonly (readonly [string, number])[]): number {
  return distribution.reduce((total, [, count]) => total + count, 0);
}
