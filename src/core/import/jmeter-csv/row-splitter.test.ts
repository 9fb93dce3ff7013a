import { describe, expect, it } from 'vitest';
import { layoutOf } from './probe.ts';
import { RowPlan } from './row-plan.ts';
import { RowSplitter, type SplitOutcome } from './row-splitter.ts';
import { RowStarts } from './row-starts.ts';
import { DEFAULT_HEADER, row } from './testing/jtl.ts';
import { TimeStampReader } from '../jmeter/time-stamp.ts';
import { headOf } from '../testing/collect.ts';

const encoder = new TextEncoder();

interface Split {
  readonly outcome: SplitOutcome;
  readonly cells: string[];
  readonly end: number;
  readonly lineEnds: number;
}

/** Splits the first row of a text that stands behind other bytes. */
function split(text: string, final = true): Split {
  const plan = new RowPlan(layoutOf(headOf(encoder.encode(DEFAULT_HEADER)))!);
  const splitter = new RowSplitter(
    plan.delimiter,
    plan.width,
    new RowStarts(plan, new TimeStampReader('UTC')),
  );
  const bytes = encoder.encode(`..${text}`);
  const outcome = splitter.split(bytes, 2, bytes.length, final);
  const places = Math.min(splitter.count, splitter.starts.length);
  const cells = Array.from({ length: places }, (_, i) =>
    new TextDecoder().decode(bytes.subarray(splitter.starts[i], splitter.ends[i])),
  );
  return { outcome, cells, end: splitter.end - 2, lineEnds: splitter.lineEnds };
}

describe('RowSplitter', () => {
  it('finds cells and the end of the row', () => {
    expect(split('a,,"b,c","d ""e""\nf"\r\nnext')).toEqual({
      outcome: 'row',
      cells: ['a', '', 'b,c', 'd ""e""\nf'],
      end: 22,
      lineEnds: 2,
    });
  });

  it('takes the end of the file for the end of the row', () => {
    expect(split('a,b')).toMatchObject({ outcome: 'row', cells: ['a', 'b'], end: 3, lineEnds: 0 });
    expect(split('a,"b"\r')).toMatchObject({ outcome: 'row', cells: ['a', 'b'] });
    expect(split('a,')).toMatchObject({ outcome: 'row', cells: ['a', ''] });
  });

  it.each(['a', 'a,', 'a,"b', 'a,"b"', 'a,"b"\r', 'a,"b""', 'a,b\r', 'a,"b"x'])(
    'needs more bytes behind %j',
    (text) => {
      expect(split(text, false).outcome).toBe('unfinished');
    },
  );

  it.each([
    ['"a"x,b\nc', 'stray-quote', 7],
    ['"a" ,b\nc', 'stray-quote', 7],
    ['"a"\rb\nc', 'stray-quote', 6],
    ['a,"b\nc', 'open-quote', 6],
    [`a,${'\0'.repeat(20)}`, 'hole', 18],
    [`a,"${'\0'.repeat(20)}"`, 'hole', 19],
  ])('stops at the damage in %j', (text, outcome, end) => {
    expect(split(text)).toMatchObject({ outcome, end });
  });

  it('takes few zero bytes for text', () => {
    expect(split(`a\0\0\0b,"${'\0'.repeat(15)}"\n`)).toMatchObject({ outcome: 'row' });
  });

  it('gives up an open quote that runs over many rows', () => {
    const rows = `1,"${Array.from({ length: 150 }, (_, i) => `\n${row({ at: i })}`).join('')}`;
    const result = split(rows);
    expect(result.outcome).toBe('open-quote');
    expect(result.end).toBeLessThan(rows.length);
    // Lines of other text may be as many as they like.
    expect(split(`1,"${'\nsome line'.repeat(500)}"\n`).outcome).toBe('row');
  });

  it('counts cells beyond those that it has room for', () => {
    expect(split(`${'x,'.repeat(500)}x\n`)).toMatchObject({ outcome: 'row', end: 1002 });
  });
});
