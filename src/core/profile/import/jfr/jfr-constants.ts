import type { ConstantKey, JfrCursor } from './jfr-cursor.ts';
import { ConstantRef, type JfrRecord, type JfrValue, type JfrValues } from './jfr-values.ts';

/** Where the constants of a chunk are; each is read when it is asked for. */
export class JfrConstants {
  private readonly values: JfrValues;
  private readonly cursorAt: (at: number) => JfrCursor;
  /** Place in the chunk, by type and key. */
  private readonly places = new Map<number, Map<ConstantKey, number>>();

  /** @param cursorAt a cursor in the chunk, at a place counted from its start */
  constructor(values: JfrValues, cursorAt: (at: number) => JfrCursor) {
    this.values = values;
    this.cursorAt = cursorAt;
  }

  /**
   * Notes the constants of a checkpoint.
   * @param cursor behind size and type of the event; its places count from the start of the chunk
   * @param start where the chunk begins for the cursor
   */
  addCheckpoint(cursor: JfrCursor, start: number): void {
    cursor.skipInteger(8); // start
    cursor.skipInteger(8); // duration
    cursor.skipInteger(8); // to the checkpoint before: all are met in the order of the chunk
    cursor.byte(); // flags
    const pools = cursor.int();
    for (let pool = 0; pool < pools; pool++) {
      const typeId = cursor.long();
      const type = this.values.types.get(typeId);
      const count = cursor.int();
      // Without its layout nothing behind it can be found.
      if (type === undefined) return;
      let places = this.places.get(typeId);
      if (places === undefined) {
        places = new Map<ConstantKey, number>();
        this.places.set(typeId, places);
      }
      for (let i = 0; i < count; i++) {
        const key = cursor.key();
        places.set(key, cursor.at - start);
        this.values.skip(cursor, type);
      }
    }
  }

  /** The constant that a reference stands for; null when it is not in the chunk. */
  resolve({ typeId, key }: ConstantRef): JfrValue {
    const place = this.places.get(typeId)?.get(key);
    const type = this.values.types.get(typeId);
    if (place === undefined || type === undefined) return null;
    return this.values.value(this.cursorAt(place), type);
  }

  /** A record, by reference or in place; null for anything else. */
  recordOf(value: JfrValue | undefined): JfrRecord | null {
    const found = value instanceof ConstantRef ? this.resolve(value) : value;
    return found instanceof Map ? found : null;
  }

  /** A text, by reference or in place or in a record of one: symbols are written so. */
  textOf(value: JfrValue | undefined): string | null {
    let found = value;
    for (let i = 0; i < 4; i++) {
      if (typeof found === 'string') return found;
      if (found instanceof ConstantRef) found = this.resolve(found);
      else if (found instanceof Map) found = (found as JfrRecord).values().next().value;
      else return null;
    }
    return null;
  }
}
