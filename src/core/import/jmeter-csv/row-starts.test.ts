import { describe, expect, it } from 'vitest';
import { headOf } from '../testing/collect.ts';
import { layoutOf } from './probe.ts';
import { RowPlan } from './row-plan.ts';
import { NOT_FOUND, RowStarts, UNDECIDED } from './row-starts.ts';
import { TimeStampReader } from '../jmeter/time-stamp.ts';

const encoder = new TextEncoder();

function rowStarts(header = 'timeStamp,elapsed,label,success'): RowStarts {
  return new RowStarts(new RowPlan(layoutOf(headOf(encoder.encode(header)))!), new TimeStampReader('UTC'));
}

function check(text: string, { final = true, header }: { final?: boolean; header?: string } = {}): string {
  const bytes = encoder.encode(`..${text}`);
  return rowStarts(header).check(bytes, 2, bytes.length, final);
}

describe('RowStarts', () => {
  it.each([
    ['1700000000000,5,', 'yes'],
    ['1700000000,5,', 'yes'],
    ['"1700000000000",5,', 'yes'],
    ['2024/01/31 10:00:00.000,5,', 'yes'],
    ['01/31/24 10:00:00,5,', 'yes'],
    ['0,5,', 'yes'],
    ['0,text,', 'no'],
    ['7, as they say', 'no'],
    ['2024/20/20 10:00:00,5,', 'no'],
    ['17000000x0000,5,', 'no'],
    ['some text, and more', 'no'],
    ['some text\n1700000000000,5,', 'no'],
    [`${'1'.repeat(60)},5`, 'no'],
    ['1700000000000', 'no'],
    ['', 'no'],
  ])('is there one at %j: %s', (text, answer) => {
    expect(check(text)).toBe(answer);
  });

  it.each(['', '17', '1700000000000', '0,', '0,5', '2024/01/31 10:00'])(
    'cannot tell %j without what follows',
    (text) => {
      expect(check(text, { final: false })).toBe('unknown');
    },
  );

  it('looks at the elapsed time where it comes first', () => {
    const header = 'elapsed,label,responseCode,success';
    expect(check('15,Home', { header })).toBe('yes');
    expect(check('Home,15', { header })).toBe('no');
  });

  it('takes any line for a row where rows start with a text', () => {
    const header = 'label,elapsed,responseCode,success';
    expect(check('anything', { header })).toBe('yes');
    expect(check('\n', { header })).toBe('no');
    expect(rowStarts(header).areTelling).toBe(false);
  });

  it('finds the next one behind a line end', () => {
    const text = '1700000000000,1,a\nno row\n1700000000000,2,b\n1700000000000';
    const bytes = encoder.encode(text);
    const starts = rowStarts();
    const second = text.indexOf('1700000000000,2');
    expect(starts.next(bytes, 0, bytes.length, bytes.length, true)).toBe(second);
    expect(starts.next(bytes, 0, second - 1, bytes.length, true)).toBe(NOT_FOUND);
    expect(starts.next(bytes, second, bytes.length, bytes.length, true)).toBe(NOT_FOUND);
    expect(starts.next(bytes, second, bytes.length, bytes.length, false)).toBe(UNDECIDED);
    expect(starts.undecidedAt).toBe(text.lastIndexOf('\n'));
  });
});
