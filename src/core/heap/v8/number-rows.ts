import type { RowSink } from './integer-array.ts';

/** Rows of numbers of the smaller lists of a snapshot, one after the other in one array. */
export class NumberRows {
  /** Set before the first rows come. */
  rowLength = 1;
  #values = new Float64Array(0);
  #used = 0;

  readonly sink: RowSink = (block, count) => {
    if (this.#used + count > this.#values.length) {
      const values = new Float64Array(Math.max(1024, this.#values.length * 2, this.#used + count));
      values.set(this.#values.subarray(0, this.#used));
      this.#values = values;
    }
    this.#values.set(block.subarray(0, count), this.#used);
    this.#used += count;
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
}
