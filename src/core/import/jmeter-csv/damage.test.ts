import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_RECORD_BYTES } from '../importer.ts';
import { contentOf, DEFAULT_HEADER, jtl, labelsOf, read, reasonsOf, row } from './testing/jtl.ts';
import { openReader } from './testing/open-reader.ts';
import { fuzzRuns } from '../testing/fuzz-runs.ts';

/** Pieces in which each case is read: with one byte at a time, no row goes through the fast reader. */
const PIECES = [1, 7, 64, 1 << 20];

const good = (label: string): string => row({ label });

interface Case {
  readonly name: string;
  /** Behind a header and the good row `first`, before the good row `last`. */
  readonly lines: readonly string[];
  /** Labels that are read between `first` and `last`. */
  readonly between?: readonly string[];
  readonly rejects: readonly { line: number; reason: string }[];
}

const CASES: readonly Case[] = [
  {
    name: 'too few columns',
    lines: ['1700000000000,5,Home,200,OK,T'],
    rejects: [{ line: 3, reason: '6 columns, 17 expected' }],
  },
  {
    name: 'one column',
    lines: ['at java.lang.Thread.run'],
    rejects: [{ line: 3, reason: '1 column, 17 expected' }],
  },
  {
    name: 'too many columns',
    lines: [`${good('x')},1,2`],
    rejects: [{ line: 3, reason: '19 columns, 17 expected' }],
  },
  {
    name: 'elapsed negative',
    lines: [row({ elapsed: -5 })],
    rejects: [{ line: 3, reason: 'elapsed is negative' }],
  },
  {
    name: 'elapsed empty',
    lines: [row({ elapsed: '' })],
    rejects: [{ line: 3, reason: 'elapsed is empty' }],
  },
  {
    name: 'elapsed a word',
    lines: [row({ elapsed: 'fast' })],
    rejects: [{ line: 3, reason: 'elapsed is not a number: "fast"' }],
  },
  {
    name: 'elapsed a fraction',
    lines: [row({ elapsed: '1.5' })],
    rejects: [{ line: 3, reason: 'elapsed is not a whole number: "1.5"' }],
  },
  {
    name: 'elapsed beyond all bounds',
    lines: [row({ elapsed: '99999999999999999999' })],
    rejects: [{ line: 3, reason: 'elapsed is too large: "99999999999999999999"' }],
  },
  {
    name: 'an impossible date',
    lines: [row({ at: '2001/20/20 12:05:05.123' })],
    rejects: [{ line: 3, reason: 'timeStamp "2001/20/20 12:05:05.123" is an impossible date' }],
  },
  {
    name: 'a date in another pattern',
    lines: [row({ at: '14.11.2023 22:13' })],
    rejects: [
      { line: 3, reason: 'timeStamp "14.11.2023 22:13" is neither a number nor a date in a known pattern' },
    ],
  },
  {
    name: 'a long text for a time stamp',
    lines: [row({ at: 'x'.repeat(500) })],
    rejects: [
      { line: 3, reason: `timeStamp "${'x'.repeat(40)}…" is neither a number nor a date in a known pattern` },
    ],
  },
  {
    name: 'text behind a closing quote',
    lines: [row({ label: '"say "hi" now"' })],
    rejects: [{ line: 3, reason: 'text behind a closing quote' }],
  },
  {
    name: 'a quote that is never closed, followed by rows',
    lines: [row({ label: '"open' }), good('a'), good('b')],
    between: ['a', 'b'],
    rejects: [{ line: 3, reason: 'a quote is never closed' }],
  },
  {
    name: 'a quote that is never closed, followed by rows with quotes',
    lines: [
      row({ failure: '"open' }),
      row({ label: 'a', message: '"x, y"' }),
      row({ label: 'b', failure: '"say ""hi"""' }),
    ],
    between: ['a', 'b'],
    rejects: [{ line: 3, reason: 'a quote is never closed' }],
  },
  {
    name: 'several quotes that are never closed',
    lines: [
      row({ label: '"open' }),
      good('a'),
      row({ message: '"open' }),
      row({ failure: '"open' }),
      good('b'),
    ],
    between: ['a', 'b'],
    rejects: [
      { line: 3, reason: 'a quote is never closed' },
      { line: 5, reason: 'a quote is never closed' },
      { line: 6, reason: 'a quote is never closed' },
    ],
  },
  {
    name: 'an open quote whose next one closes it in a row of the wrong width',
    lines: [row({ label: '"open' }), '1700000000000,5,x,200,"', good('a')],
    between: ['a'],
    rejects: [
      { line: 3, reason: 'a quote is never closed' },
      { line: 4, reason: 'a quote is never closed' },
    ],
  },
  {
    name: 'a bad row with line breaks in quotes',
    lines: [row({ elapsed: 'x', message: '"one\ntwo\nthree"' }), good('a'), 'bad'],
    between: ['a'],
    rejects: [
      { line: 3, reason: 'elapsed is not a number: "x"' },
      { line: 7, reason: '1 column, 17 expected' },
    ],
  },
  {
    name: 'a row broken in two',
    lines: ['1700000000000,5,Ho', 'me,200,OK,T 1-1,text,true,,1,1,1,1,null,1,0,0'],
    rejects: [
      { line: 3, reason: '3 columns, 17 expected' },
      { line: 4, reason: '15 columns, 17 expected' },
    ],
  },
  {
    name: 'a hole of zero bytes inside a row',
    lines: [`1700000000000,5,Ho${'\0'.repeat(5000)}me,200,OK`, good('a')],
    between: ['a'],
    rejects: [{ line: 3, reason: 'zero bytes: the file was not written to its end' }],
  },
  {
    name: 'a hole of zero bytes before a row',
    lines: ['\0'.repeat(4096) + good('a'), good('b')],
    between: ['a', 'b'],
    rejects: [{ line: 3, reason: 'zero bytes: the file was not written to its end' }],
  },
  {
    name: 'an open quote before rows and a hole',
    lines: [row({ label: '"open' }), good('a'), '\0'.repeat(100), good('b')],
    between: ['a', 'b'],
    rejects: [
      { line: 3, reason: 'a quote is never closed' },
      { line: 5, reason: 'zero bytes: the file was not written to its end' },
    ],
  },
];

