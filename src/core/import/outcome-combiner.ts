import { ArrayPool } from './array-pool.ts';
import type { BatchColumn } from './batch.ts';
import { BATCH_ROWS } from './column-builder.ts';
import type { StoredColumn } from './stored-batch.ts';

/** A combination of response code, response message and failure message; the ids are those of texts, -1 for none. */
export interface NewOutcome {
  readonly id: number;
  readonly codeId: number;
  readonly messageId: number;
  readonly failureId: number;
}

const PARTS = ['code_id', 'message_id', 'failure_id'] as const;
const NONE = -1;
/** An id that no text has. */
const NEVER = -2;
/** Bounds the memory for files in which every failure has a text of its own. */
const MAX_KNOWN = 200_000;
/** Direct-mapped cache in front of the map: rows with the usual combinations make no string. Power of two. */
const RECENT_SLOTS = 1024;

/**
 * Code, message and failure text of a sample nearly always come in a few combinations: one number for the combination is
 * stored instead of three. Numbers start at `firstId` and only grow; forgotten combinations get a new number.
 */
export class OutcomeCombiner {
  private nextId: number;
  private known = new Map<string, number>();
  private fresh: NewOutcome[] = [];
  private readonly cells = [new PartCells(), new PartCells(), new PartCells()] as const;
  /** Four numbers a slot: the three parts and the id. Filled with a part that never occurs. */
  private readonly recent = new Int32Array(RECENT_SLOTS * 4).fill(NEVER);

  private readonly arrays: ArrayPool;

  /** @param arrays takes the parts of batches that were combined */
  constructor(firstId: number, arrays = new ArrayPool()) {
    this.nextId = firstId;
    this.arrays = arrays;
  }

  /** @returns the `outcome_id` column, or null when the batch has none of the parts */
  combine(columns: Readonly<Record<string, BatchColumn>>, rows: number): StoredColumn | null {
    if (PARTS.every((name) => columns[name] === undefined)) return null;
    const codes = this.cells[0].of(columns['code_id'], rows);
    const messages = this.cells[1].of(columns['message_id'], rows);
    const failures = this.cells[2].of(columns['failure_id'], rows);
    const out = this.arrays.int32(Math.max(rows, BATCH_ROWS));
    // Neighbouring rows mostly have the same outcome: three comparisons instead of a look-up.
    let codeId = NEVER;
    let messageId = NEVER;
    let failureId = NEVER;
    let id = 0;
    for (let row = 0; row < rows; row++) {
      if (codes[row] !== codeId || messages[row] !== messageId || failures[row] !== failureId) {
        codeId = codes[row]!;
        messageId = messages[row]!;
        failureId = failures[row]!;
        id = this.recentIdOf(codeId, messageId, failureId);
      }
      out[row] = id;
    }
    for (const name of PARTS) {
      const part = columns[name];
      if (part !== undefined) this.arrays.give(part.values.buffer);
    }
    return { type: 'i32', values: out.subarray(0, rows), valid: null };
  }

  takeNew(): NewOutcome[] {
    const fresh = this.fresh;
    this.fresh = [];
    return fresh;
  }

  private recentIdOf(codeId: number, messageId: number, failureId: number): number {
    const { recent } = this;
    const slot = ((Math.imul(codeId, 31) + Math.imul(messageId, 17) + failureId) & (RECENT_SLOTS - 1)) * 4;
    if (recent[slot] !== codeId || recent[slot + 1] !== messageId || recent[slot + 2] !== failureId) {
      recent[slot] = codeId;
      recent[slot + 1] = messageId;
      recent[slot + 2] = failureId;
      recent[slot + 3] = this.idOf(codeId, messageId, failureId);
    }
    return recent[slot + 3]!;
  }

  private idOf(codeId: number, messageId: number, failureId: number): number {
    const key = `${codeId},${messageId},${failureId}`;
    let id = this.known.get(key);
    if (id === undefined) {
      if (this.known.size >= MAX_KNOWN) this.known = new Map();
      id = this.nextId;
      this.nextId += 1;
      this.known.set(key, id);
      this.fresh.push({ id, codeId, messageId, failureId });
    }
    return id;
  }
}

export function isOutcomePart(name: string): boolean {
  return (PARTS as readonly string[]).includes(name);
}

/** One part of a batch as plain numbers; its memory is used again for every batch. */
class PartCells {
  private filled = new Int32Array(0);

  /** @returns the ids of the rows, {@link NONE} where there is none; good until the next call */
  of(column: BatchColumn | undefined, rows: number): Int32Array {
    if (column?.valid === null) return column.values as Int32Array;
    if (this.filled.length < rows) this.filled = new Int32Array(rows);
    const { filled } = this;
    filled.fill(NONE, 0, rows);
    if (column === undefined) return filled;
    const values = column.values as Int32Array;
    for (let from = 0; from < rows; from += 8) {
      const bits = column.valid[from >> 3]!;
      // Failure texts are rare: most bytes of their mask are zero.
      if (bits === 0) continue;
      const to = Math.min(from + 8, rows);
      for (let row = from; row < to; row++) if (((bits >> (row & 7)) & 1) === 1) filled[row] = values[row]!;
    }
    return filled;
  }
}
