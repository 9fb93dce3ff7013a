import { AppError } from '#shared/contract/errors.ts';
import type { ByteCursor } from './byte-cursor.ts';

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const BACKSLASH = 92;
const OPEN_ARRAY = 91;
const CLOSE_ARRAY = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
/** The `snapshot` member is some kilobytes; a value that goes on is not one. */
const MAX_CAPTURED_BYTES = 4 << 20;

/**
 * The name of the next member of the outer object, the cursor then being at its value.
 * @returns null at the end of the object or of the file
 * @throws {AppError} `file-damaged` where no member can be
 */
export async function nextMember(cursor: ByteCursor): Promise<string | null> {
  let byte = await cursor.peek();
  if (byte === COMMA) {
    cursor.at += 1;
    byte = await cursor.peek();
  }
  if (byte === CLOSE_OBJECT || byte === -1) return null;
  if (byte !== QUOTE) throw notJson(cursor);
  const name = await captureValue(cursor);
  if ((await cursor.peek()) !== COLON) throw notJson(cursor);
  cursor.at += 1;
  await cursor.peek();
  return name.slice(1, -1);
}

/** True, and the cursor behind the bracket, if an array begins here. */
export async function enterArray(cursor: ByteCursor): Promise<boolean> {
  if ((await cursor.peek()) !== OPEN_ARRAY) return false;
  cursor.at += 1;
  return true;
}

/**
 * The value at the cursor as text.
 * @throws {AppError} `file-damaged` when it does not end
 */
export async function captureValue(cursor: ByteCursor): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  const whole = await passValue(cursor, (piece) => {
    size += piece.length;
    if (size > MAX_CAPTURED_BYTES) throw notJson(cursor);
    pieces.push(Buffer.from(piece));
  });
  if (!whole) throw cutOff(cursor, 'in the description of the snapshot');
  return Buffer.concat(pieces).toString('utf8');
}

/**
 * Passes over the value at the cursor.
 * @returns false when the file ended before the value did
 */
export async function passValue(cursor: ByteCursor, keep?: (piece: Uint8Array) => void): Promise<boolean> {
  let depth = 0;
  let inText = false;
  let escaped = false;
  let begun = false;
  for (;;) {
    const { bytes, end } = cursor;
    const from = cursor.at;
    let at = from;
    let done = false;
    while (at < end && !done) {
      const byte = bytes[at]!;
      if (inText) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) {
          inText = false;
          done = depth === 0;
        }
        at += 1;
      } else if (byte === QUOTE) {
        inText = true;
        begun = true;
        at += 1;
      } else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) {
        depth += 1;
        begun = true;
        at += 1;
      } else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) {
        // The end of what is around a bare number or word.
        if (depth === 0) done = true;
        else {
          depth -= 1;
          done = depth === 0;
          at += 1;
        }
      } else if (depth === 0 && begun && (byte === COMMA || byte <= 32)) {
        done = true;
      } else {
        if (byte > 32) begun = true;
        at += 1;
      }
    }
    keep?.(bytes.subarray(from, at));
    cursor.at = at;
    if (done) return true;
    if (!(await cursor.next())) return false;
  }
}

export function notJson(cursor: ByteCursor): AppError {
  return new AppError('file-damaged', 'The heap snapshot is damaged: this is not what belongs here.', {
    hint: 'Copy the file again from where it was made, or take the snapshot again.',
    place: { byte: cursor.place },
  });
}

/** @param where "in the list of objects" */
export function cutOff(cursor: ByteCursor, where: string): AppError {
  return new AppError('file-damaged', `The heap snapshot ends early, ${where}: the file was cut off.`, {
    hint: 'Copy the file again from where it was made: names come last in it, so nothing can be shown without them.',
    place: { byte: cursor.place },
  });
}
