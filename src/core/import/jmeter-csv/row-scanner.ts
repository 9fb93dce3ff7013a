import { BLOCK_ROWS, blockBytes, type BlockArrays } from '../jmeter/row-block.ts';
import { ColumnKernels, kernelBytes, type ColumnExports } from './column-kernels.ts';
import { ADDRESS, STEADY, type RowPlan } from './row-plan.ts';
import code from './wasm/scanner.ts?asc';

/** How {@link RowScanner.scan} came to an end; numbers of `wasm/scanner.ts`. */
export const BLOCK_FULL = 0;
export const WINDOW_ENDS = 1;
export const IRREGULAR = 2;
export type ScanEnd = typeof BLOCK_FULL | typeof WINDOW_ENDS | typeof IRREGULAR;

/** Bytes of a slot for a recent text. */
const SLOT_BYTES = 16;

/** Addresses are guessed by the lowest bits of their label. */
const GUESSES = 4096;

/** Recent texts of one column: slots, and bytes of text. */
interface RecentSize {
  readonly slots: number;
  readonly textBytes: number;
}

/** Enough for thousands of threads and addresses. */
const WIDE: RecentSize = { slots: 1 << 13, textBytes: 512 << 10 };
/** For files with many columns of texts: they are tags, and most have few values. */
const NARROW: RecentSize = { slots: 1 << 10, textBytes: 32 << 10 };
const MANY_TEXT_COLUMNS = 24;

const PAGE_BYTES = 65_536;
const ALIGNMENT = 16;

/** Where the scanner's own places end (`FREE_AT` of `wasm/memory.ts`), and what may be read behind everything. */
const OWN_BYTES = 256 << 10;

/** A column's description: numbers of 32 bits. */
const COLUMN_FIELDS = 16;

/** Where the values of a column go, for {@link RowScanner.setUp}. */
export interface ScannedColumn {
  /** `Float64Array` for numbers, `Int32Array` for texts, `Uint8Array` for success; in the scanner's memory. */
  readonly target: Float64Array | Int32Array | Uint8Array | null;
  /** Place in the block's `gaps`; null when no number may be missing. */
  readonly gap: number | null;
}

/** What the scanner asks for while it scans; offsets are those of {@link RowScanner.window}. */
export interface ScannerHost {
  /** Entry of a text that the scanner has not met lately: see `wasm/host.ts`. */
  entryOfText(column: number, start: number, end: number): number;
  /** Reads a time stamp that is not 13 digits. @returns 0 when the careful reader has to look at it */
  readTimeStamp(start: number, end: number, row: number): number;
}

/** What `wasm/scanner.ts` exports. */
interface ScannerExports extends ColumnExports {
  readonly WINDOW_AT: WebAssembly.Global;
  readonly WINDOW_BYTES: WebAssembly.Global;
  readonly FREE_AT: WebAssembly.Global;
  setUp(
    delimiter: number,
    columns: number,
    width: number,
    stampCodes: number,
    labels: number,
    blockRows: number,
  ): void;
  forget(): void;
  openWindow(size: number): void;
  moveTo(offset: number): void;
  getPosition(): number;
  getRows(): number;
  setRows(rows: number): void;
  takeCrlfRows(): number;
  scanRows(): ScanEnd;
}

/**
 * Reads regular rows in WebAssembly: the host of `wasm/scanner.ts`, which says what is read and how. It has memory of its
 * own; the columns of the block lie in it, so that nothing has to be copied out.
 */
export class RowScanner implements BlockArrays {
  /** The bytes that are scanned; more may be read behind them. */
  readonly window: Uint8Array;
  readonly windowWords: DataView;
  /** Set before the first row is scanned. */
  host: ScannerHost | null = null;
  readonly work: ColumnKernels;
  private readonly exports: ScannerExports;
  private readonly memory: WebAssembly.Memory;
  private freeAt: number;

