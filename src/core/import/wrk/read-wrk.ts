import { AppError } from '#shared/contract/errors.ts';
import type { NewAggregate, NewReportedError } from '../aggregates.ts';
import type { DocumentReport } from '../document-reader.ts';
import { MAX_TEXT_BYTES, type ImportEmitter, type NewTransaction } from '../importer.ts';
import { sendReport } from '../reports/document-report.ts';
import { decodeReport } from '../reports/report-text.ts';
import { readLines } from '../reports/text-report.ts';
import { WarningLog } from '../warning-log.ts';
import { WrkRun } from './wrk-run.ts';

export const RUN_START = /^Running (?<duration>\S+) test @ (?<url>.+)$/u;

/** wrk times in microseconds. */
const CLOCK_TICK_MS = 1e-3;

/**
 * Reads what wrk or wrk2 printed. One run has figures of all requests; of several runs in one file each becomes a
 * transaction, named by its address: their figures cannot be put together.
 *
 * @throws {AppError} `file-damaged`
 */
export function readWrk(bytes: Uint8Array, emit: ImportEmitter): DocumentReport {
  const { text, encoding } = decodeReport(bytes);
  const begun: WrkRun[] = [];
  const rejects = readLines(text, (line) => {
    const start = RUN_START.exec(line)?.groups;
    if (start === undefined) return begun.at(-1)?.read(line) ?? null;
    begun.push(new WrkRun(start['url']!.slice(0, MAX_TEXT_BYTES / 4), start['duration']!));
    return null;
  });
  const runs = begun.filter((run) => !run.isEmpty);
  if (runs.length === 0) {
    throw new AppError('file-damaged', 'There are no figures of wrk in the file.', {
      hint: 'wrk prints them at the end of a run; it may have been stopped before.',
      place:
        rejects.kept[0] === undefined
          ? { line: 1, byte: 0 }
          : { line: rejects.kept[0].line, byte: rejects.kept[0].byte },
    });
  }
  const transactions = runs.length === 1 ? [] : transactionsOf(runs);
  emit.transactions(transactions);
  const aggregates: NewAggregate[] = [];
  const errors: NewReportedError[] = [];
  runs.forEach((run, i) => {
    const transaction = transactions[i]?.localId ?? null;
    aggregates.push({ transaction, interval: null, figures: run.figures() });
    errors.push(...run.errors(transaction));
  });
  return sendReport(
    emit,
    { aggregates, errors },
    {
      rejectedRows: rejects.count,
      rejects: rejects.kept,
      clockTickMs: CLOCK_TICK_MS,
      warnings: warningsOf(runs, begun.length - runs.length),
      properties:
        runs.length === 1 ? { ...propertiesOf(runs[0]!), encoding } : { runs: String(runs.length), encoding },
    },
  );
}

/** Runs of the same address are told apart by their number. */
function transactionsOf(runs: readonly WrkRun[]): NewTransaction[] {
  const seen = new Map<string, number>();
  return runs.map(({ url }, localId) => {
    const times = (seen.get(url) ?? 0) + 1;
    seen.set(url, times);
    return { localId, name: times === 1 ? url : `${url} (run ${times})`, kind: 'request', method: null };
  });
}

function warningsOf(runs: readonly WrkRun[], withoutFigures: number): DocumentReport['warnings'] {
  const warnings = new WarningLog();
  warnings.add('rounded-figures', 'wrk prints two decimals of a unit: times and bytes are rounded to that.');
  if (runs.length > 1) {
    warnings.add(
      'several-runs',
      'The file has several runs of wrk, one after the other. Each is a transaction here; they have no figures in common.',
      runs.length,
    );
  }
  if (withoutFigures > 0)
    warnings.add('runs-without-figures', 'Runs were begun, but have no figures.', withoutFigures);
  for (const run of runs) {
    const socketErrors = run.socketErrors.reduce((sum, [, count]) => sum + count, 0);
    if (socketErrors > 0) {
      warnings.add(
        'socket-errors',
        'Socket errors are listed as errors; wrk does not count them as requests, so they are not among the failures.',
        socketErrors,
      );
    }
    if (run.hasUncorrected) {
      warnings.add(
        'uncorrected-latency',
        'The second table, of latencies that leave delayed starts out of account, was left out.',
      );
    }
    if (!run.isWhole)
      warnings.add('cut-off', 'The end of a run is missing: figures that stand there are not known.');
  }
  return warnings.list();
}

function propertiesOf(run: WrkRun): Record<string, string> {
  const named = {
    'written by': run.isWrk2 ? 'wrk2' : null,
    url: run.url,
    'planned duration': run.plannedDuration,
    duration: run.duration,
    threads: run.threads,
    connections: run.connections,
    'requests per second of a thread (mean, deviation, highest)': run.requestsPerThread,
    'transfer per second': run.transferPerSec,
  };
  return Object.fromEntries(
    Object.entries(named).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]])),
  );
}