describe('bad rows are counted with place and reason, and no good row is lost', () => {
  it.each(CASES)('$name', ({ lines, between = [], rejects }) => {
    const text = jtl(good('first'), ...lines, good('last'));
    for (const piece of PIECES) {
      const result = read(text, piece);
      expect(labelsOf(result)).toEqual(['first', ...between, 'last']);
      expect(result.report.rejects.map(({ line, reason }) => ({ line, reason }))).toEqual(rejects);
      expect(result.report.rejectedRows).toBe(rejects.length);
    }
  });

  it('with the byte where the row starts, and its own start', () => {
    const text = jtl(row({ label: 'Ü' }), row({ elapsed: 'x' }));
    const [reject] = read(text).report.rejects;
    const before = new TextEncoder().encode(text.slice(0, text.lastIndexOf('1700'))).length;
    expect(reject).toMatchObject({ line: 3, byte: before, raw: row({ elapsed: 'x' }) });
  });

  it('with CR LF, too', () => {
    const text = jtl(good('a'), 'bad', row({ label: '"open' }), good('b')).replaceAll('\n', '\r\n');
    for (const piece of PIECES) {
      const result = read(text, piece);
      expect(labelsOf(result)).toEqual(['a', 'b']);
      expect(result.report.rejects).toMatchObject([
        { line: 3, raw: 'bad' },
        { line: 4, raw: row({ label: '"open' }) },
      ]);
    }
  });

  it('in a file whose rows start with a text', () => {
    const text = 'label,elapsed,responseCode\nA,1,200\n"open,2,200\nB,3,200\n,x,200\nC,4,200\n';
    for (const piece of PIECES) {
      const result = read(text, piece);
      expect(labelsOf(result)).toEqual(['A', 'B', 'C']);
      expect(reasonsOf(result)).toEqual(['a quote is never closed', 'elapsed is not a number: "x"']);
    }
  });
});

