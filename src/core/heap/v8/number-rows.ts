import type { NumberColumn } from '../model/heap-graph.ts';
import type { RowSink } from './integer-array.ts';

/** Rows of numbers of the smaller lists of a snapshot, one after the other in one array. */
export class NumberRows {
  /** Set before the first rows come. */
  rowLength = 1;
  #values: NumberColumn = new Uint32Array(0);
  #used = 0;

  readonly sink: RowSink = {
    rows: (block, count) => {
      const plain = this.#values instanceof Uint32Array && block.subarray(0, count).every(fits32Bits);
      this.#reserve(count, !plain);
      this.#values.set(block.subarray(0, count), this.#used);
      this.#used += count;
    },
    columns: (columns, count) => {
      this.#reserve(count * this.rowLength, false);
      const values = this.#values;
      let used = this.#used;
      for (let row = 0; row < count; row++) for (const column of columns) values[used++] = column[row]!;
      this.#used = used;
    },
  };

  get count(): number {
    return this.#used / this.rowLength;
  }

  /** NaN where there is no such field. */
  get(row: number, field: number): number {
    return field < 0 || field >= this.rowLength || row >= this.count
      ? NaN
      : this.#values[row * this.rowLength + field]!;
  }

  /** @param wide some of what comes does not fit 32 bits */
  #reserve(more: number, wide: boolean): void {
    const least = this.#used + more;
    const isWide = this.#values instanceof Float64Array;
    if (least <= this.#values.length && (isWide || !wide)) return;
    const room =
      least <= this.#values.length ? this.#values.length : Math.max(1024, 2 * this.#values.length, least);
    const values = isWide || wide ? new Float64Array(room) : new Uint32Array(room);
    values.set(this.#values.subarray(0, this.#used));
    this.#values = values;
  }
}

function fits32Bits(value: number): boolean {
  return value >= 0 && value <= 0xffff_ffff;
}
