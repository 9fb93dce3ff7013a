import { AppError, cancelledError } from '#shared/contract/errors.ts';
import type { ComparedDistributions, ComparedWindow } from '#shared/model/comparison.ts';
import type { Run } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import { ranksOf } from '../latency/quantiles.ts';
import { runTables } from '../latency/selection.ts';
import { NO_VALUES } from '../latency/value-counts.ts';
import { cliffsDelta } from '../statistics/cliffs-delta.ts';
import { hodgesLehmannShift } from '../statistics/hodges-lehmann.ts';
import { kolmogorovSmirnovDistance } from '../statistics/kolmogorov-smirnov.ts';
import { wassersteinDistance } from '../statistics/wasserstein.ts';
import { listTransactions } from '../workspace/catalog.ts';
import { windowDigest } from './compared-run.ts';
import { exactValues } from './exact-values.ts';
import { readRunBlocks, togetherBlocks } from './run-blocks.ts';
import { SHIFT_PERCENTILES, shiftFunction, type ShiftSide } from './shift-function.ts';
import { chooseWindow, type SteadyOf } from './windows.ts';

export interface DistributionSide {
  readonly run: Run;
  /** Null: all counted samples. */
  readonly transactionId: number | null;
  readonly window: ComparedWindow;
}

/**
 * How the distributions of one transaction in two runs differ (methods A2 and A7). A picture and figures to describe it,
 * never a verdict.
 * @throws {AppError} `bad-request` for a report, `not-found` for a transaction of another run, `cancelled`
 */
export async function compareDistributions(
  database: Database,
  baseline: DistributionSide,
  candidate: DistributionSide,
  { margin, steadyOf }: { readonly margin: number; readonly steadyOf: SteadyOf },
  signal: AbortSignal,
): Promise<ComparedDistributions> {
  const a = await readSide(database, baseline, steadyOf, signal);
  const b = await readSide(database, candidate, steadyOf, signal);
  const figures = [];
  for (const figure of [hodgesLehmannShift, cliffsDelta, kolmogorovSmirnovDistance, wassersteinDistance]) {
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (signal.aborted) throw cancelledError('The comparison');
    figures.push(figure(a.values, b.values));
  }
  const [hodgesLehmannMs, delta, ksDistance, wassersteinMs] = figures;
  return {
    shift: shiftFunction(a, b, margin, `${a.seed}|${b.seed}`),
    hodgesLehmannMs: hodgesLehmannMs!,
    cliffsDelta: delta!,
    ksDistance: ksDistance!,
    wassersteinMs: wassersteinMs!,
  };
}

async function readSide(
  database: Database,
  { run, transactionId, window: wanted }: DistributionSide,
  steadyOf: SteadyOf,
  signal: AbortSignal,
): Promise<ShiftSide & { readonly seed: string }> {
  if (run.granularity === 'aggregated') {
    throw new AppError(
      'bad-request',
      `${run.name} is a report: it has no samples whose distribution could be compared.`,
      {
        hint: 'Open the results that the report was made from.',
      },
    );
  }
  const transactions = await listTransactions(database, run.id);
  if (transactionId !== null && !transactions.some(({ id }) => id === transactionId)) {
    throw new AppError('not-found', `${run.name} has no transaction ${transactionId}.`, {
      hint: 'Choose a transaction of this run.',
    });
  }
  const chosen = new Set(
    transactionId === null
      ? transactions.filter(({ kind }) => kind === run.countedKind).map(({ id }) => id)
      : [transactionId],
  );
  const tables = await runTables(database, run);
  const window = await chooseWindow(run, wanted, steadyOf, signal);
  const { overall } = await exactValues(
    database,
    tables,
    {
      filter: { time: run.startedAtUs === null ? null : window.span, transactions: [...chosen] },
      counted: chosen,
      transactions: chosen.size,
      ranks: (count) => SHIFT_PERCENTILES.flatMap((percentile) => ranksOf(count, percentile)),
    },
    signal,
  );
  const blocks = await readRunBlocks(database, tables, window.span, true, signal);
  const { cells } = togetherBlocks([...blocks].flatMap(([id, part]) => (chosen.has(id) ? [part] : [])));
  const label = transactions.find(({ id }) => id === transactionId)?.label ?? null;
  return {
    seed: `${await windowDigest(database, run, window)}|${JSON.stringify(label)}`,
    values: overall.count === 0 ? NO_VALUES : overall,
    cells,
    windowMs: window.span.toMs - window.span.fromMs,
    clockTickMs: run.clockTickMs,
  };
}
