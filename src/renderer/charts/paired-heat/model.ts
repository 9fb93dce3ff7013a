import { numberColumn } from '#shared/contract/columns.ts';
import { bucketValueMs } from '#shared/model/latency-buckets.ts';
import type { LatencyCube } from '#shared/model/latency.ts';
import { latencyRows, rowAt, type LatencyRows } from '../latency-rows.ts';

/** Successful samples of one side by elapsed time and response time. */
export interface HeatSide {
  readonly cube: LatencyCube;
  /** Transaction of that run; null: all counted samples. */
  readonly transactionId: number | null;
  readonly durationMs: number;
}

/** Both sides on one grid. Rates, because columns of the one may hold more bins than those of the other. */
export interface PairedHeat {
  readonly rows: LatencyRows;
  readonly clockTickMs: number;
  readonly columnMs: number;
  readonly columnCount: number;
  /** Samples per second, column after column, rows from fast to slow. */
  readonly baseline: Float64Array;
  readonly candidate: Float64Array;
  /** Highest rate of a cell on either side, and largest difference of two cells. */
  readonly most: number;
  readonly mostDifference: number;
  readonly durationMs: number;
}

/** At three or four pixels each, three pictures fit beside each other. */
const MAX_COLUMNS = 90;

/** @returns null where a cube does not know the transaction by itself, or no side has samples */
export function pairedHeat(a: HeatSide, b: HeatSide, clockTickMs: number): PairedHeat | null {
  const cells = [sideCells(a), sideCells(b)] as const;
  if (cells[0] === null || cells[1] === null) return null;
  // Rows of the coarser cube: finer ones would leave stripes in it that nobody measured.
  const coarse = a.cube.scheme.tickMs >= b.cube.scheme.tickMs ? a.cube.scheme : b.cube.scheme;
  const valuesMs = [...cells[0], ...cells[1]].map((cell) => cell.valueMs);
  if (valuesMs.length === 0) return null;
  const low = valuesMs.reduce((least, value) => Math.min(least, value));
  const high = valuesMs.reduce((most, value) => Math.max(most, value));
  const rows = latencyRows(
    coarse,
    clockTickMs,
    'log',
    bucketBelow(coarse, low),
    bucketBelow(coarse, high) + 1,
  );
  const durationMs = Math.max(a.durationMs, b.durationMs, 1);
  // Whole bins of the wider cube, so that its columns hold equally many.
  const binMs = Math.max(a.cube.binMs, b.cube.binMs);
  const columnMs = Math.max(1, Math.ceil(durationMs / MAX_COLUMNS / binMs)) * binMs;
  const columnCount = Math.max(1, Math.ceil(durationMs / columnMs));
  const rowCount = rows.edgesMs.length - 1;
  const [baseline, candidate] = cells.map((side) => {
    const rates = new Float64Array(columnCount * rowCount);
    for (const { atMs, valueMs, samples } of side ?? []) {
      const column = Math.min(columnCount - 1, Math.floor(atMs / columnMs));
      rates[column * rowCount + rowAt(rows, valueMs)]! += (samples / columnMs) * 1000;
    }
    return rates;
  }) as [Float64Array, Float64Array];
  let most = 0;
  let mostDifference = 0;
  baseline.forEach((rate, cell) => {
    const other = candidate[cell]!;
    most = Math.max(most, rate, other);
    mostDifference = Math.max(mostDifference, Math.abs(other - rate));
  });
  return { rows, clockTickMs, columnMs, columnCount, baseline, candidate, most, mostDifference, durationMs };
}

interface HeatCell {
  /** Middle of the bin. */
  readonly atMs: number;
  readonly valueMs: number;
  readonly samples: number;
}

function sideCells({ cube, transactionId }: HeatSide): readonly HeatCell[] | null {
  const index = transactionId === null ? -1 : cube.transactionIds.indexOf(transactionId);
  if (transactionId !== null && index < 0) return null;
  const { cells } = cube;
  if (cells.rowCount === 0) return [];
  const [bin, transaction, failed, bucket, samples] = [
    'bin',
    'transaction',
    'failed',
    'bucket',
    'samples',
  ].map((name) => numberColumn(cells, name).values);
  const others = cube.transactionIds.length;
  const wanted = (of: number): boolean =>
    index >= 0 ? of === index : of === others || cube.counted[of] === true;
  const found: HeatCell[] = [];
  for (let row = 0; row < cells.rowCount; row++) {
    if (failed![row] !== 0 || !wanted(transaction![row]!)) continue;
    found.push({
      atMs: (bin![row]! + 0.5) * cube.binMs,
      valueMs: bucketValueMs(cube.scheme, bucket![row]!),
      samples: samples![row]!,
    });
  }
  return found;
}

function bucketBelow(scheme: LatencyCube['scheme'], valueMs: number): number {
  let low = 0;
  let high = scheme.count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (bucketValueMs(scheme, middle) <= valueMs) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Cells of a column are neighbours. */
export function cellOf({ rows }: Pick<PairedHeat, 'rows'>, column: number, row: number): number {
  return column * (rows.edgesMs.length - 1) + row;
}
