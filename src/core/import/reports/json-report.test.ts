import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AppError } from '#shared/contract/errors.ts';
import { fuzzRuns } from '../testing/fuzz-runs.ts';
import { jsonErrorAt, jsonValueAt } from './json-places.ts';
import { parseJsonReport } from './json-report.ts';

describe('where a text stops being JSON', () => {
  it.each([
    ['', 0],
    ['{"a": 1', 7],
    ['{"a": 1,}', 8],
    ['{"a": 1} x', 9],
    ['{"a" 1}', 5],
    ['{a: 1}', 1],
    ['[1, 2,, 3]', 6],
    ['[1 2]', 3],
    ['{"a": [1}', 8],
    ['{"a": "x', 6],
    ['{"a": tru}', 6],
    ['[01]', 2],
    ['["a\nb"]', 1],
    ['[] []', 3],
    ['{"a":}', 5],
    ['{"a":1,"b"}', 10],
  ])('%s: at %d', (text, at) => {
    expect(() => void JSON.parse(text)).toThrow();
    expect(jsonErrorAt(text)).toBe(at);
  });

  it('agrees with JSON.parse about what is JSON', () => {
    const text = fc.array(
      fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"a"',
        '"\\u00e4"',
        '1',
        '-2.5e3',
        'true',
        'null',
        ' ',
        '\n',
        '"',
      ),
      {
        maxLength: 8,
      },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          text.map((parts) => parts.join('')),
          fc.json(),
        ),
        (json) => {
          let isJson = true;
          try {
            JSON.parse(json);
          } catch {
            isJson = false;
          }
          expect(jsonErrorAt(json) === null).toBe(isJson);
        },
      ),
      { numRuns: fuzzRuns(300) },
    );
  });
});

describe('where a member stands', () => {
  const text = '{"a": [1, {"b": "x"}, 3], "c": {"a": 5}}';
  it.each([
    [[], 0],
    [['a'], 6],
    [['a', 0], 7],
    [['a', 1, 'b'], 16],
    [['a', 2], 22],
    [['c', 'a'], 37],
    [['c', 'b'], null],
    [['a', 3], null],
  ])('%j: %s', (path, at) => {
    expect(jsonValueAt(text, path)).toBe(at);
  });
});

describe('reports', () => {
  const schema = z.object({ a: z.object({ b: z.number() }), list: z.array(z.string()) });
  const parse = (text: string): unknown => parseJsonReport(new TextEncoder().encode(text), schema, 'Tool');
  const errorOf = (text: string): AppError => {
    try {
      parse(text);
    } catch (error) {
      return error as AppError;
    }
    throw new Error('nothing was thrown');
  };

  it('are read, with a byte order mark or in UTF-16, too', () => {
    const text = '{"a": {"b": 1}, "list": ["ü"]}';
    const wanted = { a: { b: 1 }, list: ['ü'] };
    expect(parse(text)).toEqual(wanted);
    expect(parse(`\uFEFF${text}`)).toEqual(wanted);
    const utf16 = new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le'));
    expect(parseJsonReport(utf16, schema, 'Tool')).toEqual(wanted);
  });

  it('that are cut off or broken are an error with line and byte', () => {
    expect(errorOf('{"a":\n {"b": 1')).toMatchObject({
      code: 'file-damaged',
      message: 'The report of Tool is cut off: it ends inside the JSON.',
      place: { line: 2, byte: 14 },
    });
    expect(errorOf('{"ü":\n x}')).toMatchObject({
      message: 'The report of Tool is not JSON from here on.',
      place: { line: 2, byte: 8 },
    });
  });

  it('of another shape are an error that names the member', () => {
    expect(errorOf('{"a": {\n"b": "1"}, "list": []}')).toMatchObject({
      code: 'file-damaged',
      message: '"a.b" is missing or not what Tool writes there.',
      place: { line: 2, byte: 13 },
    });
    expect(errorOf('{"a": {"b": 1}}')).toMatchObject({
      message: '"list" is missing or not what Tool writes there.',
      place: { line: 1, byte: 0 },
    });
    expect(errorOf('5')).toMatchObject({ message: 'The document is missing or not what Tool writes there.' });
  });
});
