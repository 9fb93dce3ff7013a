import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashWords, sameBytes } from './byte-words.ts';

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

describe('sameBytes', () => {
  it('sees every difference, at any place and alignment', () => {
    for (let length = 1; length < 40; length++) {
      for (let offset = 0; offset < 9; offset++) {
        const b = Uint8Array.from({ length }, (_, i) => 33 + ((i * 7) % 90));
        const a = new Uint8Array(length + offset + 3).fill(10);
        a.set(b, offset);
        expect(sameBytes(viewOf(a), offset, viewOf(b), 0, length)).toBe(true);
        for (let at = 0; at < length; at++) {
          a[offset + at]! ^= 1;
          expect(sameBytes(viewOf(a), offset, viewOf(b), 0, length)).toBe(false);
          a[offset + at]! ^= 1;
        }
      }
    }
  });

  it('compares nothing as the same', () => {
    expect(sameBytes(viewOf(Uint8Array.of(1)), 1, viewOf(Uint8Array.of(2)), 1, 0)).toBe(true);
  });

  it('tells zero bytes and a sign bit apart from text', () => {
    const text = new TextEncoder().encode('12345678');
    expect(sameBytes(viewOf(new Uint8Array(8)), 0, viewOf(text), 0, 8)).toBe(false);
  });

  it('agrees with a plain comparison for all UTF-8', () => {
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }).filter((s) => !s.includes('\0'));
    fc.assert(
      fc.property(text, text, (left, right) => {
        const a = new TextEncoder().encode(left);
        const b = new TextEncoder().encode(right);
        expect(sameBytes(viewOf(a), 0, viewOf(a.slice()), 0, a.length)).toBe(true);
        if (a.length === b.length)
          expect(sameBytes(viewOf(a), 0, viewOf(b), 0, a.length)).toBe(left === right);
      }),
    );
  });
});

describe('hashWords', () => {
  it('depends on every byte and not on the place', () => {
    const bytes = Uint8Array.from({ length: 23 }, (_, i) => i + 40);
    const moved = new Uint8Array(40);
    moved.set(bytes, 5);
    const hash = hashWords(viewOf(bytes), 0, 23);
    expect(hashWords(viewOf(moved), 5, 28)).toBe(hash);
    for (let at = 0; at < 23; at++) {
      bytes[at]! ^= 1;
      expect(hashWords(viewOf(bytes), 0, 23)).not.toBe(hash);
      bytes[at]! ^= 1;
    }
  });
});
