import fc from 'fast-check';

/** Bytes that formats of text give a meaning to. */
const MARKS = new TextEncoder().encode('\n\r\0",:{}[]#=%.-0e9 Nn');

/** A file after a few bytes of it were changed, removed, added or overwritten by zeros, or after its end was lost. */
export function damaged(bytes: Uint8Array): fc.Arbitrary<Uint8Array> {
  const byte = fc.oneof(fc.constantFrom(...MARKS), fc.integer({ min: 0, max: 255 }));
  const edit = fc.record({
    at: fc.nat({ max: bytes.length }),
    removed: fc.oneof(
      { weight: 8, arbitrary: fc.nat({ max: 6 }) },
      fc.nat({ max: 200 }),
      fc.constant(bytes.length),
    ),
    added: fc.oneof(
      fc.array(byte, { maxLength: 6 }),
      fc.nat({ max: 100 }).map((count) => new Array<number>(count).fill(0)),
    ),
  });
  return fc.array(edit, { minLength: 1, maxLength: 4 }).map((edits) => {
    let out = bytes;
    for (const { at, removed, added } of edits) {
      out = Uint8Array.from([...out.subarray(0, at), ...added, ...out.subarray(at + removed)]);
    }
    return out;
  });
}
