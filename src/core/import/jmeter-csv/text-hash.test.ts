import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashText } from './text-hash.ts';

describe('hashText', () => {
  it('depends on the text alone, not on its place or on what follows', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 20 }),
        fc.nat(7),
        fc.uint8Array({ maxLength: 6 }),
        (text, shift, rest) => {
          const source = new Uint8Array(shift + text.length + rest.length);
          source.set(text, shift);
          source.set(rest, shift + text.length);
          const alone = hashText(new DataView(text.slice().buffer), 0, text.length);
          expect(hashText(new DataView(source.buffer), shift, shift + text.length)).toBe(alone);
        },
      ),
    );
  });

  it('spreads similar texts', () => {
    const encoder = new TextEncoder();
    const hashes = new Set<number>();
    for (let i = 0; i < 10_000; i++) {
      const bytes = encoder.encode(`Thread Group 1-${i}`);
      hashes.add(hashText(new DataView(bytes.buffer), 0, bytes.length));
    }
    expect(hashes.size).toBeGreaterThan(9_990);
  });
});
