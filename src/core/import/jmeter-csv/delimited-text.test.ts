import { describe, expect, it } from 'vitest';
import { firstRecords } from './delimited-text.ts';

const texts = (text: string, delimiter = ',', limit = 10): string[][] =>
  firstRecords(text, delimiter, limit).map(({ cells }) => cells.map((cell) => cell.text));

describe('firstRecords', () => {
  it('splits cells and lines with any line end', () => {
    expect(texts('a,b\nc,d\r\ne,f')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
      ['e', 'f'],
    ]);
  });

  it('takes off quotes and joins lines inside them', () => {
    expect(texts('"a,1","say ""hi""","two\nlines"\nb,c,d\n')).toEqual([
      ['a,1', 'say "hi"', 'two\nlines'],
      ['b', 'c', 'd'],
    ]);
  });

  it('says what was quoted and what ended', () => {
    expect(firstRecords('a;"b"\nc', ';', 10)).toEqual([
      {
        cells: [
          { text: 'a', quoted: false },
          { text: 'b', quoted: true },
        ],
        ended: true,
      },
      { cells: [{ text: 'c', quoted: false }], ended: false },
    ]);
  });

  it('keeps empty cells and leaves out blank lines', () => {
    expect(texts('\n,a,\n\r\n,\n')).toEqual([
      ['', 'a', ''],
      ['', ''],
    ]);
  });

  it('reads no more records than asked for', () => {
    expect(texts('a\nb\nc\n', ',', 2)).toEqual([['a'], ['b']]);
  });

  it('ends at an open quote and goes on behind text after a closing one', () => {
    expect(texts('a,"b\nc')).toEqual([['a', 'b\nc']]);
    expect(texts('"a"x,b\nc,d')).toEqual([
      ['ax', 'b'],
      ['c', 'd'],
    ]);
  });
});
