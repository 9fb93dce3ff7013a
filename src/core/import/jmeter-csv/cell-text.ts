import { isUtf8 } from 'node:buffer';
import type { NewTexts } from '../byte-dictionary.ts';
import { MAX_TEXT_BYTES } from '../importer.ts';

/**
 * JMeter writes UTF-8, but versions before 3 wrote the platform's own encoding. Bytes that are not UTF-8 are therefore
 * read as Latin-1, which holds most Western texts and never fails; a database would refuse them as they are.
 */
const fallbackEncoding = 'latin1';

export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder(isUtf8(bytes) ? 'utf-8' : fallbackEncoding, { ignoreBOM: true }).decode(bytes);
}

/** The same texts in valid UTF-8, and how many had to be decoded otherwise. */
export function inUtf8(texts: NewTexts): { readonly texts: NewTexts; readonly repaired: number } {
  const { bytes, offsets, ids } = texts;
  if (isUtf8(bytes) && !startsInsideCharacter(texts)) return { texts, repaired: 0 };
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  const newOffsets = new Uint32Array(offsets.length);
  let size = 0;
  let repaired = 0;
  for (let i = 0; i < ids.length; i++) {
    let part: Uint8Array = bytes.subarray(offsets[i], offsets[i + 1]);
    if (!isUtf8(part)) {
      part = encoder.encode(decodeText(part));
      repaired += 1;
    }
    parts.push(part);
    size += part.length;
    newOffsets[i + 1] = size;
  }
  const joined = new Uint8Array(size);
  parts.forEach((part, i) => joined.set(part, newOffsets[i]));
  return { texts: { ids, bytes: joined, offsets: newOffsets }, repaired };
}

/** Two broken texts, one behind the other, may look like a valid one. */
function startsInsideCharacter({ bytes, offsets, ids }: NewTexts): boolean {
  for (let i = 0; i < ids.length; i++) {
    const at = offsets[i]!;
    if (at < offsets[i + 1]! && isContinuation(bytes[at]!)) return true;
  }
  return false;
}

/** Where a text that starts at `start` and is longer than {@link MAX_TEXT_BYTES} is cut: never inside a character. */
export function cutEnd(bytes: Uint8Array, start: number): number {
  const limit = start + MAX_TEXT_BYTES;
  for (let end = limit; end > limit - 4; end--) if (!isContinuation(bytes[end]!)) return end;
  return limit;
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}
