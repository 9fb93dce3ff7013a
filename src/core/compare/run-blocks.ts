import { numberColumn, type NumericArray } from '#shared/contract/columns.ts';
import type { TimeSpan } from '#shared/model/filter.ts';
import type { Database } from '../db/database.ts';
import { hasColumn, selectSamples, type RunTables } from '../latency/selection.ts';
import { SUB_BLOCKS } from '../statistics/block-selection.ts';
import { LATENCY_BINS, type BlockCells } from '../statistics/log-histogram.ts';

/** The samples of one transaction within a window, counted by stretches of time of equal length. */
export interface TransactionBlocks {
  /** Response times of successful samples, by sub-block and bin of {@link LATENCY_BINS}. */
  readonly cells: BlockCells;
  /** Samples in all. */
  readonly count: number;
  /** All samples and the failures among them, per sub-block. */
  readonly samples: Float64Array;
  readonly failures: Float64Array;
}

/** Codes beside those of bins: failed samples, and successful ones whose time is not known. */
const FAILED = 8190;
const UNTIMED = 8191;
const CODES = 8192;

/**
 * Counts a window of a run by transaction, sub-block and bin of response time, in one pass over its samples. All that the
 * intervals need is computed from these counts; rows stay in the database.
 * @param withTimes without them, cells stay empty: only samples and failures are counted
 * @returns empty for a run without time stamps
 */
export async function readRunBlocks(
  database: Database,
  tables: RunTables,
  window: TimeSpan,
  withTimes: boolean,
  signal: AbortSignal,
): Promise<Map<number, TransactionBlocks>> {
  const { run } = tables;
  if (run.startedAtUs === null || window.toMs <= window.fromMs || !hasColumn(tables, 'started_at'))
    return new Map();
  const samples = selectSamples(
    tables,
    { runId: run.id, time: window, transactions: null, outcome: 'all', latency: null, conditions: [] },
    ['transaction_id', 'started_at', 'elapsed_ms', 'ok'],
    { kinds: 'all' },
  );
  const table = await database.query(
    `SELECT transaction_id, ${codeSql(run.startedAtUs, window, withTimes)} AS code, count(*)::UINTEGER AS n
     FROM ${samples} GROUP BY transaction_id, code ORDER BY transaction_id, code`,
    [],
    { signal },
  );
  const [transaction, code, n] = ['transaction_id', 'code', 'n'].map(
    (name) => numberColumn(table, name).values,
  );
  const out = new Map<number, TransactionBlocks>();
  let from = 0;
  for (let row = 1; row <= table.rowCount; row++) {
    if (row < table.rowCount && transaction![row] === transaction![from]) continue;
    out.set(transaction![from]!, new CodedBlocks(code!.subarray(from, row), n!.subarray(from, row)));
    from = row;
  }
  return out;
}

/** SQL: sub-block and bin in one number, so that counting has one key less. */
function codeSql(startUs: number, { fromMs, toMs }: TimeSpan, withTimes: boolean): string {
  const from = Math.round(startUs + fromMs * 1000);
  // Whole numbers: dividing those is what the database is fastest at, and the window's end falls into the last one.
  const widthUs = Math.ceil(((toMs - fromMs) * 1000) / SUB_BLOCKS);
  const { perE, one, count } = LATENCY_BINS;
  const lowest = LATENCY_BINS.valueAt(1, 0);
  const bin = `least(floor(ln(elapsed_ms) * ${double(perE)})::INTEGER + ${one}, ${count - 1})`;
  const subBlock = `((epoch_us(started_at) - ${from}) // ${widthUs})::INTEGER`;
  if (!withTimes) return `(${subBlock} * ${CODES} + CASE WHEN NOT ok THEN ${FAILED} ELSE ${UNTIMED} END)`;
  return `(${subBlock} * ${CODES} + CASE WHEN NOT ok THEN ${FAILED}
    WHEN elapsed_ms > ${double(lowest)} THEN ${bin} WHEN elapsed_ms IS NULL THEN ${UNTIMED}
    WHEN elapsed_ms > 0 THEN 1 ELSE 0 END)`;
}

