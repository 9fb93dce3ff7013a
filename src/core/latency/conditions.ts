import { AppError } from '#shared/contract/errors.ts';
import { SOURCE_FIELD, TAG_PREFIX } from '#shared/model/condition-fields.ts';
import type { Condition } from '#shared/model/filter.ts';
import { threadGroupSql } from '#shared/sql/thread-group.ts';
import { textLiteral } from '../db/literals.ts';
import { RAW_TRANSACTION } from '../db/schema.ts';

/**
 * What samples can be chosen by besides time, transaction, outcome and response time. Samples carry numbers of texts, of
 * outcomes, of tag sets; a field says which number, and which values the numbers stand for. So a condition looks up
 * values among a few thousand numbers and never touches a text of the samples.
 */
export interface Field {
  /** Columns of samples that {@link Field.id} reads; a source without one of `needs` has no values. */
  readonly needs: readonly FieldColumn[];
  readonly mayUse: readonly FieldColumn[];
  /** SQL over columns of a sample that has all of `needs`: the number that stands for its value; NULL for none. */
  readonly id: (present: (column: FieldColumn) => boolean) => string;
  /** SQL of a query with `id` and `value`, neither of them NULL, for the samples of sources that have what it needs. */
  readonly values: (sources: readonly number[]) => string;
}

export type FieldColumn =
  'transaction_id' | 'raw_transaction_id' | 'ok' | 'outcome_id' | 'thread_id' | 'tag_set_id';

/** Fields that each run may have, in the order in which they are offered. */
export const textFields = ['code', 'failure', 'method', 'thread-group', 'thread'] as const;

/**
 * @param field as in `Condition.field`, but not {@link SOURCE_FIELD}
 * @throws {AppError} `bad-request` for a field that does not exist
 */
export function fieldOf(field: string, runId: number): Field {
  if (field.startsWith(TAG_PREFIX)) return tagField(field.slice(TAG_PREFIX.length));
  switch (field) {
    case 'code':
      return {
        needs: ['outcome_id'],
        mayUse: [],
        id: () => 'outcome_id',
        values: (sources) => `SELECT o.id, t.value FROM outcomes o JOIN texts t ON t.id = o.code_id
          WHERE ${ofSources('o', sources)} AND ${ofSources('t', sources)} AND t.value <> ''`,
      };
    case 'failure':
      return {
        needs: ['ok', 'outcome_id'],
        mayUse: [],
        id: () => 'CASE WHEN ok THEN NULL WHEN NOT ok THEN outcome_id END',
        values: (sources) => `SELECT * FROM (
          SELECT o.id, coalesce(nullif(failure.value, ''), nullif(message.value, '')) AS value FROM outcomes o
          LEFT JOIN texts failure ON failure.id = o.failure_id LEFT JOIN texts message ON message.id = o.message_id
          WHERE ${ofSources('o', sources)}) WHERE value IS NOT NULL`,
      };
    case 'method':
      return {
        needs: ['transaction_id'],
        mayUse: ['raw_transaction_id'],
        // Names of several methods may be shown under one label.
        id: (present) =>
          present(RAW_TRANSACTION) ? `coalesce(${RAW_TRANSACTION}, transaction_id)` : 'transaction_id',
        values: () => `SELECT id, method AS value FROM transactions WHERE run_id = ${runId} AND method <> ''`,
      };
    case 'thread':
      return threadField(threadValues);
    case 'thread-group':
      return threadField(threadGroupValues);
    default:
      throw new AppError('bad-request', `Samples cannot be chosen by "${field}".`, {
        hint: 'Choose by code, failure, method, thread, thread-group, source, or tag:NAME.',
      });
  }
}

function tagField(key: string): Field {
  return {
    needs: ['tag_set_id'],
    mayUse: [],
    id: () => 'tag_set_id',
    values: (sources) =>
      `SELECT tag_set_id AS id, value FROM tags t WHERE ${ofSources('t', sources)} AND key = ${textLiteral(key)}`,
  };
}

function threadField(values: Field['values']): Field {
  return { needs: ['thread_id'], mayUse: [], id: () => 'thread_id', values };
}

function threadValues(sources: readonly number[]): string {
  // Texts that are no threads do no harm: no sample has their number in `thread_id`.
  return `SELECT id, value FROM texts t WHERE ${ofSources('t', sources)} AND value <> ''`;
}

/**
 * Only texts that are threads are read, and are read before they are compared: DuckDB would otherwise unpack a million
 * URLs to see whether they are groups of threads, which takes five times as long.
 */
function threadGroupValues(sources: readonly number[]): string {
  if (sources.length === 0) return threadValues(sources);
  const used = sources.map((id) => `SELECT DISTINCT thread_id AS id FROM samples_${id}`).join(' UNION ');
  return `WITH named AS MATERIALIZED (
      SELECT id, value FROM texts t JOIN (${used}) used USING (id) WHERE ${ofSources('t', sources)})
    SELECT * FROM (SELECT id, ${threadGroupSql('value')} AS value FROM named) WHERE value <> ''`;
}

function ofSources(alias: string, sources: readonly number[]): string {
  return `${alias}.source_id IN (${sources.length === 0 ? 'NULL' : sources.join(', ')})`;
}

export interface ConditionSource {
  readonly id: number;
  readonly name: string;
  /** Columns of its table of samples. */
  readonly columns: ReadonlySet<string>;
}

/**
 * SQL condition on the samples of one source; never NULL. `true` and `false` where no sample has to be looked at.
 * @throws {AppError} `bad-request` for a field that does not exist
 */
export function conditionSql(
  runId: number,
  { field, values, not }: Condition,
  source: ConditionSource,
): string | boolean {
  if (field === SOURCE_FIELD) return values.includes(source.name) !== not;
  const { needs, id, values: dictionary } = fieldOf(field, runId);
  // Are samples without a value meant?
  const withNone = values.includes(null) !== not;
  if (!needs.every((column) => source.columns.has(column))) return withNone;
  const texts = values.filter((value) => value !== null).map(textLiteral);
  const listed = texts.length === 0 ? 'false' : `value IN (${texts.join(', ')})`;
  // The numbers that are meant, or, where samples without one are meant too, the numbers that are not.
  const wanted = not === withNone ? listed : `NOT ${listed}`;
  const numbers = `(SELECT id FROM (${dictionary([source.id])}) WHERE ${wanted})`;
  const number = id((column) => source.columns.has(column));
  return withNone
    ? `coalesce(${number} NOT IN ${numbers}, true)`
    : `coalesce(${number} IN ${numbers}, false)`;
}
