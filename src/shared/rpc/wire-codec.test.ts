import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFrame, encodeFrame, MAX_FRAME_BYTES } from './wire-codec.ts';

fc.configureGlobal({ seed: 20_241_121 });

const arrays = fc.oneof(
  fc.float64Array({ maxLength: 20 }),
  fc.float32Array({ maxLength: 20 }),
  fc.int32Array({ maxLength: 20 }),
  fc.uint32Array({ maxLength: 20 }),
  fc.uint16Array({ maxLength: 20 }),
  fc.uint8Array({ maxLength: 20 }),
);

/** What can stand in a message: JSON's values, typed arrays anywhere, keys of all kinds. */
const messages = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false, '', 0),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value)),
    fc.string({ unit: 'grapheme' }),
    arrays,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom('$array', '$$array', '$$$array', '$', 'array')),
      tie('value'),
      { maxKeys: 5, noNullPrototype: true },
    ),
  ),
})).value;

function frameOf(
  head: string,
  bytes: Uint8Array = new Uint8Array(0),
  headLength?: number,
): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(head);
  const start = Math.ceil((4 + text.length) / 8) * 8;
  const frame = new Uint8Array(start + bytes.length);
  new DataView(frame.buffer).setUint32(0, headLength ?? text.length, true);
  frame.set(text, 4);
  frame.set(bytes, start);
  return frame;
}

