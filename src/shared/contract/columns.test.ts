import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EMPTY_TABLE,
  numberAt,
  numberColumn,
  numbersToColumn,
  textAt,
  textColumn,
  textsToColumn,
  type ColumnTable,
} from './columns.ts';

fc.configureGlobal({ seed: 20_241_121 });

describe('columns', () => {
  it('of numbers give back what they were made of', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.double())), (values) => {
        const column = numbersToColumn(values);
        expect(values.map((_, row) => numberAt(column, row))).toEqual(values);
        expect(column.nulls === null).toBe(!values.includes(null));
      }),
    );
  });

  it('of texts give back what they were made of, with each text once in the dictionary', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.oneof(fc.string(), fc.constantFrom('', 'a', '__proto__')))),
        (values) => {
          const column = textsToColumn(values);
          expect(values.map((_, row) => textAt(column, row))).toEqual(values);
          expect(new Set(column.dictionary).size).toBe(column.dictionary.length);
          expect(new Set(column.dictionary)).toEqual(new Set(values.filter((value) => value !== null)));
        },
      ),
    );
  });

  it('have no value beyond their rows', () => {
    expect(numberAt(numbersToColumn([1]), 1)).toBeNull();
    expect(textAt(textsToColumn(['a']), 1)).toBeNull();
    expect(textAt({ kind: 'text', dictionary: ['a'], codes: Int32Array.of(7) }, 0)).toBeNull();
  });

  it('have a missing value only where the mask says so', () => {
    const column = {
      kind: 'number',
      values: Float64Array.of(0, 0, 5),
      nulls: Uint8Array.of(0, 1, 1),
    } as const;
    expect([0, 1, 2].map((row) => numberAt(column, row))).toEqual([0, null, null]);
    expect(numberAt({ ...column, nulls: null }, 2)).toBe(5);
  });

  it('are found by name and kind', () => {
    const table: ColumnTable = {
      rowCount: 1,
      columns: { n: numbersToColumn([1]), t: textsToColumn(['a']) },
    };
    expect(numberColumn(table, 'n')).toBe(table.columns['n']);
    expect(textColumn(table, 't')).toBe(table.columns['t']);
    expect(() => numberColumn(table, 't')).toThrow(/"t"/u);
    expect(() => textColumn(table, 'n')).toThrow(/"n"/u);
    expect(() => numberColumn(EMPTY_TABLE, 'x')).toThrow(/"x"/u);
  });
});
