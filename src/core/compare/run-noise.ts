import type { Run } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import { percentileOf, ranksOf } from '../latency/quantiles.ts';
import { runTables } from '../latency/selection.ts';
import { sampleVariance } from '../statistics/welch-t.ts';
import { listTransactions } from '../workspace/catalog.ts';
import { exactValues } from './exact-values.ts';
import type { RunNoise } from './side-estimate.ts';
import { chooseWindow, type SteadyOf } from './windows.ts';

/** Method A5: how much runs of one script differ without any change, from the history in the workspace. */

/** Fewer runs do not tell. */
export const MIN_HISTORY = 5;
/** More are not read: what lies further back says less about the present. */
const MAX_HISTORY = 20;
const MAX_LABEL_DISTANCE = 0.1;
const MAX_LOAD_DIFFERENCE = 0.2;

/** Noise of a percentile by label (null: all requests together). */
export type HistoryNoise = (label: string | null, percentile: number) => RunNoise | null;

/**
 * Runs of the same script and load that started before the candidate, newest last: the same tool, (nearly) the same labels,
 * a like rate. The baseline is one of them.
 */
export async function historyOf(
  database: Database,
  runs: readonly Run[],
  baseline: Run,
  candidates: readonly Run[],
): Promise<Run[]> {
  const notAfter = Math.min(...candidates.map(({ startedAtUs }) => startedAtUs ?? -Infinity));
  const excluded = new Set(candidates.map(({ id }) => id));
  const own = await labelsOf(database, baseline);
  const rate = rateOf(baseline);
  const history: Run[] = [];
  for (const run of runs) {
    if (excluded.has(run.id) || run.granularity !== 'samples' || run.tool !== baseline.tool) continue;
    if (run.startedAtUs === null || run.startedAtUs >= notAfter) continue;
    if (Math.abs(rateOf(run) / rate - 1) > MAX_LOAD_DIFFERENCE) continue;
    if (distance(own, await labelsOf(database, run)) <= MAX_LABEL_DISTANCE) history.push(run);
  }
  return history.sort((a, b) => a.startedAtUs! - b.startedAtUs!).slice(-MAX_HISTORY);
}

export async function historyNoise(
  database: Database,
  history: readonly Run[],
  percentiles: readonly number[],
  steadyOf: SteadyOf,
  signal: AbortSignal,
): Promise<HistoryNoise> {
  const logs = new Map<string, number[]>();
  if (history.length >= MIN_HISTORY) {
    for (const run of history) {
      for (const [key, value] of await figuresOf(database, run, percentiles, steadyOf, signal)) {
        if (value > 0) logs.set(key, [...(logs.get(key) ?? []), Math.log(value)]);
      }
    }
  }
  return (label, percentile) => {
    const known = logs.get(keyOf(label, percentile)) ?? [];
    if (known.length < MIN_HISTORY) return null;
    return { sd: Math.sqrt(sampleVariance(known)), df: known.length - 1 };
  };
}

async function figuresOf(
  database: Database,
  run: Run,
  percentiles: readonly number[],
  steadyOf: SteadyOf,
  signal: AbortSignal,
): Promise<Map<string, number>> {
  const [tables, transactions, window] = await Promise.all([
    runTables(database, run),
    listTransactions(database, run.id),
    chooseWindow(run, 'steady', steadyOf, signal),
  ]);
  const counted = new Set(transactions.filter(({ kind }) => kind === run.countedKind).map(({ id }) => id));
  const { byTransaction, overall } = await exactValues(
    database,
    tables,
    {
      filter: { time: window.span, transactions: null },
      counted,
      transactions: transactions.length,
      ranks: (count) => percentiles.flatMap((percentile) => ranksOf(count, percentile)),
    },
    signal,
  );
  const out = new Map<string, number>();
  for (const percentile of percentiles) {
    const all = percentileOf(overall, percentile);
    if (all !== null) out.set(keyOf(null, percentile), all);
    for (const { id, label } of transactions) {
      const values = byTransaction.get(id);
      const value = values === undefined ? null : percentileOf(values, percentile);
      if (value !== null) out.set(keyOf(label, percentile), value);
    }
  }
  return out;
}

function keyOf(label: string | null, percentile: number): string {
  return JSON.stringify([label, percentile]);
}

async function labelsOf(database: Database, run: Run): Promise<Set<string>> {
  return new Set((await listTransactions(database, run.id)).map(({ label }) => label));
}

/** Share of labels that only one of both has. */
function distance(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const both = [...a].filter((label) => b.has(label)).length;
  const all = a.size + b.size - both;
  return all === 0 ? 0 : 1 - both / all;
}

function rateOf({ samples, durationMs }: Run): number {
  return samples / durationMs;
}
