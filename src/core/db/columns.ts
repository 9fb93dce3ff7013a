import duckdb from '@duckdb/node-bindings';
import {
  DuckDBTypeId,
  type DuckDBDataChunk,
  type DuckDBResult,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import {
  numbersToColumn,
  type Column,
  type ColumnTable,
  type NumericArray,
} from '#shared/contract/columns.ts';

/** DuckDB's result chunks to columns; the only place that knows the layout of its vectors. */

/**
 * Reads at most `limit` rows. Whole numbers beyond 2^53 lose their last digits, as everywhere in JavaScript; instants
 * are µs since 1970; types without a column form (dates, lists, structs, …) come as their text.
 */
export async function readColumns(result: DuckDBResult, limit = Infinity): Promise<ColumnTable> {
  const reader = new ColumnsReader();
  await reader.add(result, limit);
  return reader.finish();
}

/** The rows of several results with the same columns, one after the other. */
export class ColumnsReader {
  private names: readonly string[] = [];
  private builders: readonly Builder[] | null = null;
  private count = 0;

  get rowCount(): number {
    return this.count;
  }

  async add(result: DuckDBResult, limit = Infinity): Promise<void> {
    if (this.builders === null) {
      this.names = result.deduplicatedColumnNames();
      this.builders = result.columnTypes().map((type) => builderFor(type));
    }
    for (let left = limit; left > 0;) {
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) break;
      const count = Math.min(chunk.rowCount, left);
      this.builders.forEach((builder, index) => builder.add(chunk, index, count));
      this.count += count;
      left -= count;
    }
  }

  /** Roughly what has been read takes. */
  get bytes(): number {
    return (this.builders ?? []).reduce((sum, builder) => sum + builder.bytes(), 0);
  }

  finish(): ColumnTable {
    const columns = (this.builders ?? []).map((builder) => builder.finish());
    // Not by assignment: a query may name a column `__proto__`.
    return {
      rowCount: this.count,
      columns: Object.fromEntries<Column>(this.names.map((name, index) => [name, columns[index]!])),
    };
  }
}

interface Builder {
  add(chunk: DuckDBDataChunk, index: number, count: number): void;
  /** Roughly, of all values so far. */
  bytes(): number;
  finish(): Column;
}

type Decode = (bytes: Uint8Array, count: number) => ArrayLike<number>;

const INITIAL_ROWS = 2048;
/** What a text takes beside its characters. */
const TEXT_BYTES = 24;

function builderFor(type: DuckDBType): Builder {
  switch (type.typeId) {
    case DuckDBTypeId.BOOLEAN:
      return new NumberBuilder(
        1,
        (bytes) => bytes,
        () => new Uint8Array(INITIAL_ROWS),
      );
    case DuckDBTypeId.UTINYINT:
      return new NumberBuilder(
        1,
        (bytes) => bytes,
        () => new Int32Array(INITIAL_ROWS),
      );
    case DuckDBTypeId.USMALLINT:
      return new NumberBuilder(
        2,
        (bytes, count) => new Uint16Array(bytes.buffer, bytes.byteOffset, count),
        () => new Int32Array(INITIAL_ROWS),
      );
    case DuckDBTypeId.INTEGER:
      return new NumberBuilder(
        4,
        (bytes, count) => new Int32Array(bytes.buffer, bytes.byteOffset, count),
        () => new Int32Array(INITIAL_ROWS),
      );
    case DuckDBTypeId.UINTEGER:
      return new NumberBuilder(
        4,
        (bytes, count) => new Uint32Array(bytes.buffer, bytes.byteOffset, count),
        () => new Uint32Array(INITIAL_ROWS),
      );
    case DuckDBTypeId.DOUBLE:
      return new NumberBuilder(
        8,
        (bytes, count) => new Float64Array(bytes.buffer, bytes.byteOffset, count),
        () => new Float64Array(INITIAL_ROWS),
      );
    case DuckDBTypeId.FLOAT:
      return new NumberBuilder(
        4,
        (bytes, count) => new Float32Array(bytes.buffer, bytes.byteOffset, count),
        () => new Float64Array(INITIAL_ROWS),
      );
    case DuckDBTypeId.BIGINT:
    case DuckDBTypeId.TIMESTAMP:
    case DuckDBTypeId.TIMESTAMP_TZ:
      return new NumberBuilder(
        8,
        (bytes, count) => wideIntegers(bytes, count),
        () => new Float64Array(INITIAL_ROWS),
      );
    case DuckDBTypeId.HUGEINT:
      return new NumberBuilder(
        16,
        (bytes, count) => hugeIntegers(bytes, count),
        () => new Float64Array(INITIAL_ROWS),
      );
    case DuckDBTypeId.DECIMAL:
    case DuckDBTypeId.TINYINT:
    case DuckDBTypeId.SMALLINT:
    case DuckDBTypeId.UBIGINT:
      return new ValueBuilder();
    default:
      return new TextBuilder();
  }
}

