import { JfrOutOfBytes, type ConstantKey, type JfrCursor } from './jfr-cursor.ts';
import type { JfrField, JfrType } from './jfr-metadata.ts';

/** A value that stands in a pool of constants. */
export class ConstantRef {
  readonly typeId: number;
  readonly key: ConstantKey;

  constructor(typeId: number, key: ConstantKey) {
    this.typeId = typeId;
    this.key = key;
  }
}

export type JfrValue = number | string | boolean | null | ConstantRef | JfrRecord | readonly JfrValue[];
export type JfrRecord = ReadonlyMap<string, JfrValue>;

/** Bytes of plain values where integers are not compressed. */
const widths: Readonly<Record<string, number>> = { short: 2, char: 2, int: 4, long: 8 };
const DEEPEST = 20;
const MOST_ELEMENTS = 1_000_000;

/** Reads values as the metadata of their chunk lays them out. */
export class JfrValues {
  readonly types: ReadonlyMap<number, JfrType>;
  private readonly byName = new Map<string, JfrType>();

  constructor(types: ReadonlyMap<number, JfrType>) {
    this.types = types;
    for (const type of types.values()) this.byName.set(type.name, type);
  }

  typeNamed(name: string): JfrType | undefined {
    return this.byName.get(name);
  }

  record(cursor: JfrCursor, type: JfrType, depth = 0): JfrRecord {
    const record = new Map<string, JfrValue>();
    for (const field of type.fields) record.set(field.name, this.field(cursor, field, depth));
    return record;
  }

  /** Passes over a value of the type. */
  skip(cursor: JfrCursor, type: JfrType, depth = 0): void {
    if (this.skipPlain(cursor, type)) return;
    if (depth > DEEPEST) throw new JfrOutOfBytes();
    for (const field of type.fields) {
      const count = field.array ? cursor.int() : 1;
      const own = this.typeOf(field);
      for (let i = 0; i < count; i++) {
        if (field.pooled) cursor.skipInteger(8);
        else this.skip(cursor, own, depth + 1);
      }
    }
  }

  /** A value of the type itself: text, number or record. */
  value(cursor: JfrCursor, type: JfrType, depth = 0): JfrValue {
    switch (type.name) {
      case 'java.lang.String': {
        const text = cursor.text();
        return typeof text === 'object' && text !== null ? new ConstantRef(type.id, text.key) : text;
      }
      case 'boolean':
        return cursor.byte() !== 0;
      case 'byte':
        return (cursor.byte() << 24) >> 24;
      case 'float':
        return cursor.float();
      case 'double':
        return cursor.double();
      case 'char':
      case 'short':
      case 'int':
      case 'long':
        return cursor.integer(widths[type.name]!);
      default:
        if (depth > DEEPEST) throw new JfrOutOfBytes();
        return this.record(cursor, type, depth + 1);
    }
  }

  private field(cursor: JfrCursor, field: JfrField, depth: number): JfrValue {
    const type = this.typeOf(field);
    const one = (): JfrValue =>
      field.pooled ? new ConstantRef(field.typeId, cursor.key()) : this.value(cursor, type, depth);
    if (!field.array) return one();
    const count = cursor.int();
    if (count > MOST_ELEMENTS) throw new JfrOutOfBytes();
    const list: JfrValue[] = [];
    for (let i = 0; i < count; i++) list.push(one());
    return list;
  }

  private skipPlain(cursor: JfrCursor, { name }: JfrType): boolean {
    switch (name) {
      case 'java.lang.String':
        cursor.text();
        return true;
      case 'boolean':
      case 'byte':
        cursor.forward(1);
        return true;
      case 'float':
        cursor.forward(4);
        return true;
      case 'double':
        cursor.forward(8);
        return true;
      case 'char':
      case 'short':
      case 'int':
      case 'long':
        cursor.skipInteger(widths[name]!);
        return true;
      default:
        return false;
    }
  }

  private typeOf({ typeId }: JfrField): JfrType {
    const type = this.types.get(typeId);
    if (type === undefined) throw new JfrOutOfBytes();
    return type;
  }
}

/** A member of a record as a number; null where it is none. */
export function numberIn(record: JfrRecord, name: string): number | null {
  const value = record.get(name);
  return typeof value === 'number' ? value : null;
}
