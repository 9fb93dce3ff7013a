import { numberColumn } from '#shared/contract/columns.ts';
import type { Database } from '../../db/database.ts';
import type { RunTables } from '../../latency/selection.ts';
import { ValueCountsBuilder, type ValueCounts } from '../../latency/value-counts.ts';
import { countedRows } from './counted-rows.ts';

/** Response times that the grain of the values is read from. */
const LOOKED_AT = 200_000;

/** Response times of evenly drawn samples, about {@link LOOKED_AT}. */
export async function drawValues(
  database: Database,
  tables: RunTables,
  signal: AbortSignal,
): Promise<ValueCounts> {
  const every = Math.max(1, Math.floor(tables.run.samples / LOOKED_AT));
  const table = await database.query(
    `SELECT elapsed_ms AS value, count(*) AS n FROM ${countedRows(tables, ['elapsed_ms'], { complete: true, every })}
     GROUP BY elapsed_ms ORDER BY value`,
    [],
    { signal },
  );
  const value = numberColumn(table, 'value').values;
  const n = numberColumn(table, 'n').values;
  const builder = new ValueCountsBuilder();
  for (let row = 0; row < table.rowCount; row++) builder.add(value[row]!, n[row]!, 0);
  return builder.finish();
}

/** What response times are multiples of. */
export interface Grain {
  /** Largest step of which (nearly) all values are multiples, ms; null where there are too few different values to tell. */
  readonly stepMs: number | null;
  /** Values have only so many significant digits; null: no such limit is seen. */
  readonly significantDigits: number | null;
  readonly distinct: number;
  readonly looked: number;
}

const STEPS_MS: readonly number[] = [60_000, 10_000, 1000, 500, 100, 50, 15.625, 10, 5];
/** Fewer different values can all be multiples of something by chance. */
const MIN_DISTINCT = 5;
const MIN_SAMPLES = 50;

/** Reads the grain from values: a file does not say when its tool has rounded. */
export function grainOf(sample: ValueCounts, clockTickMs: number): Grain {
  const above = valuesFrom(sample, 0);
  return {
    stepMs: stepOf(sample, clockTickMs),
    significantDigits: above.length === 0 ? null : significantDigits(sample),
    distinct: sample.values.length,
    looked: sample.count,
  };
}

function stepOf(sample: ValueCounts, clockTickMs: number): number | null {
  const positive = valuesFrom(sample, Number.MIN_VALUE);
  if (positive.length < MIN_DISTINCT || sample.count < MIN_SAMPLES) return null;
  for (const step of STEPS_MS) {
    if (step <= clockTickMs) break;
    // Windows' timer of 64 Hz is cut to whole milliseconds when it is written.
    const slack = step === 15.625 ? Math.max(clockTickMs, 1e-9) : step * 1e-9;
    if (positive.every((value) => distanceTo(step, value) <= slack)) return step;
  }
  return clockTickMs;
}

function distanceTo(step: number, value: number): number {
  return Math.abs(value - Math.round(value / step) * step);
}

/**
 * One or two: every value from 100 ms on is a multiple of 10 ms, from 1 s on of 100 ms, and so on (two); or every value from
 * 10 ms on of 10 ms, from 100 ms on of 100 ms (one). By chance, a value of three digits is in a tenth of all cases.
 */
function significantDigits(sample: ValueCounts): number | null {
  for (const digits of [1, 2]) {
    const from = 10 ** digits;
    const tested = valuesFrom(sample, from);
    if (tested.length < MIN_DISTINCT || below(sample, from) === sample.count) continue;
    // Times that are all multiples of one step are a coarse clock, unless values below the step exist as well.
    const finer = sample.values.some((value) => value > 0 && value < from && value % 10 !== 0);
    const wide = tested.some((value) => value >= from * 10);
    if ((finer || wide) && tested.every((value) => hasDigits(value, digits))) return digits;
  }
  return null;
}

function hasDigits(value: number, digits: number): boolean {
  const step = 10 ** (Math.floor(Math.log10(value) + 1e-12) - digits + 1);
  return distanceTo(step, value) <= step * 1e-9;
}

function valuesFrom({ values }: ValueCounts, fromMs: number): Float64Array {
  const first = values.findIndex((value) => value >= fromMs);
  return first < 0 ? values.subarray(0, 0) : values.subarray(first);
}

function below(sample: ValueCounts, limit: number): number {
  const first = sample.values.findIndex((value) => value >= limit);
  if (first < 0) return sample.count;
  return first === 0 ? 0 : sample.cumulative[first - 1]!;
}
