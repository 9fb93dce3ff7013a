/**
 * Messages with typed arrays as one binary frame, for carriers that know bytes only (the localhost host).
 *
 * Frame: u32 little-endian length of the head, the head as UTF-8 JSON, zero padding to a multiple of 8, then the
 * arrays one after the other, each padded to a multiple of 8 so that the receiver can make views without copying.
 * In the head an array stands as `{"$array": [type, offset, length]}`, offset in bytes from the first array. A message
 * may have such keys of its own (a query names its columns as it likes): they get one more `$` on the way.
 */

import type { NumericArray } from '../contract/columns.ts';

const arrayTypes = {
  f64: Float64Array,
  f32: Float32Array,
  i32: Int32Array,
  u32: Uint32Array,
  u16: Uint16Array,
  u8: Uint8Array,
} as const;
type ArrayType = keyof typeof arrayTypes;
type WireArray = NumericArray | Float32Array;

/** Larger frames are refused: no answer of the engine is that large, so the sender must be broken. */
export const MAX_FRAME_BYTES = 1 << 30;

export function encodeFrame(message: unknown): Uint8Array<ArrayBuffer> {
  const arrays: WireArray[] = [];
  let offset = 0;
  const json = JSON.stringify(message, (_key, value: unknown) => {
    const type = arrayTypeOf(value);
    if (type === null) return hasReservedKey(value) ? renameKeys(value, (key) => `$${key}`) : value;
    const array = value as WireArray;
    const place = { $array: [type, offset, array.length] };
    arrays.push(array);
    offset += padded(array.byteLength);
    return place;
  });
  const head = new TextEncoder().encode(json);
  const start = padded(4 + head.length);
  if (start + offset > MAX_FRAME_BYTES) throw new Error('A message of impossible size');
  const frame = new Uint8Array(start + offset);
  new DataView(frame.buffer).setUint32(0, head.length, true);
  frame.set(head, 4);
  let at = start;
  for (const array of arrays) {
    frame.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += padded(array.byteLength);
  }
  return frame;
}

/**
 * @throws {Error} when the frame is not one that {@link encodeFrame} makes
 */
export function decodeFrame(frame: Uint8Array<ArrayBuffer>): unknown {
  if (frame.byteLength < 4 || frame.byteLength > MAX_FRAME_BYTES) throw new Error('Frame of impossible size');
  // Views need an aligned start; carriers sometimes hand out a slice of a larger buffer.
  const bytes = frame.byteOffset % 8 === 0 ? frame : new Uint8Array(frame);
  const headLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  // Compared before it is padded: beyond 2^31 that would turn negative.
  const start = headLength > bytes.byteLength ? Infinity : padded(4 + headLength);
  if (start > bytes.byteLength) throw new Error('Frame head is cut off');
  const head = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(4, 4 + headLength));
  return JSON.parse(head, (_key, value: unknown) => {
    const place = arrayPlace(value);
    if (place === null) return hasReservedKey(value) ? renameKeys(value, (key) => key.slice(1)) : value;
    const [type, offset, length] = place;
    const Constructor = arrayTypes[type];
    const at = start + offset;
    if (at % 8 !== 0 || at + length * Constructor.BYTES_PER_ELEMENT > bytes.byteLength)
      throw new Error('Frame array out of range');
    return new Constructor(bytes.buffer, bytes.byteOffset + at, length);
  });
}

function padded(length: number): number {
  return (length + 7) & ~7;
}

function arrayTypeOf(value: unknown): ArrayType | null {
  if (!ArrayBuffer.isView(value)) return null;
  if (value instanceof Float64Array) return 'f64';
  if (value instanceof Float32Array) return 'f32';
  if (value instanceof Int32Array) return 'i32';
  if (value instanceof Uint32Array) return 'u32';
  if (value instanceof Uint16Array) return 'u16';
  if (value instanceof Uint8Array) return 'u8';
  throw new Error(`No wire type for ${value.constructor.name}`);
}

function arrayPlace(value: unknown): [ArrayType, number, number] | null {
  if (typeof value !== 'object' || value === null || !('$array' in value)) return null;
  const place: unknown = value.$array;
  if (!Array.isArray(place) || place.length !== 3) throw new Error('Malformed array in frame');
  const [type, offset, length] = place as [unknown, unknown, unknown];
  if (typeof type !== 'string' || !Object.hasOwn(arrayTypes, type))
    throw new Error('Unknown array type in frame');
  if (!isCount(offset) || !isCount(length)) throw new Error('Malformed array in frame');
  return [type as ArrayType, offset, length];
}

const RESERVED_KEY = /^\$+array$/u;

function hasReservedKey(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  for (const key in value) if (key.startsWith('$') && RESERVED_KEY.test(key)) return true;
  return false;
}

function renameKeys(value: object, rename: (key: string) => string): object {
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      RESERVED_KEY.test(key) ? rename(key) : key,
      inner as unknown,
    ]),
  );
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_FRAME_BYTES;
}
