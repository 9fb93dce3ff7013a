import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../testing/fuzz-runs.ts';
import { LiteralError, parseLiteral, parseLiteralStart, skipToText, type Dialect } from './literal-parser.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const parse = (text: string, dialect: Dialect = 'json') => {
  const bytes = encode(text);
  return parseLiteral(bytes, skipToText(bytes), dialect);
};
const errorOf = (text: string, dialect: Dialect = 'json') => {
  try {
    parse(text, dialect);
  } catch (error) {
    if (error instanceof LiteralError) return [error.message, error.byte];
    throw error;
  }
  return null;
};

describe('JSON', () => {
  it('is read as JSON.parse reads it, in any layout', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t', '\r\n '), (value, space) => {
        const text = JSON.stringify(value, null, space);
        expect(parse(text).value).toEqual(JSON.parse(text));
        expect(parse(text).end).toBe(encode(text).length);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  it('is refused where JSON.parse refuses it, with a place in the text', () => {
    const alphabet = '{ } [ ] " , : 0 - 1 . e + \n \\ u t r f a l s n / \u0001 é 💥'.split(' ').concat(' ');
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...alphabet), { maxLength: 12 }), (letters) => {
        const text = `[${letters.join('')}]`;
        let expected: unknown;
        try {
          expected = JSON.parse(text);
        } catch {
          const error = errorOf(text);
          // A value may be followed by something; only who reads a whole document minds.
          if (error === null) expect(parse(text).end).toBeLessThan(encode(text).length);
          else expect(error[1]).toBeLessThanOrEqual(encode(text).length);
          return;
        }
        expect(parse(text).value).toEqual(expected);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  it.each([
    ['{"a": 1', 'the text ends in the middle', 7],
    ['{"a": "b', 'the text ends in the middle', 8],
    ['{"a" 1}', 'a colon is missing behind a name', 5],
    ['{"a": 1 "b": 2}', 'a comma or a closing brace is missing', 8],
    ['[1 2]', 'a comma or a closing bracket is missing', 3],
    ['{a: 1}', 'a name in quotes is missing', 1],
    ['{"a": 1,}', 'a name in quotes is missing', 8],
    ['[01]', 'a value is missing', 1],
    ['["\\x41"]', 'a text has an escape that does not exist', 1],
    ['["a\nb"]', 'a text has a line break or another control character in it', 3],
    ['[é]', 'a value is missing', 1],
    ['', 'the text ends in the middle', 0],
  ])('%j has an error: %s, at byte %d', (text, message, byte) => {
    expect(errorOf(text)).toEqual([message, byte]);
  });

  it('counts bytes, not characters', () => {
    expect(errorOf('{"é💥": x}')).toEqual(['a value is missing', 11]);
  });

  it('may have words where there is no number', () => {
    expect(parse('[NaN, Infinity, -Infinity, null]').value).toEqual([NaN, Infinity, -Infinity, null]);
  });

  it('keeps names that mean something to JavaScript as names', () => {
    const { value } = parse('{"__proto__": {"polluted": 1}, "constructor": 2}');
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it('knows where objects and lists start', () => {
    const { value, starts } = parse('\n{"a": [1, {}]}');
    const list = (value as { a: [number, object] }).a;
    expect([starts.get(value as object), starts.get(list), starts.get(list[1])]).toEqual([1, 7, 11]);
  });

  it('is given up where it is nested so deeply that nobody can have meant it', () => {
    expect(errorOf('['.repeat(100_000))).toEqual(['more than 256 levels are nested', 256]);
    expect(parse('['.repeat(256) + ']'.repeat(256)).end).toBe(512);
  });

  it('starts behind a byte order mark and white space', () => {
    expect(parse('\uFEFF \r\n\t{"a": 1}').value).toEqual({ a: 1 });
  });
});

describe('literals of scripts', () => {
  it('have names with and without quotes', () => {
    expect(parse('{type: "GROUP",\n"a-b": {$x_1: "1"}, }'.replace(', }', '}'), 'javascript').value).toEqual({
      type: 'GROUP',
      'a-b': { $x_1: '1' },
    });
    expect(errorOf('{1a: 2}', 'javascript')).toEqual(['the name of a member is missing', 1]);
    expect(errorOf('{a: f()}', 'javascript')).toEqual(['a value is missing', 4]);
  });

  it('have texts that were put there as they were', () => {
    const text = '["say \\"hi\\"", "C:\\dir", "a\nb", "\\u00e9\\x41\\n\\\\"]';
    expect(parse(text, 'javascript').value).toEqual(['say "hi"', 'C:\\dir', 'a\nb', 'éA\n\\']);
  });
});

describe('the start of a value', () => {
  it('is what stands before the end or an error', () => {
    const start = (text: string) => parseLiteralStart(encode(text), 0, 'json');
    expect(start('{"a": {"b": [1, 2], "c": "cut')).toEqual({ a: { b: [1, 2] } });
    expect(start('{"a": 1, "b": {x} }')).toEqual({ a: 1, b: {} });
    expect(start('x')).toBeUndefined();
  });

  it('never fails, and grows with the text', () => {
    const text = '{"a": {"b": [1, {"c": "d\\n"}], "e": null}, "f": [[], {}], "g": "h"}';
    const sizes = Array.from(
      { length: text.length },
      (_, i) => JSON.stringify(parseLiteralStart(encode(text.slice(0, i + 1)), 0, 'json')).length,
    );
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    expect(sizes.at(-1)).toBe(JSON.stringify(JSON.parse(text)).length);
  });
});
