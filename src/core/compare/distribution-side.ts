import { AppError } from '#shared/contract/errors.ts';
import type { ComparedWindow } from '#shared/model/comparison.ts';
import type { SampleFilter } from '#shared/model/filter.ts';
import type { Run } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import { readSamplesAt } from '../latency/curve.ts';
import { hasColumn, runTables, selectSamples, type RunTables } from '../latency/selection.ts';
import type { ValueCounts } from '../latency/value-counts.ts';
import { SUB_BLOCKS } from '../statistics/block-selection.ts';
import { listTransactions } from '../workspace/catalog.ts';
import { windowDigest } from './compared-run.ts';
import { readRunBlocks, togetherBlocks, type TransactionBlocks } from './run-blocks.ts';
import type { ShiftSide } from './shift-function.ts';
import { chooseWindow, type ChosenWindow, type SteadyOf } from './windows.ts';

interface DistributionRun {
  readonly run: Run;
  /** Null: all counted samples. */
  readonly transactionId: number | null;
  readonly window: ComparedWindow;
}

/** One run, or several whose samples are taken together. */
export type DistributionSide = readonly [DistributionRun, ...DistributionRun[]];

/** One run of a side, its tables, and the transactions whose samples are taken. */
interface RunPart {
  readonly run: Run;
  readonly tables: RunTables;
  readonly window: ChosenWindow;
  readonly chosen: ReadonlySet<number>;
  readonly label: string | null;
}

/**
 * Runs of a side with the transaction of that label; those that do not have it are left out, as the verdicts do.
 * @throws {AppError} `not-found` where no run has it
 */
export async function sideByLabel(
  database: Database,
  runs: readonly Omit<DistributionRun, 'transactionId'>[],
  label: string | null,
): Promise<DistributionSide> {
  const found: DistributionRun[] = [];
  for (const { run, window } of runs) {
    if (label === null) {
      found.push({ run, window, transactionId: null });
      continue;
    }
    const named = (await listTransactions(database, run.id)).filter((one) => one.label === label);
    const transaction = named.find(({ kind }) => kind === run.countedKind) ?? named[0];
    if (transaction !== undefined) found.push({ run, window, transactionId: transaction.id });
  }
  const [first, ...rest] = found;
  if (first !== undefined) return [first, ...rest];
  throw new AppError('not-found', `No run of this side has a transaction “${label ?? ''}”.`, {
    hint: 'Choose a transaction that both sides have.',
  });
}

/**
 * Response times of the successful samples of a side, exact at the ranks that are asked for.
 * @throws {AppError} `bad-request` for a report, `not-found` for a transaction of another run, `cancelled`
 */
export async function sideValues(
  database: Database,
  side: DistributionSide,
  ranks: (count: number) => readonly number[],
  steadyOf: SteadyOf,
  signal: AbortSignal,
): Promise<ValueCounts> {
  return valuesOf(database, await partsOf(database, side, steadyOf, signal), ranks, signal);
}

/**
 * All that the shift function needs of a side. Several runs stand one after the other, as if they were one long test: what
 * they differ by is then seen as a dependence of neighbouring blocks, and makes the intervals wider.
 * @throws as {@link sideValues}
 */
export async function shiftSide(
  database: Database,
  side: DistributionSide,
  ranks: (count: number) => readonly number[],
  steadyOf: SteadyOf,
  signal: AbortSignal,
): Promise<ShiftSide & { readonly seed: string }> {
  const parts = await partsOf(database, side, steadyOf, signal);
  const values = await valuesOf(database, parts, ranks, signal);
  const digests: string[] = [];
  const blocks: TransactionBlocks[] = [];
  for (const [index, { run, tables, window, chosen }] of parts.entries()) {
    digests.push(await windowDigest(database, run, window));
    const read = await readRunBlocks(database, tables, window.span, true, signal);
    for (const [id, part] of read) if (chosen.has(id)) blocks.push(inLongTest(part, index, parts.length));
  }
  return {
    seed: `${digests.join('+')}|${JSON.stringify(parts[0]?.label ?? null)}`,
    values,
    cells: togetherBlocks(blocks).cells,
    windowMs: parts.reduce((sum, { window: { span } }) => sum + span.toMs - span.fromMs, 0),
    clockTickMs: Math.max(...parts.map(({ run }) => run.clockTickMs)),
  };
}

/** Sub-blocks of the one of `of` runs that comes at `index`, as parts of all of them in a row. */
function inLongTest(part: TransactionBlocks, index: number, of: number): TransactionBlocks {
  if (of === 1) return part;
  const place = (subBlock: number): number => Math.floor((index * SUB_BLOCKS + subBlock) / of);
  const moved = (counts: Float64Array): Float64Array => {
    const out = new Float64Array(SUB_BLOCKS);
    counts.forEach((count, subBlock) => {
      out[place(subBlock)]! += count;
    });
    return out;
  };
  const { length } = part.cells;
  const subBlocks = Uint8Array.from({ length }, (_, i) => place(part.cells.subBlocks[i]!));
  return {
    cells: { ...part.cells, subBlocks },
    count: part.count,
    samples: moved(part.samples),
    failures: moved(part.failures),
  };
}

async function partsOf(
  database: Database,
  side: DistributionSide,
  steadyOf: SteadyOf,
  signal: AbortSignal,
): Promise<RunPart[]> {
  const parts: RunPart[] = [];
  for (const { run, transactionId, window } of side) {
    if (run.granularity === 'aggregated') {
      throw new AppError(
        'bad-request',
        `${run.name} is a report: it has no samples whose distribution could be compared.`,
        { hint: 'Open the results that the report was made from.' },
      );
    }
    const transactions = await listTransactions(database, run.id);
    const own = transactions.find(({ id }) => id === transactionId);
    if (transactionId !== null && own === undefined) {
      throw new AppError('not-found', `${run.name} has no transaction ${transactionId}.`, {
        hint: 'Choose a transaction of this run.',
      });
    }
    const counted = transactions.filter(({ kind }) => kind === run.countedKind);
    parts.push({
      run,
      tables: await runTables(database, run),
      window: await chooseWindow(run, window, steadyOf, signal),
      chosen: new Set((own === undefined ? counted : [own]).map(({ id }) => id)),
      label: own?.label ?? null,
    });
  }
  return parts;
}

function valuesOf(
  database: Database,
  parts: readonly RunPart[],
  ranks: (count: number) => readonly number[],
  signal: AbortSignal,
): Promise<ValueCounts> {
  const selections = parts.map(({ run, tables, window, chosen }) => {
    const filter: SampleFilter = {
      runId: run.id,
      time: run.startedAtUs === null ? null : window.span,
      transactions: [...chosen],
      // Where the tool did not say what failed, all samples (method A1).
      outcome: hasColumn(tables, 'ok') ? 'ok' : 'all',
      latency: null,
      conditions: [],
    };
    return selectSamples(tables, filter, ['elapsed_ms', 'ok'], { kinds: 'all' });
  });
  const [first] = selections;
  const samples =
    selections.length === 1
      ? first!
      : `(${selections.map((selection) => `SELECT elapsed_ms, ok FROM ${selection}`).join(' UNION ALL ')})`;
  return readSamplesAt(
    database,
    {
      samples,
      wholeMs: parts.every(({ tables }) => tables.wholeMs),
      expected: parts.reduce((sum, { run }) => sum + run.samples, 0),
    },
    ranks,
    signal,
  );
}
