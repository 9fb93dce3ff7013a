import type { ByteCursor } from './byte-cursor.ts';
import code from './wasm/rows.ts?asc';

/** What `wasm/rows.ts` exports. */
interface RowExports {
  readonly WINDOW_AT: WebAssembly.Global;
  readonly WINDOW_BYTES: WebAssembly.Global;
  readonly COLUMNS_AT: WebAssembly.Global;
  readonly COLUMN_ROWS: WebAssembly.Global;
  readRows(from: number, width: number): number;
  getPosition(): number;
}

/** Rows as columns: the first `count` values of each. */
export type ColumnSink = (columns: readonly Uint32Array[], count: number) => void;

const PAGE_BYTES = 65_536;

/**
 * Reads rows of whole numbers of at most 32 bits in WebAssembly: nearly all of a snapshot. The columns lie in its memory, and
 * are only good until the next rows are read.
 */
export class RowScanner {
  readonly #exports: RowExports;
  readonly #width: number;
  /** Rows that a column has room for. */
  readonly #room: number;
  readonly #window: Uint8Array;
  readonly #columns: readonly Uint32Array[];

  /** @param width numbers of a row */
  constructor(width: number) {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const module = new WebAssembly.Module(Buffer.from(code, 'base64'));
    this.#exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as RowExports;
    const valueOf = (place: WebAssembly.Global): number => place.value as number;
    const [windowAt, columnsAt] = [valueOf(this.#exports.WINDOW_AT), valueOf(this.#exports.COLUMNS_AT)];
    this.#room = valueOf(this.#exports.COLUMN_ROWS);
    this.#width = width;
    const columnBytes = this.#room * Uint32Array.BYTES_PER_ELEMENT;
    memory.grow(Math.ceil((columnsAt + width * columnBytes) / PAGE_BYTES));
    // One byte more: it tells where the bytes of the window end.
    this.#window = new Uint8Array(memory.buffer, windowAt, valueOf(this.#exports.WINDOW_BYTES) + 1);
    this.#columns = Array.from(
      { length: width },
      (_, column) => new Uint32Array(memory.buffer, columnsAt + column * columnBytes, this.#room),
    );
  }

  /**
   * Reads rows from the cursor's place on, and moves it behind the last one that is regular and whole.
   * @returns how many
   */
  scan(cursor: ByteCursor, sink: ColumnSink): number {
    const window = this.#window;
    let total = 0;
    for (;;) {
      const size = Math.min(cursor.end - cursor.at, window.length - 1);
      window.set(cursor.bytes.subarray(cursor.at, cursor.at + size));
      window[size] = 0;
      const rows = this.#scanWindow(sink);
      total += rows;
      const read = this.#exports.getPosition();
      cursor.at += read;
      if (read === 0 || read === size) return total;
    }
  }

  #scanWindow(sink: ColumnSink): number {
    let from = 0;
    let total = 0;
    for (;;) {
      const rows = this.#exports.readRows(from, this.#width);
      if (rows > 0) sink(this.#columns, rows);
      total += rows;
      from = this.#exports.getPosition();
      if (rows < this.#room) return total;
    }
  }
}
