import { isUtf8 } from 'node:buffer';
import type { NewTexts } from '../byte-dictionary.ts';

/** The same texts in valid UTF-8, which a database insists on: what is none becomes U+FFFD. */
export function inUtf8(texts: NewTexts): NewTexts {
  const { ids, bytes, offsets } = texts;
  const partOf = (i: number): Uint8Array => bytes.subarray(offsets[i], offsets[i + 1]);
  // Each by itself: two broken texts, one behind the other, may look like a valid one.
  if (ids.every((_, i) => isUtf8(partOf(i)))) return texts;
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const encoder = new TextEncoder();
  const parts = Array.from(ids, (_, i) => encoder.encode(decoder.decode(partOf(i))));
  const newOffsets = new Uint32Array(offsets.length);
  parts.forEach((part, i) => (newOffsets[i + 1] = newOffsets[i]! + part.length));
  const joined = new Uint8Array(newOffsets.at(-1)!);
  parts.forEach((part, i) => joined.set(part, newOffsets[i]));
  return { ids, bytes: joined, offsets: newOffsets };
}
