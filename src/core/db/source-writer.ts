import {
  DuckDBTimestampValue,
  DuckDBTypeId,
  type DuckDBAppender,
  type DuckDBConnection,
} from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import type { ColumnType } from '../import/batch.ts';
import type { NewTexts } from '../import/byte-dictionary.ts';
import type { NewOutcome } from '../import/outcome-combiner.ts';
import type { StoredBatch } from '../import/stored-batch.ts';
import type { NewTagSet } from '../import/importer.ts';
import { RawAppender, VECTOR_ROWS } from './raw-chunk.ts';

const sqlTypes: Readonly<Record<ColumnType, string>> = {
  i32: 'INTEGER',
  i64: 'BIGINT',
  f64: 'DOUBLE',
  bool: 'BOOLEAN',
  timestamp: 'TIMESTAMP',
};

type Types = Readonly<Record<string, ColumnType>>;

/** Columns that a table has also when its source never fills them: the view of all points counts on them. */
const requiredColumns: Readonly<Record<StoredBatch['table'], Types>> = {
  samples: {},
  points: { metric_id: 'i32', at: 'timestamp', value: 'f64', tag_set_id: 'i32' },
};

/**
 * Writes the rows of one source, inside the transaction that the caller began on `connection`.
 * All appends are synchronous and take a few milliseconds a batch; heavy compression happens in the same calls.
 */
export class SourceWriter {
  private readonly connection: DuckDBConnection;
  private readonly sourceId: number;
  private readonly tables = new Map<StoredBatch['table'], GrowingTable>();
  private texts: DuckDBAppender | null = null;
  private outcomes: DuckDBAppender | null = null;
  private tags: DuckDBAppender | null = null;

  constructor(connection: DuckDBConnection, sourceId: number) {
    this.connection = connection;
    this.sourceId = sourceId;
  }

  async appendRows(batch: StoredBatch): Promise<void> {
    let table = this.tables.get(batch.table);
    if (table === undefined) {
      const required = requiredColumns[batch.table];
      table = new GrowingTable(this.connection, `${batch.table}_${this.sourceId}`, required);
      this.tables.set(batch.table, table);
    }
    await table.append(batch);
  }

  /** The texts are valid UTF-8 (importers see to that). */
  async appendTexts({ ids, bytes, offsets }: NewTexts): Promise<void> {
    this.texts ??= await this.connection.createAppender('texts');
    const handle = (this.texts as unknown as { readonly appender: duckdb.Appender }).appender;
    const types = [0, 1, 2].map((column) => duckdb.appender_column_type(handle, column));
    for (let from = 0; from < ids.length; from += VECTOR_ROWS) {
      const count = Math.min(VECTOR_ROWS, ids.length - from);
      const chunk = duckdb.create_data_chunk(types);
      duckdb.data_chunk_set_size(chunk, count);
      duckdb.vector_reference_value(
        duckdb.data_chunk_get_vector(chunk, 0),
        duckdb.create_int32(this.sourceId),
      );
      duckdb.copy_data_to_vector(
        duckdb.data_chunk_get_vector(chunk, 1),
        0,
        ids.buffer,
        ids.byteOffset + from * 4,
        count * 4,
      );
      const values = duckdb.data_chunk_get_vector(chunk, 2);
      for (let row = 0; row < count; row++) {
        const text = bytes.subarray(offsets[from + row], offsets[from + row + 1]);
        duckdb.vector_assign_string_element_len(values, row, text);
      }
      duckdb.append_data_chunk(handle, chunk);
    }
  }

  async appendOutcomes(outcomes: readonly NewOutcome[]): Promise<void> {
    const appender = (this.outcomes ??= await this.connection.createAppender('outcomes'));
    for (const outcome of outcomes) {
      appender.appendInteger(this.sourceId);
      appender.appendInteger(outcome.id);
      for (const part of [outcome.codeId, outcome.messageId, outcome.failureId]) {
        if (part < 0) appender.appendNull();
        else appender.appendInteger(part);
      }
      appender.endRow();
    }
  }

  async appendTagSets(tagSets: readonly NewTagSet[]): Promise<void> {
    const appender = (this.tags ??= await this.connection.createAppender('tags'));
    for (const { id, tags } of tagSets) {
      for (const [key, value] of tags) {
        appender.appendInteger(this.sourceId);
        appender.appendInteger(id);
        appender.appendVarchar(key);
        appender.appendVarchar(value);
        appender.endRow();
      }
    }
  }

  /** Whole small rows: transactions, metrics, reports, rejects, warnings. Values in the order of the table's columns. */
  async appendValues(table: string, rows: readonly (readonly SmallValue[])[]): Promise<void> {
    if (rows.length === 0) return;
    const appender = await this.connection.createAppender(table);
    for (const row of rows) {
      row.forEach((value, column) => {
        if (value === null) appender.appendNull();
        else if (typeof value === 'string') appender.appendVarchar(value);
        else if (typeof value === 'boolean') appender.appendBoolean(value);
        else appendNumber(appender, appender.columnType(column).typeId, value);
      });
      appender.endRow();
    }
    appender.closeSync();
  }

  /** Everything that was appended becomes visible to statements of this connection, each table in one piece. */
  async finish(): Promise<void> {
    this.close();
    for (const table of this.tables.values()) await table.join();
  }

