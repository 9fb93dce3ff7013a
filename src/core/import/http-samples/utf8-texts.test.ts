import { describe, expect, it } from 'vitest';
import { inUtf8 } from './utf8-texts.ts';

function texts(...parts: number[][]) {
  const offsets = new Uint32Array(parts.length + 1);
  parts.forEach((part, i) => (offsets[i + 1] = offsets[i]! + part.length));
  return { ids: Int32Array.from(parts, (_, i) => i + 5), bytes: Uint8Array.from(parts.flat()), offsets };
}

describe('inUtf8', () => {
  it('leaves valid texts as they are', () => {
    const valid = texts([97], [], [0xc3, 0xa9]);
    expect(inUtf8(valid)).toBe(valid);
  });

  it('repairs each text by itself', () => {
    // A character that is cut in two looks whole when both texts are looked at together.
    const { ids, bytes, offsets } = inUtf8(texts([97], [0xc3], [0xa9], [98]));
    const decoded = Array.from(ids, (_, i) =>
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(offsets[i], offsets[i + 1])),
    );
    expect(decoded).toEqual(['a', '\uFFFD', '\uFFFD', 'b']);
    expect([...ids]).toEqual([5, 6, 7, 8]);
  });
});
