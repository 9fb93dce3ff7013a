import { z } from 'zod';
import type { DocumentReport } from '../document-reader.ts';
import type { ImportEmitter } from '../importer.ts';
import { sendReport } from '../reports/document-report.ts';
import { parseJsonReport } from '../reports/json-report.ts';
import { WarningLog } from '../warning-log.ts';
import { firstGeneration, readFirstGeneration } from './first-generation.ts';
import { readSecondGeneration, secondGeneration } from './second-generation.ts';

/** Artillery rounds to tenths of a millisecond. */
const CLOCK_TICK_MS = 0.1;

const schema = z.object({
  aggregate: z.union([firstGeneration, secondGeneration]),
  intermediate: z
    .array(z.union([firstGeneration, secondGeneration]))
    .nullish()
    .transform((periods) => periods ?? []),
});

/** @throws {AppError} `file-damaged` */
export function readArtillery(bytes: Uint8Array, emit: ImportEmitter): DocumentReport {
  const { aggregate, intermediate } = parseJsonReport(bytes, schema, 'Artillery');
  const warnings = new WarningLog();
  warnings.add('approximate-percentiles', 'Artillery estimates percentiles; they are approximate.');
  const found =
    aggregate.generation === 1
      ? readFirstGeneration(
          aggregate,
          intermediate.filter((period) => period.generation === 1),
        )
      : readSecondGeneration(
          aggregate,
          intermediate.filter((period) => period.generation === 2),
        );
  const { report, transactions, metrics, countedTwice, properties, firstInstantUs, lastInstantUs } = found;
  if (countedTwice > 0) {
    warnings.add(
      'failures-counted-twice',
      'Failures are answers with a status from 400 on, and errors. A request that had both, such as a capture that failed, counts twice: Artillery does not tell which they are.',
      countedTwice,
    );
  }
  emit.transactions(transactions);
  emit.metrics(metrics);
  return sendReport(emit, report, {
    firstInstantUs,
    lastInstantUs,
    clockTickMs: CLOCK_TICK_MS,
    warnings: warnings.list(),
    properties: {
      generation: String(aggregate.generation),
      periods: String(intermediate.length),
      ...properties,
    },
  });
}
