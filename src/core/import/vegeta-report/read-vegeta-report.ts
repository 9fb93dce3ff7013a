import { z } from 'zod';
import type { DocumentReport } from '../document-reader.ts';
import type { ImportEmitter } from '../importer.ts';
import { shiftDecimal } from '../reports/decimal-shift.ts';
import { sendReport } from '../reports/document-report.ts';
import { httpOutcomes } from '../reports/http-outcomes.ts';
import { parseJsonReport } from '../reports/json-report.ts';
import { counts, figure, figures, instantOf } from '../reports/lenient.ts';
import { WarningLog } from '../warning-log.ts';

/** Times in nanoseconds; tsenart/vegeta, `lib/metrics.go`. Percentiles come from a sketch and are approximate. */
const schema = z.object({
  latencies: z.record(z.string(), z.unknown()),
  bytes_in: z.object({ total: figure }),
  bytes_out: z.object({ total: figure }),
  earliest: z.unknown(),
  end: z.unknown(),
  duration: figure,
  requests: z.number().int().nonnegative(),
  rate: figure,
  throughput: figure,
  success: figure,
  status_codes: counts,
  errors: z.array(z.string()).nullish().catch(null),
});

const CLOCK_TICK_MS = 1e-6;

const MAX_PROPERTY_LENGTH = 2000;

/** @throws {AppError} `file-damaged` */
export function readVegetaReport(bytes: Uint8Array, emit: ImportEmitter): DocumentReport {
  const report = parseJsonReport(bytes, schema, 'Vegeta');
  const { requests } = report;
  // Code 0: no answer. Vegeta's success is a status from 200 to 399.
  const outcomes = httpOutcomes(report.status_codes, []);
  const latencies = requests > 0 ? figures.parse(report.latencies) : [];
  const ms = (name: string): number | null => {
    const ns = latencies.find(([member]) => member === name)?.[1];
    return ns === undefined ? null : shiftDecimal(ns, -6);
  };
  const warnings = new WarningLog();
  const percentilesMs = latencies.flatMap(([name, ns]): [number, number][] => {
    const percentile = Number(/^(\d+(?:\.\d+)?)(?:st|nd|rd|th)$/u.exec(name)?.[1] ?? Number.NaN);
    return percentile <= 100 ? [[percentile, shiftDecimal(ns, -6)]] : [];
  });
  if (percentilesMs.length > 0)
    warnings.add(
      'approximate-percentiles',
      'Vegeta estimates percentiles while it reads; they are approximate.',
    );
  const messages = report.errors ?? [];
  if (messages.length > 0) {
    warnings.add(
      'errors-without-counts',
      'Vegeta lists texts of errors without saying how often each occurred: they are among the properties of the file.',
      messages.length,
    );
  }
  const aggregate = {
    transaction: null,
    interval: null,
    figures: {
      samples: requests,
      failures: report.status_codes.length > 0 || requests === 0 ? outcomes.failures : null,
      minMs: ms('min'),
      meanMs: ms('mean'),
      maxMs: ms('max'),
      stdDevMs: null,
      percentilesMs,
      throughputPerSec: report.rate,
      receivedBytes: report.bytes_in.total,
      sentBytes: report.bytes_out.total,
    },
  };
  const property = (name: string, value: number | null): Record<string, string> =>
    value === null ? {} : { [name]: String(value) };
  return sendReport(
    emit,
    { aggregates: [aggregate], errors: outcomes.errors },
    {
      firstInstantUs: instantOf(report.earliest),
      lastInstantUs: instantOf(report.end),
      clockTickMs: CLOCK_TICK_MS,
      warnings: warnings.list(),
      properties: {
        ...property(
          'duration in seconds',
          report.duration === null ? null : shiftDecimal(report.duration, -9),
        ),
        ...property('successful requests per second', report.throughput),
        ...property('success ratio', report.success),
        ...(messages.length > 0 ? { errors: messages.join('; ').slice(0, MAX_PROPERTY_LENGTH) } : {}),
      },
    },
  );
}
