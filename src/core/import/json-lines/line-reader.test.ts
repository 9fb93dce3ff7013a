import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RejectLog } from '../reject-log.ts';
import { fuzzRuns } from '../testing/fuzz-runs.ts';
import { LineReader, NOT_JSON } from './line-reader.ts';

/** Lines that start with `!` are bad, those with `?` are no JSON. */
function read(bytes: Uint8Array, pieceBytes = 1 << 24) {
  const rejects = new RejectLog();
  const lines: string[] = [];
  const reader = new LineReader(
    {
      line: (source, start, end) => {
        const text = new TextDecoder().decode(source.subarray(start, end));
        if (text.startsWith('!')) return 'bad';
        if (text.startsWith('?')) return NOT_JSON;
        lines.push(text);
        return null;
      },
    },
    rejects,
  );
  let buffer = new Uint8Array(0);
  for (let at = 0; at < bytes.length || at === 0; at += pieceBytes) {
    const joined = Uint8Array.from([...buffer, ...bytes.subarray(at, at + pieceBytes)]);
    buffer = joined.slice(reader.consume(joined, joined.length, at + pieceBytes >= bytes.length));
  }
  return { lines, rejects: rejects.kept };
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('LineReader', () => {
  it('gives each line without its end, its blanks and the byte order mark', () => {
    expect(read(bytesOf('\uFEFFa\r\n\n  b \n\t\nc'))).toEqual({ lines: ['a', 'b', 'c'], rejects: [] });
  });

  it('says where and why lines were not kept', () => {
    expect(read(bytesOf('a\n!b\n?c\n?d'))).toEqual({
      lines: ['a'],
      rejects: [
        { line: 2, byte: 2, reason: 'bad', raw: '!b' },
        { line: 3, byte: 5, reason: 'not JSON', raw: '?c' },
        { line: 4, byte: 8, reason: 'cut off at the end of the file', raw: '?d' },
      ],
    });
  });

  it('goes on behind zero bytes', () => {
    const { lines, rejects } = read(bytesOf('a\n\0\0\0b\nc\0\0\nd\n?e\0'));
    expect(lines).toEqual(['a', 'b', 'c', 'd']);
    expect(rejects.map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'zero bytes instead of text'],
      [3, 'zero bytes instead of text'],
      [5, 'cut off by zero bytes'],
    ]);
  });

  it('gives up lines of more than 8 MiB', () => {
    const bytes = new Uint8Array((9 << 20) + 4).fill(120);
    bytes.set(bytesOf('a\n'), 0);
    bytes.set(bytesOf('\nb'), bytes.length - 2);
    expect(read(bytes)).toMatchObject({
      lines: ['a', 'b'],
      rejects: [{ line: 2, reason: 'longer than 8 MiB' }],
    });
  });

  it('gives the same in pieces of any size', () => {
    const text = fc.array(fc.constantFrom('a', '!', '?', '\n', '\r\n', '\0', ' ', 'é', '\uFEFF'), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 9 }), (parts, pieceBytes) => {
        const bytes = bytesOf(parts.join(''));
        expect(read(bytes, pieceBytes)).toEqual(read(bytes));
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});