describe('the end of the file', () => {
  it.each([
    ['in the middle of a row', '1700000000000,5,Home,200', 'cut off at the end of the file'],
    ['in the first cell', '17000', 'cut off at the end of the file'],
    ['before the last cell', `${row().slice(0, row().lastIndexOf(','))},`, 'cut off at the end of the file'],
    ['inside quotes', '1700000000000,5,"Get', 'cut off at the end of the file, inside quotes'],
    [
      'inside quotes, behind a line break',
      '1700000000000,5,"Get\n  this',
      'cut off at the end of the file, inside quotes',
    ],
    ['in zero bytes', '\0'.repeat(10_000), 'zero bytes: the file was not written to its end'],
    ['in a few zero bytes', '\0\0\0', 'zero bytes: the file was not written to its end'],
    [
      'in a row and zero bytes',
      `1700000000000,5,Ho${'\0'.repeat(10_000)}`,
      'zero bytes: the file was not written to its end',
    ],
  ])('%s makes one reject', (_, tail, reason) => {
    for (const piece of PIECES) {
      const result = read(jtl(good('a'), good('b')) + tail, piece);
      expect(labelsOf(result)).toEqual(['a', 'b']);
      expect(reasonsOf(result)).toEqual([reason]);
      expect(result.report.rejects[0]).toMatchObject({ line: 4 });
    }
  });

  it('may come before the last line end', () => {
    for (const piece of PIECES) {
      const result = read(`${DEFAULT_HEADER}\n${good('a')}\n${good('b')}`, piece);
      expect(labelsOf(result)).toEqual(['a', 'b']);
      expect(result.report.rejectedRows).toBe(0);
    }
  });

  it('may come before any row', () => {
    for (const text of [DEFAULT_HEADER, `${DEFAULT_HEADER}\n`, `\uFEFF${DEFAULT_HEADER}\r\n`]) {
      expect(read(text).report).toMatchObject({ rows: 0, rejectedRows: 0, firstInstantUs: null });
    }
  });
});

