import { numberAt, numberColumn, textAt, textColumn } from '#shared/contract/columns.ts';
import { SOURCE_FIELD } from '#shared/model/condition-fields.ts';
import type { TailReport, TailRow } from '#shared/model/drill-down.ts';
import type { SampleFilter } from '#shared/model/filter.ts';
import type { Run } from '#shared/model/run.ts';
import { selectedMs } from '#shared/model/time-spans.ts';
import type { Database } from '../db/database.ts';
import { numberLiteral } from '../db/literals.ts';
import { fieldOf } from './conditions.ts';
import { fieldNames, sourcesWith } from './fields.ts';
import { liftOf, MIN_BLOCKS, saysNothing, type LiftCounts } from './lift.ts';
import { selectedUsSql } from './selected-time.ts';
import { runTables, selectSamples, type RunTables, type SelectedColumn } from './selection.ts';
import { tailOf, type Tail } from './tail-threshold.ts';

/** Stretches of time that the interval of a lift is taken over. */
const BLOCKS = 30;
/** A value is left out where fewer samples of the tail have it, and fewer than that would be expected to. */
const MIN_SAMPLES = 5;

export interface TailRequest {
  readonly share: number;
  readonly limit: number;
  /** `places`: only what says where a sample was made or served (thread, source, tags). */
  readonly fields?: 'all' | 'places' | undefined;
}

/** Fields that say what a sample was, not where. */
const NO_PLACES: ReadonlySet<string> = new Set(['code', 'failure', 'method']);

/**
 * What the slowest `share` of a selection has more of than the rest: see {@link TailReport} and `liftOf`. Of each field at
 * most `limit` values are listed, those that stand out most.
 */
export async function tailReport(
  database: Database,
  run: Run,
  filter: SampleFilter,
  { share, limit, fields = 'all' }: TailRequest,
  signal: AbortSignal,
): Promise<TailReport> {
  const tables = await runTables(database, run);
  const chosen = await groupings(database, tables, fields, signal);
  const tail = await tailOf(database, tables, filter, share, signal);
  const { thresholdMs, tailSamples, samples } = tail;
  // Where all are equally slow there is no tail to be compared.
  if (thresholdMs === null || tailSamples === samples || chosen.length === 0)
    return { thresholdMs, tailSamples, samples, rows: [] };
  const inTail = `elapsed_ms >= ${numberLiteral(thresholdMs)}`;
  const blocks = blockSql(run, filter);
  const totals = await readBlocks(database, tables, filter, inTail, blocks, signal);
  const rows: TailRow[] = [];
  for (const groups of chosen) {
    const question = { database, tables, filter, tail, inTail, limit, blocks, totals };
    rows.push(...(await tailRows(question, groups, signal)));
  }
  return { thresholdMs, tailSamples, samples, rows: rows.sort(byLift) };
}

function byLift(a: TailRow, b: TailRow): number {
  return Number(saysNothing(a)) - Number(saysNothing(b)) || b.lift - a.lift;
}

/** Samples put into groups, each with a name. */
interface Grouping {
  readonly field: string;
  readonly columns: readonly SelectedColumn[];
  /** SQL over the columns; NULL is no group where there are `values`, and else left out. */
  readonly id: string;
  /** Query with `id` and `value`; several ids may have one value. */
  readonly values: string | null;
  /** What choosing a group means besides its value. */
  readonly key: 'id' | 'milliseconds' | null;
  /** A group that lies in one stretch of time cannot be compared between them. */
  readonly inTime: boolean;
}

async function groupings(
  database: Database,
  tables: RunTables,
  wanted: 'all' | 'places',
  signal: AbortSignal,
): Promise<readonly Grouping[]> {
  const fields = await fieldNames(database, tables, signal);
  if (wanted === 'all') return allGroupings(tables, fields);
  const places = fields.filter((field) => !NO_PLACES.has(field));
  return allGroupings(tables, places).filter(({ field }) => places.includes(field));
}

function allGroupings(tables: RunTables, fields: readonly string[]): readonly Grouping[] {
  const { run } = tables;
  return [
    {
      field: 'transaction',
      columns: ['transaction_id'],
      id: 'transaction_id',
      values: `SELECT id, label AS value FROM transactions WHERE run_id = ${run.id}`,
      key: 'id',
      inTime: false,
    },
    ...fields.flatMap((field): readonly Grouping[] => {
      if (field === SOURCE_FIELD) {
        const values = `SELECT id, name AS value FROM sources WHERE run_id = ${run.id}`;
        return [{ field, columns: [], id: 'source_id', values, key: null, inTime: false }];
      }
      const { needs, mayUse, id, values } = fieldOf(field, run.id);
      const own = sourcesWith(tables, { needs, mayUse, id, values });
      if (own.length === 0) return [];
      const columns = [...needs, ...mayUse];
      return [{ field, columns, id: id(() => true), values: values(own), key: null, inTime: false }];
    }),
    ...(run.startedAtUs === null
      ? []
      : [
          {
            field: 'second',
            columns: ['started_at'] as const,
            id: `(epoch_us(started_at) - ${run.startedAtUs}) // 1000000`,
            values: null,
            key: 'milliseconds' as const,
            inTime: true,
          },
        ]),
  ];
}

interface Question {
  readonly database: Database;
  readonly tables: RunTables;
  readonly filter: SampleFilter;
  readonly tail: Tail;
  /** SQL condition. */
  readonly inTail: string;
  readonly limit: number;
  readonly blocks: string;
  readonly totals: ReadonlyMap<number, BlockTotals>;
}

