import { inflateWhole } from '../../io/inflate.ts';
import { HdrHistogram } from './histogram.ts';

/** Low bits of the second byte hold the size of a word in older versions. */
const COOKIE_MASK = 0xffffff0f;
const V2_COMPRESSED = 0x1c849304;
const V2 = 0x1c849303;
const OLDER_COMPRESSED: readonly number[] = [0x1c849302, 0x1c849309];
const DOUBLES_COMPRESSED = 0x0c72124f;

/** Cookie, length of the counts, offset, digits, lowest and highest value, ratio. */
const HEADER_BYTES = 40;
const DOUBLES_HEADER_BYTES = 16;
/** The finest histogram over the largest range has fewer counts; more is damage, or a bomb. */
const MAX_INFLATED_BYTES = 32 << 20;
const MAX_INDEX = 8 << 20;

/** Why bytes are no histogram. */
export class BadHistogram extends Error {}

/**
 * Decodes what Java's `encodeIntoCompressedByteBuffer` writes, in version 2 (HdrHistogram 2.1.5 of 2015, and its ports).
 * Offsets and numbers: `AbstractHistogram.java`, `ZigZagEncoding.java`, `DoubleHistogram.java`.
 *
 * @throws {BadHistogram}
 */
export function decodeHistogram(base64: string): HdrHistogram {
  if (!/^[A-Za-z0-9+/]+={0,2}$/u.test(base64)) throw new BadHistogram('the histogram is not base64');
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
  const isDoubles = bytes.length >= 4 && view(bytes).getInt32(0) === DOUBLES_COMPRESSED;
  return decodePlain(inflate(isDoubles ? bytes.subarray(DOUBLES_HEADER_BYTES) : bytes), isDoubles);
}

function inflate(bytes: Uint8Array): Uint8Array {
  if (bytes.length < 8) throw cutOff();
  const cookie = (view(bytes).getUint32(0) & COOKIE_MASK) >>> 0;
  if (OLDER_COMPRESSED.includes(cookie))
    throw new BadHistogram('the histogram is of an older encoding than version 2');
  if (cookie !== V2_COMPRESSED) throw new BadHistogram('not a compressed histogram');
  const length = view(bytes).getUint32(4);
  if (length > bytes.length - 8) throw cutOff();
  const inflated = inflateWhole(bytes.subarray(8, 8 + length), MAX_INFLATED_BYTES);
  if (inflated === null) throw new BadHistogram('the histogram cannot be unpacked');
  return inflated;
}

function decodePlain(bytes: Uint8Array, isDoubles: boolean): HdrHistogram {
  if (bytes.length < HEADER_BYTES) throw cutOff();
  const header = view(bytes);
  if ((header.getUint32(0) & COOKIE_MASK) >>> 0 !== V2)
    throw new BadHistogram('not a histogram of version 2');
  const length = header.getUint32(4);
  const significantDigits = header.getInt32(12);
  const lowestValue = Number(header.getBigInt64(16));
  const ratio = isDoubles ? header.getFloat64(32) : 1;
  if (length > bytes.length - HEADER_BYTES) throw cutOff();
  if (
    significantDigits < 0 ||
    significantDigits > 5 ||
    lowestValue < 1 ||
    !(ratio > 0 && Number.isFinite(ratio))
  )
    throw new BadHistogram('the header of the histogram is damaged');
  const histogram = new HdrHistogram({ significantDigits, lowestValue, ratio });
  readCounts(bytes.subarray(HEADER_BYTES, HEADER_BYTES + length), histogram);
  return histogram;
}

/** Counts from the lowest index on; a negative number is so many zeros. */
function readCounts(bytes: Uint8Array, histogram: HdrHistogram): void {
  let at = 0;
  let index = 0;
  while (at < bytes.length) {
    // LEB128 of at most nine bytes, of which the ninth has eight bits of its own; then zigzag.
    let raw = 0n;
    for (let part = 0; ; part++) {
      const byte = bytes[at];
      if (byte === undefined) throw cutOff();
      at += 1;
      raw |= BigInt(part < 8 ? byte & 0x7f : byte) << BigInt(7 * part);
      if (part === 8 || byte < 0x80) break;
    }
    const count = Number((raw >> 1n) ^ -(raw & 1n));
    if (count > 0) {
      if (!Number.isSafeInteger(count)) throw new BadHistogram('a count is impossibly large');
      histogram.append(index, count);
    }
    index += count < 0 ? -count : 1;
    if (index > MAX_INDEX) throw new BadHistogram('the histogram has more counts than there can be');
  }
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function cutOff(): BadHistogram {
  return new BadHistogram('the histogram is cut off');
}
