import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RejectLog } from '../reject-log.ts';
import { fuzzRuns } from '../testing/fuzz-runs.ts';
import { DelimitedReader } from './delimited-reader.ts';
import type { Likeness, RecordSplitter } from './record-splitter.ts';

/** Records of `width` cells that start with `#`. */
function read(input: Uint8Array | string, { pieceBytes = 1 << 25, width = 2 } = {}) {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  const rejects = new RejectLog();
  const records: string[][] = [];
  const reader = new DelimitedReader(
    {
      isRecordStart: (source, at, length, final): Likeness => {
        if (at >= length) return final ? 'no' : 'unknown';
        return source[at] === 35 ? 'yes' : 'no';
      },
      record: (cells: RecordSplitter) => {
        if (cells.count !== width) return `${cells.count} cells`;
        records.push(Array.from({ length: cells.count }, (_, cell) => cells.textOf(cell)));
        return null;
      },
    },
    rejects,
  );
  let buffer = new Uint8Array(0);
  let at = 0;
  do {
    const piece = bytes.subarray(at, at + pieceBytes);
    at += piece.length;
    const joined = new Uint8Array(buffer.length + piece.length);
    joined.set(buffer);
    joined.set(piece, buffer.length);
    buffer = joined.slice(reader.consume(joined, joined.length, at >= bytes.length));
  } while (at < bytes.length);
  return { records, rejects: rejects.kept, line: reader.line };
}

const places = ({ rejects }: ReturnType<typeof read>) => rejects.map(({ line, reason }) => [line, reason]);

describe('DelimitedReader', () => {
  it('splits records as RFC 4180 says, with any line ends', () => {
    expect(read('#a,b\r\n"#c, ""d""","e\nf"\n\r\n#,\n""\n#g,"h"').records).toEqual([
      ['#a', 'b'],
      ['#c, "d"', 'e\nf'],
      ['#', ''],
      ['#g', 'h'],
    ]);
  });

  it('takes quotes inside a cell as they are', () => {
    expect(read('#a"b,c"\n').records).toEqual([['#a"b', 'c"']]);
  });

  it('rejects records that the format does not want, with their place', () => {
    const result = read('#a,b\n#c\n#d,e\n#f,"g\n"\n#h,i,j\n#k');
    expect(places(result)).toEqual([
      [2, '1 cells'],
      [6, '3 cells'],
      [7, 'cut off at the end of the file'],
    ]);
    expect(result.records).toHaveLength(3);
    expect(result.rejects[0]!.byte).toBe(5);
    expect(result.rejects[1]!.raw).toBe('#h,i,j');
  });

  it('loses no record behind a quote that is never closed', () => {
    expect(places(read('#a,"b\n#c,d\n#e,f\n'))).toEqual([[1, 'a quote is not closed']]);
    expect(read('#a,"b\n#c,d\n#e,f\n').records).toHaveLength(2);
    expect(read('#a,"b\n#c,"d"\n#e,f\n').records).toHaveLength(2);
    const many = read(`#a,"b\n${'#c,d\n'.repeat(150)}#e,"f"\n`);
    expect(places(many)).toEqual([[1, 'a quote is not closed']]);
    expect(many.records).toHaveLength(151);
    expect(many.line).toBe(153);
  });

  it('keeps a quoted cell that has a record in it', () => {
    expect(read('#a,"b\n#c,d"\n').records).toEqual([['#a', 'b\n#c,d']]);
  });

  it('goes on behind zero bytes, at once or at the next record', () => {
    const result = read('#a,b\n\0\0#c,d\n#e\0\0x\n#f,g\n');
    expect(places(result)).toEqual([
      [2, 'zero bytes instead of text'],
      [3, 'cut off by zero bytes'],
    ]);
    expect(result.records).toEqual([
      ['#a', 'b'],
      ['#c', 'd'],
      ['#f', 'g'],
    ]);
  });

  it('gives up records of more than 8 MiB, quoted or not', () => {
    for (const cell of ['x'.repeat(9 << 20), `"${'x\n'.repeat(5 << 20)}"`])
      for (const pieceBytes of [1 << 25, 3 << 20]) {
        const result = read(`#a,b\n#c,${cell}\n#d,e\n`, { pieceBytes });
        expect(places(result)).toEqual([[2, 'longer than 8 MiB']]);
        expect(result.records).toEqual([
          ['#a', 'b'],
          ['#d', 'e'],
        ]);
        expect(result.line).toBe(cell.startsWith('"') ? 4 + (5 << 20) : 4);
      }
  });

  it('passes over the byte order mark', () => {
    expect(read('\uFEFF#a,b\n')).toMatchObject({ records: [['#a', 'b']], rejects: [] });
    expect(read('\uFEFF').records).toEqual([]);
  });

  it('reads what was written, and the same in pieces of any size', () => {
    const cell = fc.oneof(
      fc.constantFrom('', ',', '"', '\n', '\r\n', ' x ', '#'),
      fc.string({ maxLength: 6 }),
    );
    const record = fc.array(
      cell.filter((text) => !text.includes('\0')),
      { minLength: 2, maxLength: 2 },
    );
    fc.assert(
      fc.property(fc.array(record, { maxLength: 8 }), fc.integer({ min: 1, max: 20 }), (list, pieceBytes) => {
        const text = list
          .map((cells) => `${cells.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')}\n`)
          .join('');
        expect(read(text, { pieceBytes })).toMatchObject({ records: list, rejects: [] });
      }),
      { numRuns: fuzzRuns(200) },
    );
  });

  it('gives the same for any bytes in pieces of any size', () => {
    const part = fc.constantFrom('#', 'a', ',', '"', '""', '\n', '\r\n', '\r', '\0', '#a,b\n', '\uFEFF');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), fc.integer({ min: 1, max: 9 }), (parts, pieceBytes) => {
        expect(read(parts.join(''), { pieceBytes })).toEqual(read(parts.join('')));
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});