/** The most telling groups of one grouping. */
async function tailRows(
  { database, tables, filter, tail, inTail, limit, blocks, totals }: Question,
  { field, columns, id, values, key, inTime }: Grouping,
  signal: AbortSignal,
): Promise<TailRow[]> {
  const { tailSamples: allTail, samples: allSamples } = tail;
  const selected = selectSamples(tables, filter, timedColumns(columns), { kinds: 'counted', fileRow: true });
  const expected = `(samples * ${allTail}e0 / ${allSamples})`;
  const named =
    values === null
      ? `SELECT id AS key, id::VARCHAR AS value, block, n, tail FROM counts WHERE id IS NOT NULL`
      : `SELECT ${key === 'id' ? 'counts.id' : 'NULL::BIGINT'} AS key, v.value, block, n, tail
         FROM counts LEFT JOIN (${values}) v ON v.id = counts.id`;
  const table = await database.query(
    `WITH counts AS MATERIALIZED (
       SELECT ${id} AS id, ${inTime ? '0' : blocks} AS block, count(*) AS n,
         count(*) FILTER (${inTail}) AS tail
       FROM ${selected} WHERE elapsed_ms IS NOT NULL GROUP BY 1, 2),
     named AS MATERIALIZED (${named}),
     groups AS (SELECT key, value, sum(n) AS samples, sum(tail) AS in_tail FROM named GROUP BY ALL),
     -- About how far from 1 the lift is, in standard errors of samples that do not depend on each other.
     distances AS (SELECT *, abs(in_tail - ${expected}) / sqrt(${expected}) AS distance FROM groups
       WHERE samples < ${allSamples} AND greatest(in_tail, ${expected}) >= ${MIN_SAMPLES}),
     telling AS (SELECT *, row_number() OVER (ORDER BY distance DESC, value, key) AS place FROM distances
       ORDER BY place LIMIT ${limit})
     SELECT place, t.key, t.value, block, sum(n)::DOUBLE AS n, sum(tail)::DOUBLE AS tail
     FROM telling t JOIN named ON named.key IS NOT DISTINCT FROM t.key AND named.value IS NOT DISTINCT FROM t.value
     GROUP BY ALL ORDER BY place, block`,
    [],
    { signal },
  );
  const [place, block, n, slow] = ['place', 'block', 'n', 'tail'].map((name) => numberColumn(table, name));
  const keys = numberColumn(table, 'key');
  const texts = textColumn(table, 'value');
  const rows: TailRow[] = [];
  for (let from = 0, to = 0; from < table.rowCount; from = to) {
    while (to < table.rowCount && place!.values[to] === place!.values[from]) to++;
    const at = new Map<number, number>();
    let [samples, tailSamples] = [0, 0];
    for (let row = from; row < to; row++) {
      at.set(numberAt(block!, row) ?? NO_BLOCK, row);
      samples += n!.values[row]!;
      tailSamples += slow!.values[row]!;
    }
    const counts = { tail: tailSamples, samples, allTail, allSamples };
    const perBlock = [...totals].map(([number, total]): LiftCounts => {
      const row = at.get(number);
      return row === undefined
        ? { tail: 0, samples: 0, ...total }
        : { tail: slow!.values[row]!, samples: n!.values[row]!, ...total };
    });
    const { lift, low, high } = liftOf(counts, inTime ? [] : perBlock);
    const number = numberAt(keys, from);
    rows.push({
      field,
      value: textAt(texts, from),
      key: number === null || key === null ? null : key === 'milliseconds' ? number * 1000 : number,
      tailSamples,
      samples,
      lift,
      low,
      high,
    });
  }
  return rows;
}

function timedColumns(columns: readonly SelectedColumn[]): SelectedColumn[] {
  return [...new Set<SelectedColumn>([...columns, 'elapsed_ms', 'started_at'])];
}

/** Samples without a time stamp. */
const NO_BLOCK = -1;

/** SQL of the number of the stretch of time that a sample lies in: equal parts of the selected span. */
function blockSql(run: Run, { time }: SampleFilter): string {
  const fromMs = Math.max(time?.fromMs ?? 0, 0);
  const toMs = Math.min(time?.toMs ?? Infinity, run.durationMs);
  if (run.startedAtUs === null || toMs <= fromMs) return '0';
  const lengthMs = time === null ? toMs - fromMs : selectedMs(time, { fromMs, toMs });
  const widthUs = Math.ceil((lengthMs * 1000 + 1) / BLOCKS);
  const passedUs = selectedUsSql(run.startedAtUs, Math.floor(fromMs * 1000), time?.gaps ?? []);
  return `coalesce(${passedUs} // ${widthUs}, ${NO_BLOCK})`;
}

interface BlockTotals {
  readonly allTail: number;
  readonly allSamples: number;
}

/** All samples by block; empty where there are too few blocks to compare. */
async function readBlocks(
  database: Database,
  tables: RunTables,
  filter: SampleFilter,
  inTail: string,
  blocks: string,
  signal: AbortSignal,
): Promise<Map<number, BlockTotals>> {
  const samples = selectSamples(tables, filter, timedColumns([]), { kinds: 'counted' });
  const table = await database.query(
    `SELECT ${blocks} AS block, count(*)::DOUBLE AS n, (count(*) FILTER (${inTail}))::DOUBLE AS tail
     FROM ${samples} WHERE elapsed_ms IS NOT NULL GROUP BY 1 ORDER BY 1`,
    [],
    { signal },
  );
  const [block, n, tail] = ['block', 'n', 'tail'].map((name) => numberColumn(table, name).values);
  if (table.rowCount < MIN_BLOCKS) return new Map();
  return new Map(
    Array.from({ length: table.rowCount }, (_, row): [number, BlockTotals] => [
      block![row]!,
      { allTail: tail![row]!, allSamples: n![row]! },
    ]),
  );
}
