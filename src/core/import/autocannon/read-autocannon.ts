import { z } from 'zod';
import type { DocumentReport } from '../document-reader.ts';
import type { ImportEmitter } from '../importer.ts';
import { sendReport } from '../reports/document-report.ts';
import { httpOutcomes } from '../reports/http-outcomes.ts';
import { parseJsonReport } from '../reports/json-report.ts';
import { figure, figures, instantOf } from '../reports/lenient.ts';
import { WarningLog } from '../warning-log.ts';

const count = z.number().int().nonnegative();
/** Status codes are there since 7.0; before, only their classes. */
const statusCodes = z
  .record(z.string(), z.object({ count }))
  .nullish()
  .transform((codes) => Object.entries(codes ?? {}).map(([code, of]): [string, number] => [code, of.count]));

/** Latency in ms, throughput in bytes; mcollina/autocannon, `lib/run.js` and `lib/aggregateResult.js`. */
const schema = z.object({
  title: z.string().nullish().catch(null),
  url: z
    .union([z.string(), z.array(z.string())])
    .nullish()
    .catch(null),
  connections: figure,
  pipelining: figure,
  workers: figure,
  duration: z.number(),
  start: z.unknown(),
  finish: z.unknown(),
  errors: count,
  timeouts: count,
  mismatches: count.nullish().transform((value) => value ?? 0),
  '4xx': count,
  '5xx': count,
  statusCodeStats: statusCodes,
  latency: z.record(z.string(), z.unknown()),
  requests: z.object({ total: count, average: z.number(), sent: figure }),
  throughput: z.object({ total: figure }),
});

/** autocannon keeps latencies in whole milliseconds. */
const CLOCK_TICK_MS = 1;

/** @throws {AppError} `file-damaged` */
export function readAutocannon(bytes: Uint8Array, emit: ImportEmitter): DocumentReport {
  const report = parseJsonReport(bytes, schema, 'autocannon');
  const { requests, timeouts, mismatches, statusCodeStats } = report;
  const codes: [string, number][] =
    statusCodeStats.length > 0
      ? statusCodeStats
      : [
          ['400', report['4xx']],
          ['500', report['5xx']],
        ];
  const messages: [string, number][] = [
    ['timeout', timeouts],
    ['connection error', Math.max(0, report.errors - timeouts)],
    ['body not as expected', mismatches],
  ];
  const outcomes = httpOutcomes(codes, messages);
  const latency = figures.parse(report.latency);
  const timed = latency.find(([name]) => name === 'totalCount')?.[1] ?? requests.total;
  const hasTimes = timed > 0;
  const latencyOf = (name: string): number | null =>
    hasTimes ? (latency.find(([member]) => member === name)?.[1] ?? null) : null;
  const figuresOfAll = {
    // Errors are requests without an answer, and not among the completed ones.
    samples: requests.total + report.errors,
    failures: outcomes.failures,
    minMs: latencyOf('min'),
    meanMs: latencyOf('mean') ?? latencyOf('average'),
    maxMs: latencyOf('max'),
    stdDevMs: latencyOf('stddev'),
    percentilesMs: hasTimes ? latency.flatMap(([name, value]) => percentileOf(name, value)) : [],
    throughputPerSec: requests.average,
    receivedBytes: report.throughput.total,
    sentBytes: null,
  };
  return sendReport(
    emit,
    { aggregates: [{ transaction: null, interval: null, figures: figuresOfAll }], errors: outcomes.errors },
    {
      firstInstantUs: instantOf(report.start),
      lastInstantUs: instantOf(report.finish),
      clockTickMs: CLOCK_TICK_MS,
      warnings: warningsOf(report),
      properties: {
        ...textProperty('title', report.title),
        ...textProperty('url', Array.isArray(report.url) ? report.url.join(', ') : report.url),
        'duration in seconds': String(report.duration),
        ...textProperty('connections', report.connections),
        ...textProperty('pipelining', report.pipelining),
        ...textProperty('workers', report.workers),
        ...textProperty('requests sent', requests.sent),
      },
    },
  );
}

function warningsOf({ statusCodeStats, ...report }: z.infer<typeof schema>): DocumentReport['warnings'] {
  const warnings = new WarningLog();
  if (statusCodeStats.length === 0 && report['4xx'] + report['5xx'] > 0) {
    warnings.add(
      'classes-of-status',
      'This version tells classes of status codes only: 400 stands for all of 4xx, 500 for all of 5xx.',
    );
  }
  if (report.mismatches > 0 && report['4xx'] + report['5xx'] > 0) {
    warnings.add(
      'failures-counted-twice',
      'A request with an error status and a body that was not as expected counts as two failures: autocannon does not tell which they are.',
      report.mismatches,
    );
  }
  return warnings.list();
}

/** `p97_5` is percentile 97.5. */
function percentileOf(name: string, value: number): [number, number][] {
  const percentile = Number(/^p(\d+(?:_\d+)?)$/u.exec(name)?.[1]?.replace('_', '.') ?? Number.NaN);
  return percentile <= 100 ? [[percentile, value]] : [];
}

function textProperty(name: string, value: string | number | null | undefined): Record<string, string> {
  return value === null || value === undefined ? {} : { [name]: String(value) };
}
