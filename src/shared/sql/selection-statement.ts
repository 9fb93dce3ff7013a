import { SOURCE_FIELD, TAG_PREFIX } from '../model/condition-fields.ts';
import type { Condition, SampleFilter } from '../model/filter.ts';
import type { Run } from '../model/run.ts';
import { spansOf } from '../model/time-spans.ts';
import { numberLiteral, textLiteral } from './literals.ts';
import { threadGroupSql } from './thread-group.ts';

/** Instants that are written as a text; others as a number. */
const FIRST_TEXT_US = Date.UTC(1971, 0, 1) * 1000;
const LAST_TEXT_US = Date.UTC(9999, 0, 1) * 1000;

/**
 * A selection as a statement over the documented tables (docs/tables.md), slowest sample first: it has exactly the samples
 * that the window shows for the selection.
 */
export function selectionStatement(
  run: Pick<Run, 'id' | 'startedAtUs' | 'countedKind'>,
  filter: SampleFilter,
): string {
  const where = [
    `s.run_id = ${run.id}`,
    transactionsSql(run, filter),
    timeSql(run, filter),
    filter.outcome === 'all' ? null : filter.outcome === 'ok' ? 's.ok' : 'NOT s.ok',
    latencySql(filter),
    ...filter.conditions.map(conditionSql),
  ].filter((part) => part !== null);
  return [
    'SELECT s.started_at, t.label, s.elapsed_ms, s.ok, s.received_bytes',
    'FROM samples s LEFT JOIN transactions t ON t.id = s.transaction_id',
    `WHERE ${where.join('\n  AND ')}`,
    'ORDER BY s.elapsed_ms DESC NULLS LAST',
  ].join('\n');
}

/** Without a choice those of the counted kind, as headline figures count them. */
function transactionsSql({ countedKind }: Pick<Run, 'countedKind'>, { transactions }: SampleFilter): string {
  if (transactions === null) return `t.kind = ${textLiteral(countedKind)}`;
  return transactions.length === 0 ? 'false' : `s.transaction_id IN (${transactions.join(', ')})`;
}

function timeSql({ startedAtUs }: Pick<Run, 'startedAtUs'>, { time }: SampleFilter): string | null {
  if (time === null) return null;
  if (startedAtUs === null) return 'false';
  const at = (offsetMs: number): string => instantSql(Math.round(startedAtUs + offsetMs * 1000));
  const spans = spansOf(time).map(
    ({ fromMs, toMs }) => `s.started_at >= ${at(fromMs)} AND s.started_at < ${at(toMs)}`,
  );
  return spans.length === 1 ? spans.join('') : `(${spans.map((span) => `(${span})`).join('\n    OR ')})`;
}

function instantSql(us: number): string {
  if (us < FIRST_TEXT_US || us > LAST_TEXT_US) return `make_timestamp(${us}::BIGINT)`;
  const seconds = new Date(Math.floor(us / 1e6) * 1000).toISOString().slice(0, 19).replace('T', ' ');
  return `TIMESTAMP '${seconds}.${String(us % 1e6).padStart(6, '0')}'`;
}

function latencySql({ latency }: SampleFilter): string | null {
  if (latency === null) return null;
  const from = `s.elapsed_ms >= ${numberLiteral(latency.fromMs)}`;
  return latency.toMs === null ? from : `${from} AND s.elapsed_ms < ${numberLiteral(latency.toMs)}`;
}

function conditionSql({ field, values, not }: Condition): string {
  const { id, values: named } = fieldSql(field);
  const texts = values.filter((value) => value !== null).map(textLiteral);
  const meant: string[] = [];
  if (texts.length > 0)
    meant.push(`coalesce(${id} IN (SELECT id FROM (${named}) WHERE value IN (${texts.join(', ')})), false)`);
  // Samples that have no value at all.
  if (values.includes(null)) meant.push(`coalesce(${id} NOT IN (SELECT id FROM (${named})), true)`);
  return `${not ? 'NOT ' : ''}(${meant.join(' OR ')})`;
}

/** What of a sample says which value of a field it has, and a query with the `value` of each `id`. */
function fieldSql(field: string): { readonly id: string; readonly values: string } {
  if (field.startsWith(TAG_PREFIX)) {
    const key = textLiteral(field.slice(TAG_PREFIX.length));
    return { id: 's.tag_set_id', values: `SELECT tag_set_id AS id, value FROM tags WHERE key = ${key}` };
  }
  const threads = `SELECT id, value FROM texts WHERE id IN (SELECT thread_id FROM samples) AND value <> ''`;
  switch (field) {
    case 'code':
      return {
        id: 's.outcome_id',
        values: `SELECT o.id, x.value FROM outcomes o JOIN texts x ON x.id = o.code_id WHERE x.value <> ''`,
      };
    case 'failure':
      return {
        id: 'CASE WHEN NOT s.ok THEN s.outcome_id END',
        values: `SELECT o.id, coalesce(nullif(f.value, ''), m.value) AS value FROM outcomes o
      LEFT JOIN texts f ON f.id = o.failure_id LEFT JOIN texts m ON m.id = o.message_id
      WHERE coalesce(nullif(f.value, ''), m.value) <> ''`,
      };
    case 'method':
      return {
        id: 's.raw_transaction_id',
        values: `SELECT id, method AS value FROM transactions WHERE method <> ''`,
      };
    case 'thread':
      return { id: 's.thread_id', values: threads };
    case 'thread-group':
      return {
        id: 's.thread_id',
        values: `SELECT id, ${threadGroupSql('value')} AS value FROM (${threads}) WHERE ${threadGroupSql('value')} <> ''`,
      };
    case SOURCE_FIELD:
      return { id: 's.source_id', values: 'SELECT id, name AS value FROM sources' };
    default:
      throw new Error(`Samples cannot be chosen by "${field}".`);
  }
}
