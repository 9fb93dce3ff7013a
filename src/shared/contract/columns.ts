/**
 * Query results as columns. A table of 100,000 rows crosses a process border as a handful of typed arrays
 * instead of 100,000 objects; see docs/architecture.md, "Results".
 */

export type NumericArray = Float64Array | Int32Array | Uint32Array | Uint16Array | Uint8Array;

/** Numbers; `nulls[i] === 1` marks a missing value (its `values[i]` is then meaningless). */
export interface NumberColumn {
  readonly kind: 'number';
  readonly values: NumericArray;
  readonly nulls: Uint8Array | null;
}

/** Texts as codes into a dictionary; code -1 is a missing value. */
export interface TextColumn {
  readonly kind: 'text';
  readonly dictionary: readonly string[];
  readonly codes: Int32Array;
}

export type Column = NumberColumn | TextColumn;

/** Columns of equal length, by name. `rowCount` bounds every access: arrays may be longer. */
export interface ColumnTable {
  readonly rowCount: number;
  readonly columns: Readonly<Record<string, Column>>;
}

export const EMPTY_TABLE: ColumnTable = { rowCount: 0, columns: {} };

/**
 * @throws {Error} when the table has no such column, or it holds texts: a programmer's mistake.
 */
export function numberColumn(table: ColumnTable, name: string): NumberColumn {
  const column = table.columns[name];
  if (column?.kind !== 'number') throw new Error(`Column table has no number column "${name}"`);
  return column;
}

/**
 * @throws {Error} when the table has no such column, or it holds numbers: a programmer's mistake.
 */
export function textColumn(table: ColumnTable, name: string): TextColumn {
  const column = table.columns[name];
  if (column?.kind !== 'text') throw new Error(`Column table has no text column "${name}"`);
  return column;
}

export function numberAt(column: NumberColumn, row: number): number | null {
  if (column.nulls?.[row] === 1) return null;
  return column.values[row] ?? null;
}

export function textAt(column: TextColumn, row: number): string | null {
  const code = column.codes[row] ?? -1;
  return code < 0 ? null : (column.dictionary[code] ?? null);
}

/** Builds a number column; `null` entries are kept as missing values. */
export function numbersToColumn(values: readonly (number | null)[]): NumberColumn {
  const out = new Float64Array(values.length);
  let nulls: Uint8Array | null = null;
  values.forEach((value, row) => {
    if (value === null) {
      nulls ??= new Uint8Array(values.length);
      nulls[row] = 1;
    } else {
      out[row] = value;
    }
  });
  return { kind: 'number', values: out, nulls };
}

export function textsToColumn(values: readonly (string | null)[]): TextColumn {
  const dictionary: string[] = [];
  const known = new Map<string, number>();
  const codes = new Int32Array(values.length);
  values.forEach((value, row) => {
    if (value === null) {
      codes[row] = -1;
      return;
    }
    let code = known.get(value);
    if (code === undefined) {
      code = dictionary.length;
      dictionary.push(value);
      known.set(value, code);
    }
    codes[row] = code;
  });
  return { kind: 'text', dictionary, codes };
}
