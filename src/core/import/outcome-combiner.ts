import type { BatchColumn } from './batch.ts';
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
  /** Four numbers a slot: the three parts and the id. Filled with a part that never occurs. */
  private readonly recent = new Int32Array(RECENT_SLOTS * 4).fill(NONE - 1);

  constructor(firstId: number) {
    this.nextId = firstId;
  }

  /** @returns the `outcome_id` column, or null when the batch has none of the parts */
  combine(columns: Readonly<Record<string, BatchColumn>>, rows: number): StoredColumn | null {
    const parts = PARTS.map((name) => columns[name]);
    if (parts.every((part) => part === undefined)) return null;
    const [code, message, failure] = parts;
    const out = new Int32Array(rows);
    const { recent } = this;
    for (let row = 0; row < rows; row++) {
      const codeId = idAt(code, row);
      const messageId = idAt(message, row);
      const failureId = idAt(failure, row);
      const slot = ((Math.imul(codeId, 31) + Math.imul(messageId, 17) + failureId) & (RECENT_SLOTS - 1)) * 4;
      if (recent[slot] !== codeId || recent[slot + 1] !== messageId || recent[slot + 2] !== failureId) {
        recent[slot] = codeId;
        recent[slot + 1] = messageId;
        recent[slot + 2] = failureId;
        recent[slot + 3] = this.idOf(codeId, messageId, failureId);
      }
      out[row] = recent[slot + 3]!;
    }
    return { type: 'i32', values: out, valid: null };
  }

  takeNew(): NewOutcome[] {
    const fresh = this.fresh;
    this.fresh = [];
    return fresh;
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

function idAt(column: BatchColumn | undefined, row: number): number {
  if (column === undefined) return NONE;
  if (column.valid !== null && ((column.valid[row >> 3]! >> (row & 7)) & 1) === 0) return NONE;
  return column.values[row]!;
}
