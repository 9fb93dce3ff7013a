import { numberColumn } from '#shared/contract/columns.ts';
import type { SampleFilter } from '#shared/model/filter.ts';
import type { Database } from '../db/database.ts';
import { selectSamples, type RunTables } from './selection.ts';
import { selectedValues, worthSelecting } from './selected-values.ts';
import { NO_VALUES, valueAtRank, ValueCountsBuilder, type ValueCounts } from './value-counts.ts';

/** The slowest samples of a selection: those that took at least `thresholdMs`. */
export interface Tail {
  /** Null: no sample has a response time. */
  readonly thresholdMs: number | null;
  readonly tailSamples: number;
  /** Those that have a response time. */
  readonly samples: number;
}

/** The fewest slowest samples that are at least `share` of all; equal times are never torn apart. */
export async function tailOf(
  database: Database,
  tables: RunTables,
  filter: SampleFilter,
  share: number,
  signal: AbortSignal,
): Promise<Tail> {
  // A share such as 0.07 is no binary fraction: seven of a hundred must not become eight.
  const rankOf = (count: number): number => count - Math.max(1, Math.ceil(share * count * (1 - 1e-12)));
  const sample = await readCounts(database, tables, filter, rankOf, signal);
  if (sample.count === 0) return { thresholdMs: null, tailSamples: 0, samples: 0 };
  const thresholdMs = valueAtRank(sample, rankOf(sample.count));
  const at = sample.values.indexOf(thresholdMs);
  const below = at === 0 ? 0 : sample.cumulative[at - 1]!;
  return { thresholdMs, tailSamples: sample.count - below, samples: sample.count };
}

async function readCounts(
  database: Database,
  tables: RunTables,
  filter: SampleFilter,
  rankOf: (count: number) => number,
  signal: AbortSignal,
): Promise<ValueCounts> {
  const samples = selectSamples(tables, filter, ['elapsed_ms', 'ok'], { kinds: 'counted' });
  if (!tables.wholeMs && worthSelecting(tables.run.samples, 1)) {
    const ranks = (count: number): number[] => (count === 0 ? [] : [rankOf(count)]);
    const source = { samples, group: '0', groups: 1 };
    const byGroup = await selectedValues(database, source, () => [{ groups: [0], ranks }], signal);
    return byGroup.get(0) ?? NO_VALUES;
  }
  const table = await database.query(
    `SELECT elapsed_ms AS value, count(*) AS n FROM ${samples} WHERE elapsed_ms IS NOT NULL GROUP BY 1 ORDER BY 1`,
    [],
    { signal },
  );
  const [value, n] = ['value', 'n'].map((name) => numberColumn(table, name).values);
  const builder = new ValueCountsBuilder();
  for (let row = 0; row < table.rowCount; row++) builder.add(value![row]!, n![row]!, 0);
  return builder.finish();
}
