/** A field of a protobuf message: a number (wire types 0, 1, 5) or bytes (wire type 2). */
export interface ProtobufField {
  readonly number: number;
  readonly value: number;
  /** Null of a number. */
  readonly bytes: Uint8Array | null;
}

/** Thrown where bytes are no protobuf message. */
export class NotProtobuf extends Error {}

/**
 * Fields of a message, in their order.
 * @param partial the bytes may end within a field: then the walk ends there
 * @throws {NotProtobuf}
 */
export function* protobufFields(bytes: Uint8Array, partial = false): Generator<ProtobufField> {
  const cursor: Cursor = { bytes, at: 0 };
  while (cursor.at < bytes.length) {
    const field = nextField(cursor);
    if (field === null) {
      if (partial) return;
      throw new NotProtobuf(`a field ends behind byte ${String(bytes.length)}`);
    }
    yield field;
  }
}

/** A repeated field of whole numbers: packed, or one of its values. */
export function* repeatedNumbers({ value, bytes }: ProtobufField): Generator<number> {
  if (bytes === null) {
    yield value;
    return;
  }
  const cursor: Cursor = { bytes, at: 0 };
  while (cursor.at < bytes.length) {
    const next = varint(cursor);
    if (next === null) throw new NotProtobuf('a packed field ends within a number');
    yield next;
  }
}

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

/** @returns null where the bytes end */
function nextField(cursor: Cursor): ProtobufField | null {
  const tag = varint(cursor);
  if (tag === null) return null;
  const number = Math.floor(tag / 8);
  if (number < 1 || number > 536_870_911) throw new NotProtobuf(`${String(number)} is no number of a field`);
  switch (tag % 8) {
    case 0: {
      const value = varint(cursor);
      return value === null ? null : { number, value, bytes: null };
    }
    case 1:
      return fixed(cursor, number, 8);
    case 2: {
      const length = varint(cursor);
      if (length === null) return null;
      if (length < 0 || cursor.at + length > cursor.bytes.length) return null;
      cursor.at += length;
      return { number, value: 0, bytes: cursor.bytes.subarray(cursor.at - length, cursor.at) };
    }
    case 5:
      return fixed(cursor, number, 4);
    default:
      throw new NotProtobuf(`${String(tag % 8)} is no wire type`);
  }
}

function fixed(cursor: Cursor, number: number, size: number): ProtobufField | null {
  if (cursor.at + size > cursor.bytes.length) return null;
  cursor.at += size;
  return { number, value: 0, bytes: null };
}

/** A signed number of 64 bits; beyond 2^53 the nearest double. @returns null where the bytes end */
function varint(cursor: Cursor): number | null {
  let low = 0;
  let high = 0;
  for (let i = 0; i < 10; i++) {
    if (cursor.at >= cursor.bytes.length) return null;
    const byte = cursor.bytes[cursor.at++]!;
    const bits = byte & 0x7f;
    if (i < 4) low += bits * 2 ** (7 * i);
    else if (i === 4) {
      low += (bits & 0x0f) * 2 ** 28;
      high += bits >> 4;
    } else high += bits * 2 ** (7 * i - 32);
    if (byte < 0x80) {
      high %= 2 ** 32;
      return (high >= 2 ** 31 ? high - 2 ** 32 : high) * 2 ** 32 + low;
    }
  }
  throw new NotProtobuf('a number is longer than 64 bits');
}
