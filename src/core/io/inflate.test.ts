import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { inflateWhole } from './inflate.ts';

describe('unpacking a small zlib stream', () => {
  const packed = deflateSync(new Uint8Array(1000).fill(7));

  it('gives the bytes', () => {
    expect(inflateWhole(packed, 1000)).toEqual(Buffer.alloc(1000, 7));
  });

  it('gives nothing when it is damaged, cut off or too large', () => {
    expect(inflateWhole(packed, 999)).toBeNull();
    expect(inflateWhole(packed.subarray(0, packed.length - 2), 1000)).toBeNull();
    expect(inflateWhole(Uint8Array.of(1, 2, 3), 1000)).toBeNull();
  });
});