/** 64-bit integers as doubles, without a BigInt per value. */
function wideIntegers(bytes: Uint8Array, count: number): Float64Array {
  const halves = new Int32Array(bytes.buffer, bytes.byteOffset, count * 2);
  const out = new Float64Array(count);
  for (let i = 0; i < count; i++) out[i] = halves[2 * i + 1]! * 4_294_967_296 + (halves[2 * i]! >>> 0);
  return out;
}

function hugeIntegers(bytes: Uint8Array, count: number): Float64Array {
  const quarters = new Uint32Array(bytes.buffer, bytes.byteOffset, count * 4);
  const top = new Int32Array(bytes.buffer, bytes.byteOffset, count * 4);
  const out = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    out[i] =
      top[4 * i + 3]! * 2 ** 96 +
      quarters[4 * i + 2]! * 2 ** 64 +
      quarters[4 * i + 1]! * 2 ** 32 +
      quarters[4 * i]!;
  }
  return out;
}

class NumberBuilder implements Builder {
  private values: NumericArray;
  private nulls: Uint8Array | null = null;
  private count = 0;
  private readonly bytesPerValue: number;
  private readonly decode: Decode;

  constructor(bytesPerValue: number, decode: Decode, create: () => NumericArray) {
    this.bytesPerValue = bytesPerValue;
    this.decode = decode;
    this.values = create();
  }

  add(chunk: DuckDBDataChunk, index: number, count: number): void {
    this.reserve(this.count + count);
    const vector = duckdb.data_chunk_get_vector(chunk.chunk, index);
    const data = duckdb.vector_get_data(vector, count * this.bytesPerValue);
    this.values.set(this.decode(data, count), this.count);
    // Typed as always there; in fact null when the vector has no missing value.
    const validity = duckdb.vector_get_validity(vector, Math.ceil(count / 64) * 8) as Uint8Array | null;
    if (validity !== null) this.addNulls(validity, count);
    this.count += count;
  }

  bytes(): number {
    return this.count * this.values.BYTES_PER_ELEMENT;
  }

  finish(): Column {
    return {
      kind: 'number',
      values: this.values.slice(0, this.count),
      nulls: this.nulls === null ? null : this.nulls.slice(0, this.count),
    };
  }

  private addNulls(validity: Uint8Array, count: number): void {
    for (let row = 0; row < count; row++) {
      if (((validity[row >> 3]! >> (row & 7)) & 1) === 1) continue;
      this.nulls ??= new Uint8Array(this.values.length);
      this.nulls[this.count + row] = 1;
    }
  }

  private reserve(rows: number): void {
    if (rows <= this.values.length) return;
    const size = Math.max(rows, this.values.length * 2);
    const Constructor = this.values.constructor as new (length: number) => NumericArray;
    const larger = new Constructor(size);
    larger.set(this.values);
    this.values = larger;
    if (this.nulls !== null) {
      const nulls = new Uint8Array(size);
      nulls.set(this.nulls);
      this.nulls = nulls;
    }
  }
}

/** Rare number types, value by value. */
class ValueBuilder implements Builder {
  private readonly values: (number | null)[] = [];

  add(chunk: DuckDBDataChunk, index: number, count: number): void {
    const values = chunk.getColumnValues(index);
    for (let row = 0; row < count; row++) {
      const value = values[row];
      this.values.push(value === null || value === undefined ? null : Number(asText(value)));
    }
  }

  bytes(): number {
    return this.values.length * 8;
  }

  finish(): Column {
    return numbersToColumn(this.values);
  }
}

class TextBuilder implements Builder {
  private readonly dictionary: string[] = [];
  private readonly known = new Map<string, number>();
  private readonly codes: number[] = [];
  private textBytes = 0;

  add(chunk: DuckDBDataChunk, index: number, count: number): void {
    const values = chunk.getColumnValues(index);
    for (let row = 0; row < count; row++) {
      const value = values[row];
      this.codes.push(value === null || value === undefined ? -1 : this.codeOf(asText(value)));
    }
  }

  bytes(): number {
    return this.codes.length * 4 + this.textBytes;
  }

  finish(): Column {
    return { kind: 'text', dictionary: this.dictionary, codes: Int32Array.from(this.codes) };
  }

  private codeOf(text: string): number {
    let code = this.known.get(text);
    if (code === undefined) {
      code = this.dictionary.length;
      this.dictionary.push(text);
      this.known.set(text, code);
      this.textBytes += TEXT_BYTES + text.length;
    }
    return code;
  }
}

/** DuckDB's value classes print themselves as its shell does. */
function asText(value: Exclude<DuckDBValue, null>): string {
  return typeof value === 'string' ? value : value.toString();
}