  /** Lets go of the appenders. Without {@link finish}, only a rollback may follow. */
  close(): void {
    for (const table of this.tables.values()) table.close();
    for (const appender of [this.texts, this.outcomes, this.tags]) appender?.closeSync();
    this.texts = null;
    this.outcomes = null;
    this.tags = null;
  }

  /** Columns of the table of samples; empty when the source has none. */
  get sampleColumns(): readonly string[] {
    return this.tables.get('samples')?.columnNames ?? [];
  }

  get hasPoints(): boolean {
    return this.tables.has('points');
  }
}

/** A cell of a small table; a number is an integer, a double, or an instant in µs since 1970, as the column wants it. */
export type SmallValue = string | number | boolean | null;

function appendNumber(appender: DuckDBAppender, type: DuckDBTypeId, value: number): void {
  switch (type) {
    case DuckDBTypeId.BIGINT:
      appender.appendBigInt(BigInt(value));
      return;
    case DuckDBTypeId.DOUBLE:
      appender.appendDouble(value);
      return;
    case DuckDBTypeId.TIMESTAMP:
      appender.appendTimestamp(new DuckDBTimestampValue(BigInt(value)));
      return;
    default:
      appender.appendInteger(value);
  }
}

/**
 * A table that takes the columns of its first batch and follows when later ones are wider or have more. DuckDB loses its
 * way when rows are appended to a table that was altered after its first row groups in the same transaction ("Row group
 * prev allocated size …", 1.5): what no longer fits goes to a further part, and the parts are joined at the end.
 */
class GrowingTable {
  private readonly connection: DuckDBConnection;
  private readonly name: string;
  private readonly required: Types;
  private readonly parts: { readonly name: string; readonly types: Types }[] = [];
  private appender: DuckDBAppender | null = null;
  private raw: RawAppender | null = null;

  constructor(connection: DuckDBConnection, name: string, required: Types) {
    this.connection = connection;
    this.name = name;
    this.required = required;
  }

  get columnNames(): readonly string[] {
    return Object.keys(this.parts.at(-1)?.types ?? {});
  }

  async append(batch: StoredBatch): Promise<void> {
    const types = await this.reconcile(batch);
    if (this.appender === null || this.raw === null) {
      const { name } = this.parts.at(-1)!;
      this.appender = await this.connection.createAppender(name);
      this.raw = new RawAppender(this.appender, { table: name, columns: types });
    }
    this.raw.append(
      batch.rows,
      Object.entries(types).map(([column, type]) => {
        const data = batch.columns[column] ?? null;
        if (data === null || data.type === type) return { type, data };
        return {
          type,
          data: { values: widened(data.type, type, data.values, batch.rows), valid: data.valid },
        };
      }),
    );
  }

  close(): void {
    this.appender?.closeSync();
    this.appender = null;
    this.raw = null;
  }

  /** Puts the parts into one table, in their order. */
  async join(): Promise<void> {
    const last = this.parts.at(-1);
    if (last === undefined || this.parts.length === 1) return;
    const joined = `${this.name}_joined`;
    const branches = this.parts.map(({ name, types }) => {
      const columns = Object.entries(last.types).map(
        ([column, type]) =>
          `${types[column] === undefined ? 'NULL' : `"${column}"`}::${sqlTypes[type]} AS "${column}"`,
      );
      return `SELECT ${columns.join(', ')} FROM ${name}`;
    });
    await this.connection.run(`CREATE TABLE ${joined} AS ${branches.join(' UNION ALL ')}`);
    for (const { name } of this.parts) await this.connection.run(`DROP TABLE ${name}`);
    await this.connection.run(`ALTER TABLE ${joined} RENAME TO ${this.name}`);
    this.parts.splice(0, this.parts.length, { name: this.name, types: last.types });
  }

  /** @returns the columns of the part that takes this batch */
  private async reconcile(batch: StoredBatch): Promise<Types> {
    const last = this.parts.at(-1);
    const types: Record<string, ColumnType> = { ...last?.types };
    let fits = last !== undefined;
    for (const [column, { type }] of Object.entries(batch.columns)) {
      const present = types[column];
      if (present === type || present === 'f64' || present === 'i64') continue;
      types[column] = type;
      fits = false;
    }
    if (last !== undefined && fits) return last.types;
    for (const [column, type] of Object.entries(this.required)) types[column] ??= type;
    this.close();
    const name = last === undefined ? this.name : `${this.name}_part_${this.parts.length + 1}`;
    const columns = Object.entries(types).map(([column, type]) => `"${column}" ${sqlTypes[type]}`);
    await this.connection.run(`CREATE TABLE ${name} (${columns.join(', ')})`);
    this.parts.push({ name, types });
    return types;
  }
}

function widened(
  from: ColumnType,
  to: ColumnType,
  values: Int32Array | Float64Array | Uint8Array,
  rows: number,
): Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer> {
  if (from === 'i32' && to === 'f64') return Float64Array.from(values.subarray(0, rows));
  if (from === 'i32' && to === 'i64') {
    const pairs = new Int32Array(rows * 2);
    for (let row = 0; row < rows; row++) {
      pairs[2 * row] = values[row]!;
      pairs[2 * row + 1] = values[row]! >> 31;
    }
    return pairs;
  }
  throw new Error(`A column of type ${to} cannot take ${from}`);
}
