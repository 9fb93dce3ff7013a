import type { LocustColumn, LocustLayout } from './layout.ts';

const NUMBER = /^-?\d+(?:\.\d*)?(?:e[+-]?\d+)?$/iu;

/** Why a row cannot be kept. */
export class BadRow extends Error {}

/** A row with the names of its cells. */
export class LocustRow {
  private readonly layout: LocustLayout;
  private readonly cells: readonly string[];

  constructor(layout: LocustLayout, cells: readonly string[]) {
    this.layout = layout;
    this.cells = cells;
  }

  /** Empty when there is no such column. */
  text(name: LocustColumn): string {
    const column = this.layout.columns.get(name);
    return column === undefined ? '' : (this.cells[column] ?? '');
  }

  /**
   * Null: no such column, or nothing in the cell.
   * @throws {BadRow} something else than a number
   */
  number(name: LocustColumn): number | null {
    const column = this.layout.columns.get(name);
    return column === undefined ? null : this.numberAt(column);
  }

  /** @throws {BadRow} not a whole number from 0 on */
  count(name: LocustColumn): number {
    const value = this.number(name);
    if (value === null || !Number.isSafeInteger(value) || value < 0)
      throw this.bad(this.text(name), this.nameOf(name));
    return value;
  }

  /** Percentiles that are there: cells are `N/A` while there are no requests. */
  percentiles(): [percentile: number, valueMs: number][] {
    const values: [number, number][] = [];
    for (const { percentile, column } of this.layout.percentiles) {
      const value = this.numberAt(column);
      if (value !== null) values.push([percentile, value]);
    }
    return values;
  }

  private numberAt(column: number): number | null {
    const text = (this.cells[column] ?? '').trim();
    if (text === '' || text === 'N/A' || text === 'None') return null;
    const value = NUMBER.test(text) ? Number(text) : Number.NaN;
    if (!Number.isFinite(value)) throw this.bad(text, this.layout.names[column] ?? 'a cell');
    return value;
  }

  private nameOf(name: LocustColumn): string {
    return this.layout.names[this.layout.columns.get(name) ?? -1] ?? name;
  }

  private bad(text: string, name: string): BadRow {
    return new BadRow(`${name} is "${text.slice(0, 40)}" and no number`);
  }
}