describe('wire frames', () => {
  it('give back every message, wherever the frame lies in memory', () => {
    fc.assert(
      fc.property(messages, fc.nat(15), (message, offset) => {
        const frame = encodeFrame(message);
        expect(decodeFrame(frame)).toEqual(message);
        const buffer = new Uint8Array(offset + frame.length + 5).fill(0xab);
        buffer.set(frame, offset);
        expect(decodeFrame(buffer.subarray(offset, offset + frame.length))).toEqual(message);
        const pooled = Buffer.from(buffer.buffer, offset, frame.length);
        expect(decodeFrame(pooled)).toEqual(message);
      }),
      { numRuns: 300 },
    );
  });

  it('keep the bits of numbers in arrays', () => {
    const values = Float64Array.of(NaN, -0, 0, Infinity, -Infinity, 5e-324, 0.1);
    const { out } = decodeFrame(encodeFrame({ out: values })) as { out: Float64Array };
    expect([...out].map((value) => Object.is(value, -0))).toEqual([false, true, ...Array(5).fill(false)]);
    expect(out).toEqual(values);
  });

  it('send the view of an array and not the buffer behind it', () => {
    const buffer = Float64Array.from({ length: 1000 }, (_, row) => row);
    const frame = encodeFrame([buffer.subarray(10, 12)]);
    expect(frame.length).toBeLessThan(100);
    expect(decodeFrame(frame)).toEqual([Float64Array.of(10, 11)]);
  });

  it('give arrays that lie aligned in the frame, without a copy', () => {
    const frame = encodeFrame({ a: Uint8Array.of(1, 2, 3), b: Float64Array.of(1) });
    const { a, b } = decodeFrame(frame) as { a: Uint8Array; b: Float64Array };
    expect(a.buffer).toBe(frame.buffer);
    expect(b.buffer).toBe(frame.buffer);
    expect(b.byteOffset % 8).toBe(0);
  });

  it('refuse arrays that the other side does not know', () => {
    for (const array of [new BigInt64Array(1), new Int8Array(1), new DataView(new ArrayBuffer(8))]) {
      expect(() => encodeFrame({ array })).toThrow(/No wire type/u);
    }
    expect(() => encodeFrame({ big: 1n })).toThrow();
  });

  describe('that are malformed', () => {
    const good = encodeFrame({ a: Float64Array.of(1, 2, 3), b: 'x', c: Uint16Array.of(1) });

    it('throw when they are cut at any place', () => {
      for (let length = 0; length < good.length; length++) {
        // The padding behind the last array is all that may be missing.
        const kept = good.slice(0, length);
        if (length >= good.length - 6) continue;
        expect(() => decodeFrame(kept), `cut to ${length} bytes`).toThrow();
      }
    });

    it('throw when the head is said to be longer than the frame', () => {
      for (const length of [
        good.length - 3,
        good.length,
        2 ** 31 - 1,
        2 ** 31,
        2 ** 31 + 16,
        2 ** 32 - 8,
        2 ** 32 - 1,
      ]) {
        expect(() => decodeFrame(frameOf('{"a":1}   ', undefined, length)), String(length)).toThrow();
      }
    });

    it('never read what lies before or behind the frame', () => {
      const secret = new Uint8Array(4096).fill(0x53);
      for (const head of [
        '{"$array":["u8",0,64]}',
        '{"$array":["u8",8,1]}',
        '{"$array":["f64",0,1]}',
        '{"$array":["u8",4096,1]}',
        '{"$array":["u8",0,1073741824]}',
        '{"$array":["f64",1073741816,1]}',
      ]) {
        for (const headLength of [undefined, 2 ** 31, 2 ** 31 + 8, 2 ** 32 - 64, 2 ** 32 - 1024]) {
          const frame = frameOf(head, undefined, headLength);
          secret.set(frame, 2048);
          const view = secret.subarray(2048, 2048 + frame.length);
          expect(() => decodeFrame(view), `${head} ${headLength}`).toThrow();
          secret.fill(0x53);
        }
      }
    });

    it.each([
      ['an unknown type', '{"$array":["f16",0,1]}'],
      ['a type of every object', '{"$array":["constructor",0,1]}'],
      ['no type', '{"$array":[null,0,1]}'],
      ['a place that is not aligned', '{"$array":["u8",4,1]}'],
      ['a negative place', '{"$array":["u8",-8,1]}'],
      ['a negative length', '{"$array":["u8",0,-1]}'],
      ['a broken length', '{"$array":["u8",0,1.5]}'],
      ['a length as text', '{"$array":["u8",0,"1"]}'],
      ['a huge length', '{"$array":["u8",0,1e308]}'],
      ['a length that wraps around', '{"$array":["f64",0,536870912]}'],
      ['too few parts', '{"$array":["u8",0]}'],
      ['too many parts', '{"$array":["u8",0,1,1]}'],
      ['no list', '{"$array":"u8"}'],
      ['a head that is no JSON', '{"a":'],
      ['an empty head', ''],
    ])('throw for %s', (_what, head) => {
      expect(() => decodeFrame(frameOf(head, new Uint8Array(16)))).toThrow();
    });

    it('throw for a head that is no UTF-8', () => {
      const frame = frameOf('"ab"');
      frame[5] = 0xff;
      expect(() => decodeFrame(frame)).toThrow();
    });

    it('throw, or give something within the frame, whatever the bytes are', () => {
      fc.assert(
        fc.property(
          fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
          (changes) => {
            const frame = new Uint8Array(good);
            for (const [place, byte] of changes) frame[place] = byte;
            let message: unknown;
            try {
              message = decodeFrame(frame);
            } catch {
              return;
            }
            for (const value of Object.values(message as object)) {
              if (!ArrayBuffer.isView(value)) continue;
              expect(value.buffer.byteLength).toBe(frame.byteLength);
              expect(value.byteOffset + value.byteLength).toBeLessThanOrEqual(frame.byteLength);
            }
          },
        ),
        { numRuns: 2000 },
      );
    });
  });

  it('are never larger than the other side takes', () => {
    // Never written to, so it takes no memory.
    const large = new Uint8Array(MAX_FRAME_BYTES);
    expect(() => encodeFrame({ large })).toThrow(/size/u);
    expect(() => decodeFrame({ byteLength: MAX_FRAME_BYTES + 1 } as Uint8Array<ArrayBuffer>)).toThrow(
      /size/u,
    );
  });
});
