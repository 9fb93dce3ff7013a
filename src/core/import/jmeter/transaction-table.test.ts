import { describe, expect, it } from 'vitest';
import { NO_ENTRY } from '../byte-dictionary.ts';
import { hashText } from '../jmeter-csv/text-hash.ts';
import {
  CONTROLLER,
  MORE_LABELS,
  NO_LABEL,
  REQUEST,
  SUB_RESULT,
  TransactionTable,
} from './transaction-table.ts';

function entryOf(table: TransactionTable, label: string): number {
  const bytes = new TextEncoder().encode(label);
  const words = new DataView(bytes.buffer);
  return table.labels.entryOf(bytes, words, 0, bytes.length, hashText(words, 0, bytes.length));
}

describe('TransactionTable', () => {
  it('has one transaction per label and kind, and tells each once', () => {
    const table = new TransactionTable();
    const home = entryOf(table, 'Home');
    const cart = entryOf(table, 'Cart');
    const ids = [
      table.localIdOf(home, REQUEST),
      table.localIdOf(cart, REQUEST),
      table.localIdOf(home, CONTROLLER),
      table.localIdOf(home, REQUEST),
      table.localIdOf(cart, SUB_RESULT),
    ];
    expect(ids).toEqual([0, 1, 2, 0, 3]);
    expect(table.takeNew()).toEqual([
      { localId: 0, name: 'Home', kind: 'request', method: null },
      { localId: 1, name: 'Cart', kind: 'request', method: null },
      { localId: 2, name: 'Home', kind: 'transaction', method: null },
      { localId: 3, name: 'Cart', kind: 'sub-result', method: null },
    ]);
    expect(table.takeNew()).toEqual([]);
  });

  it.each([
    ['Home-0', 'Home'],
    ['Home-12-345', 'Home-12'],
    ['a-b-0', 'a-b'],
    ['Île-7', 'Île'],
    ['--1', '-'],
    ['Home', null],
    ['Home-', null],
    ['Home-0a', null],
    ['Home0', null],
    ['-0', null],
    ['123', null],
  ])('finds the parent of %s', (label, parent) => {
    const table = new TransactionTable();
    expect(table.parentOf(entryOf(table, label))).toBe(parent === null ? -1 : entryOf(table, parent));
  });

  it('keeps 100,000 labels apart', () => {
    const table = new TransactionTable();
    const ids = Array.from({ length: 100_000 }, (_, i) => {
      const entry = entryOf(table, `label ${i}-0`);
      table.parentOf(entry);
      return table.localIdOf(entry, REQUEST);
    });
    expect(ids).toEqual(ids.map((_, i) => i));
    expect(table.takeNew()).toHaveLength(100_000);
  });

  it('has labels for rows without one and for those beyond the limit', () => {
    const table = new TransactionTable(2);
    expect([entryOf(table, 'a'), entryOf(table, 'b'), entryOf(table, 'c')]).toEqual([2, 3, NO_ENTRY]);
    table.localIdOf(table.labelFor(false), REQUEST);
    table.localIdOf(table.labelFor(true), REQUEST);
    expect(table.takeNew().map(({ name }) => name)).toEqual([NO_LABEL, MORE_LABELS]);
    // No room for the parent either.
    const full = new TransactionTable(1);
    expect(full.parentOf(entryOf(full, 'a-0'))).toBe(-1);
  });
});