  constructor(plan: RowPlan) {
    const bytes = OWN_BYTES + bytesFor(plan);
    this.memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE_BYTES) });
    this.exports = this.instantiate();
    const { WINDOW_AT, WINDOW_BYTES, FREE_AT } = this.exports;
    this.freeAt = FREE_AT.value as number;
    const { buffer } = this.memory;
    this.window = new Uint8Array(buffer, WINDOW_AT.value as number, WINDOW_BYTES.value as number);
    this.windowWords = new DataView(buffer, this.window.byteOffset, this.window.byteLength);
    this.work = new ColumnKernels(this.exports, this);
  }

  int32(length: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.memory.buffer, this.take(4 * length), length);
  }

  float64(length: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.memory.buffer, this.take(8 * length), length);
  }

  uint8(length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.memory.buffer, this.take(length), length);
  }

  /** Where the cells go. All arrays are from this scanner. */
  setUp(
    plan: RowPlan,
    columns: readonly ScannedColumn[],
    gaps: Uint8Array,
    stampCodes: Uint8Array,
    labels: Int32Array,
  ): void {
    const descriptions = this.int32(plan.width * COLUMN_FIELDS);
    columns.forEach(({ target, gap }, column) => {
      const action = plan.actions[column]!;
      const fields = [
        action,
        target?.byteOffset ?? 0,
        gap === null ? 0 : gaps.byteOffset + gap,
        ...(plan.holdsText(column) ? this.recentTexts(plan, action) : []),
      ];
      descriptions.set(fields, column * COLUMN_FIELDS);
    });
    this.exports.setUp(
      plan.delimiter,
      descriptions.byteOffset,
      plan.width,
      stampCodes.byteOffset,
      labels.byteOffset,
      BLOCK_ROWS,
    );
  }

  /** Drops what is known about texts: their entries mean others from now on. */
  forgetTexts(): void {
    this.exports.forget();
  }

  /** Scans the first `size` bytes of the window from now on. A row starts at the first one. */
  openWindow(size: number): void {
    this.exports.openWindow(size);
  }

  /** A row starts at that offset, which is not before {@link position}. */
  moveTo(offset: number): void {
    this.exports.moveTo(offset);
  }

  /** Offset of the first row that was not read. */
  get position(): number {
    return this.exports.getPosition();
  }

  /** Adds rows to the block, behind the `rows` that it has. */
  scan(rows: number): ScanEnd {
    this.exports.setRows(rows);
    return this.exports.scanRows();
  }

  /** Complete rows of the block. */
  get rows(): number {
    return this.exports.getRows();
  }

  /** Rows that ended in CR LF since the last call. */
  takeCrlfRows(): number {
    return this.exports.takeCrlfRows();
  }

  private instantiate(): ScannerExports {
    const module = new WebAssembly.Module(Buffer.from(code, 'base64'));
    const instance = new WebAssembly.Instance(module, {
      env: { memory: this.memory },
      host: {
        entryOfText: (column: number, start: number, end: number) =>
          this.host!.entryOfText(column, start, end),
        readTimeStamp: (start: number, end: number, row: number) => this.host!.readTimeStamp(start, end, row),
      },
    });
    return instance.exports as unknown as ScannerExports;
  }

  /** The fields of a column's description that are about its recent texts. */
  private recentTexts(plan: RowPlan, action: number): number[] {
    const { slots, textBytes } = recentSizeOf(plan);
    const slotsAt = this.take(slots * SLOT_BYTES);
    const textsAt = this.take(textBytes);
    const guessesAt = action === ADDRESS ? this.int32(GUESSES) : action === STEADY ? this.int32(1) : null;
    // A slot that does not hold the text: good enough for a first guess.
    guessesAt?.fill(slotsAt);
    return [slotsAt, slots - 1, textsAt, textBytes, guessesAt?.byteOffset ?? 0];
  }

  private take(bytes: number): number {
    const at = this.freeAt;
    this.freeAt += Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    if (this.freeAt > this.memory.buffer.byteLength) {
      throw new Error('The scanner has less memory than its columns need');
    }
    return at;
  }
}

/** Bytes of all arrays that {@link RowScanner} is asked for. */
function bytesFor(plan: RowPlan): number {
  const { slots, textBytes } = recentSizeOf(plan);
  const perText = slots * SLOT_BYTES + textBytes + 4 * GUESSES + 3 * ALIGNMENT;
  const descriptions = plan.width * COLUMN_FIELDS * 4 + ALIGNMENT;
  const columns = blockBytes(plan.tagColumns.length, ALIGNMENT) + kernelBytes(ALIGNMENT);
  return columns + descriptions + textColumnsOf(plan) * perText;
}

function recentSizeOf(plan: RowPlan): RecentSize {
  return textColumnsOf(plan) > MANY_TEXT_COLUMNS ? NARROW : WIDE;
}

function textColumnsOf(plan: RowPlan): number {
  let count = 0;
  for (let column = 0; column < plan.width; column++) if (plan.holdsText(column)) count += 1;
  return count;
}
