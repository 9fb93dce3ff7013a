import { inflateSync } from 'node:zlib';

/**
 * Unpacks a zlib stream that is small enough to be unpacked in one go.
 *
 * @param maxBytes more than that is not made: a few bytes can become gigabytes
 * @returns null when it is damaged, cut off or too large
 */
export function inflateWhole(bytes: Uint8Array, maxBytes: number): Uint8Array | null {
  try {
    return inflateSync(bytes, { maxOutputLength: maxBytes });
  } catch {
    return null;
  }
}