describe('rows without end', () => {
  const big = 'x'.repeat(MAX_RECORD_BYTES + 100);

  it.each([
    ['on one line', `1700000000000,5,${big}`],
    ['in quotes', `1700000000000,5,"${big}`],
    ['in quotes with lines', `1700000000000,5,"${'some text\n'.repeat(MAX_RECORD_BYTES / 10 + 10)}`],
  ])('are given up %s', (_, start) => {
    const text = jtl(good('a'), start, good('b'));
    const results = [1 << 20, 3_333_333, 64 << 20].map((piece) => {
      const result = read(text, piece);
      expect(labelsOf(result)).toEqual(['a', 'b']);
      expect(reasonsOf(result)).toEqual(['longer than 8 MB']);
      return contentOf(result);
    });
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });

  it('are given up also when they would be good ones', () => {
    const text = jtl(good('a'), row({ label: `"${big}"` }), good('b'));
    expect(reasonsOf(read(text, 1 << 20))).toEqual(['longer than 8 MB']);
    expect(labelsOf(read(text, 64 << 20))).toEqual(['a', 'b']);
  });

  it('100 MB of one line need no more memory than a row may have', () => {
    const held: number[] = [];
    const piece = 4 << 20;
    let buffer = new TextEncoder().encode(`${jtl(good('a'))}1700000000000,5,`);
    const { reader } = openReader(buffer);
    const line = new Uint8Array(piece).fill(120);
    for (let i = 0; i < 26; i++) {
      const joined = new Uint8Array(buffer.length + (i < 25 ? piece : 0));
      joined.set(buffer);
      if (i < 25) joined.set(line, buffer.length);
      const done = reader.consume(joined, joined.length, i === 25);
      buffer = joined.slice(done);
      held.push(buffer.length);
    }
    expect(Math.max(...held)).toBeLessThanOrEqual(MAX_RECORD_BYTES + piece);
    expect(reader.finish()).toMatchObject({ rows: 1, rejectedRows: 1 });
  });

  it('in many places do not take long', () => {
    // Each of these quotes is open to the end of the file, as far as quotes tell.
    const lines = Array.from({ length: 3000 }, (_, i) =>
      i % 2 === 0 ? row({ label: '"open' }) : good(`row ${i}`),
    );
    const started = performance.now();
    const result = read(jtl(...lines));
    expect(result.report).toMatchObject({ rows: 1500, rejectedRows: 1500 });
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('any damage', () => {
  const labels = Array.from({ length: 30 }, (_, i) => `row ${i}`);
  const rows = labels.map((label, i) =>
    row({
      at: i,
      label,
      message: i % 4 === 0 ? '"Number of samples in transaction : 2, number of failing samples : 0"' : 'OK',
      failure: i % 5 === 0 ? '"line one\nline ""two"", end"' : '',
    }),
  );
  const bytes = new TextEncoder().encode(jtl(...rows));
  const headerEnd = DEFAULT_HEADER.length + 1;
  /** Ends of the rows in the undamaged file. */
  const ends: number[] = [];
  let end = headerEnd;
  for (const line of rows) {
    end += line.length + 1;
    ends.push(end);
  }

  it('leaves the rows before it as they are (cutting and overwriting)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: headerEnd, max: bytes.length }),
        fc.oneof(
          fc.constant(null),
          fc.uint8Array({ minLength: 1, maxLength: 40 }),
          fc.string({
            unit: fc.constantFrom('"', ',', '\n', '\r', '\0', '1', 'x'),
            minLength: 1,
            maxLength: 20,
          }),
        ),
        fc.constantFrom(13, 100, 1 << 20),
        (at, change, piece) => {
          const damaged = change === null ? bytes.slice(0, at) : overwritten(bytes, at, change);
          const result = read(damaged, piece);
          const whole = ends.filter((rowEnd) => rowEnd <= at).length;
          expect(labelsOf(result).slice(0, whole)).toEqual(labels.slice(0, whole));
          expect(result.report.rows).toBe(result.samples.length);
        },
      ),
      { numRuns: fuzzRuns(200) },
    );
  });

  it('costs no rows but those it touches, when it is a single letter', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: headerEnd, max: bytes.length - 1 }),
        fc.constantFrom('x', '"', ',', '\n'),
        (at, letter) => {
          const result = read(overwritten(bytes, at, letter), 1 << 20);
          const touched = ends.findIndex((rowEnd) => at < rowEnd);
          // A line end that is lost joins a row with the next one.
          const kept = labels.filter((_, i) => i !== touched && i !== touched + 1);
          const read_ = new Set(labelsOf(result));
          expect(kept.filter((label) => !read_.has(label))).toEqual([]);
        },
      ),
      { numRuns: fuzzRuns(200) },
    );
  });

  it('is the same in pieces of any size', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: headerEnd, max: bytes.length - 1 }),
        fc.string({
          unit: fc.constantFrom('"', ',', '\n', '\r', '\0', '1', 'x'),
          minLength: 1,
          maxLength: 40,
        }),
        fc.integer({ min: 1, max: 300 }),
        (at, change, piece) => {
          const damaged = overwritten(bytes, at, change);
          expect(contentOf(read(damaged, piece))).toEqual(contentOf(read(damaged, 1 << 20)));
        },
      ),
      { numRuns: fuzzRuns(100) },
    );
  });
});

function overwritten(bytes: Uint8Array, at: number, change: string | Uint8Array): Uint8Array {
  const copy = bytes.slice();
  const by = typeof change === 'string' ? new TextEncoder().encode(change) : change;
  copy.set(by.subarray(0, copy.length - at), at);
  return copy;
}
