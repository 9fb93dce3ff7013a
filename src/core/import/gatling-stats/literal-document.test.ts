import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { LiteralDocument } from './literal-document.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const errorOf = (text: string, rest?: 'nothing' | 'anything') => {
  try {
    new LiteralDocument(encode(text), 'json', undefined, rest);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error('no error');
};

describe('a document', () => {
  it('that is cut off says where it ends', () => {
    expect(errorOf('{\n"a": 1,\n')).toMatchObject({
      code: 'file-damaged',
      message: 'The report is cut off: it ends in line 3, before it is complete.',
      place: { line: 3, byte: 10 },
    });
  });

  it('that is damaged says where and how', () => {
    expect(errorOf('{\n"a": oops }')).toMatchObject({
      code: 'file-damaged',
      message: 'The report is damaged in line 2, at byte 7: a value is missing.',
      place: { line: 2, byte: 7 },
    });
  });

  it('has nothing behind it unless that is expected', () => {
    expect(errorOf('{}\n{}')).toMatchObject({ place: { line: 2, byte: 3 } });
    expect(new LiteralDocument(encode('{}\n{}'), 'json', 0, 'anything').value).toEqual({});
    expect(new LiteralDocument(encode('{} \r\n\t'), 'json').value).toEqual({});
  });

  it('keeps the first rejects with their places, in any order', () => {
    const document = new LiteralDocument(encode('{"a": {},\n"b": [],\n"c": 5}'), 'json');
    const { a, b, c } = document.value as Record<string, unknown>;
    const holder = document.value as object;
    document.reject(b, holder, 'second');
    document.reject(a, holder, 'first');
    document.reject(c, holder, 'third');
    expect(document.rejects.kept).toEqual([
      { line: 2, byte: 15, reason: 'second', raw: '[],\n"c": 5}' },
      { line: 1, byte: 6, reason: 'first', raw: '{},\n"b": [],\n"c": 5}' },
      { line: 1, byte: 0, reason: 'third', raw: '{"a": {},\n"b": [],\n"c": 5}' },
    ]);
    expect(document.rejects.count).toBe(3);
  });
});