/** With an exponent, or SQL would take it for a decimal fraction. */
function double(value: number): string {
  const text = String(value);
  return text.includes('e') ? text : `${text}e0`;
}

/** Spread out when it is looked at: of a hundred thousand transactions only a few are, and all would be half a gigabyte. */
class CodedBlocks implements TransactionBlocks {
  readonly #codes: NumericArray;
  readonly #counts: NumericArray;
  readonly count: number;
  #spread: WeakRef<TransactionBlocks> | null = null;

  constructor(codes: NumericArray, counts: NumericArray) {
    this.#codes = codes;
    this.#counts = counts;
    this.count = sumOf(counts);
  }

  get cells(): BlockCells {
    return this.#blocks().cells;
  }

  get samples(): Float64Array {
    return this.#blocks().samples;
  }

  get failures(): Float64Array {
    return this.#blocks().failures;
  }

  #blocks(): TransactionBlocks {
    const known = this.#spread?.deref();
    if (known !== undefined) return known;
    const made = blocksOf(this.#codes, this.#counts);
    this.#spread = new WeakRef(made);
    return made;
  }
}

function blocksOf(codes: NumericArray, counts: NumericArray): TransactionBlocks {
  const samples = new Float64Array(SUB_BLOCKS);
  const failures = new Float64Array(SUB_BLOCKS);
  const subBlocks = new Uint8Array(codes.length);
  const bins = new Uint16Array(codes.length);
  const kept = new Uint32Array(codes.length);
  let length = 0;
  for (let i = 0; i < codes.length; i++) {
    const subBlock = Math.floor(codes[i]! / CODES);
    const bin = codes[i]! % CODES;
    samples[subBlock]! += counts[i]!;
    if (bin === FAILED) failures[subBlock]! += counts[i]!;
    else if (bin !== UNTIMED) {
      subBlocks[length] = subBlock;
      bins[length] = bin;
      kept[length] = counts[i]!;
      length += 1;
    }
  }
  return {
    count: sumOf(counts),
    cells: {
      subBlocks: subBlocks.subarray(0, length),
      bins: bins.subarray(0, length),
      counts: kept.subarray(0, length),
      length,
    },
    samples,
    failures,
  };
}

/** Several transactions as one. */
export function togetherBlocks(parts: readonly TransactionBlocks[]): TransactionBlocks {
  let length = 0;
  const samples = new Float64Array(SUB_BLOCKS);
  const failures = new Float64Array(SUB_BLOCKS);
  const codes = new Float64Array(SUB_BLOCKS * CODES);
  for (const part of parts) {
    const { cells: own, samples: all, failures: failed } = part;
    for (let i = 0; i < SUB_BLOCKS; i++) {
      samples[i]! += all[i]!;
      failures[i]! += failed[i]!;
    }
    const { subBlocks, bins, counts } = own;
    for (let i = 0; i < own.length; i++) {
      const code = subBlocks[i]! * CODES + bins[i]!;
      if (codes[code] === 0) length += 1;
      codes[code]! += counts[i]!;
    }
  }
  const cells = {
    subBlocks: new Uint8Array(length),
    bins: new Uint16Array(length),
    counts: new Float64Array(length),
    length: 0,
  };
  for (let code = 0; code < codes.length; code++) {
    if (codes[code] === 0) continue;
    cells.subBlocks[cells.length] = Math.floor(code / CODES);
    cells.bins[cells.length] = code % CODES;
    cells.counts[cells.length] = codes[code]!;
    cells.length += 1;
  }
  return { cells, count: sumOf(samples), samples, failures };
}

function sumOf(counts: NumericArray): number {
  let sum = 0;
  for (const n of counts) sum += n;
  return sum;
}
