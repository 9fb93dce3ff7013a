import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { fuzzRuns } from '../../../import/testing/fuzz-runs.ts';
import { Float64Column } from '../../model/growing-column.ts';
import type { JsonAction, JsonPath, JsonVisitor } from './json-visitor.ts';
import { JsonWalker } from './json-walker.ts';
import { NumberArrayReader } from './number-array-reader.ts';

type Found = [path: string, value: unknown];

/** Walks a text in pieces; what is delivered is collected by path. */
function walk(
  text: string,
  pieceBytes: number,
  decide: JsonVisitor['decide'],
): { found: Found[]; complete: boolean } {
  const found: Found[] = [];
  const walker = new JsonWalker('test', {
    decide,
    value: (path, value) => found.push([path.join('.'), value]),
    elements: (path, elements) => {
      const last = found.at(-1);
      if (last?.[0] === path.join('.')) (last[1] as unknown[]).push(...elements);
      else found.push([path.join('.'), [...elements]]);
    },
  });
  const bytes = new TextEncoder().encode(text);
  let rest = new Uint8Array(0);
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    const piece = bytes.subarray(at, at + pieceBytes);
    const joined = new Uint8Array(rest.length + piece.length);
    joined.set(rest);
    joined.set(piece, rest.length);
    rest = joined.slice(walker.consume(joined, joined.length, at + pieceBytes >= bytes.length));
  }
  return { found, complete: walker.complete };
}

/** Members of the document as values, elements of `list`, numbers of `raw`. */
const byName = (path: JsonPath): JsonAction =>
  path.length === 0 ? 'enter' : path[0] === 'list' ? 'elements' : path[0] === 'skipped' ? 'skip' : 'value';

describe('JsonWalker', () => {
  it('delivers what JSON.parse would, in pieces of any size', () => {
    const document = fc.record({
      a: fc.jsonValue(),
      skipped: fc.jsonValue(),
      list: fc.array(fc.jsonValue(), { maxLength: 5 }),
      'b "quoted\\': fc.jsonValue(),
    });
    fc.assert(
      fc.property(
        document,
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom(undefined, 2),
        (value, piece, indent) => {
          const text = JSON.stringify(value, null, indent);
          const { found, complete } = walk(text, piece, byName);
          const expected = JSON.parse(text) as Record<string, unknown>;
          delete expected['skipped'];
          if ((expected['list'] as unknown[]).length === 0) delete expected['list'];
          expect(complete).toBe(true);
          expect(Object.fromEntries(found)).toEqual(expected);
        },
      ),
      { numRuns: fuzzRuns(100) },
    );
  });

  it('enters what it is told to, and gives places in arrays', () => {
    const text = '{"threads":[{"name":"x","data":[1,2]},{"name":"y"}]}';
    const decide = (path: JsonPath): JsonAction => (path.at(-1) === 'name' ? 'value' : 'enter');
    expect(walk(text, 3, decide).found).toEqual([
      ['threads.0.name', 'x'],
      ['threads.1.name', 'y'],
    ]);
  });

  it('reads a bare value and an array without its end', () => {
    expect(walk(' 42', 1, () => 'value')).toEqual({ found: [['', 42]], complete: true });
    expect(walk('[1, 2, {"a":1},', 4, () => 'elements')).toEqual({
      found: [['', [1, 2, { a: 1 }]]],
      complete: false,
    });
  });

  it.each(['{"a" 1}', '{a:1}', '{"a":1 "b":2}', '{"a":}', '[1 2]'])('refuses %s in words', (text) => {
    expect(() => walk(text, 100, (path) => (path.length === 0 ? 'enter' : 'value'))).toThrow(AppError);
  });

  it('reads numbers without strings', () => {
    const numbers = fc.array(fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })));
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 20 }), (values, piece) => {
        const column = new Float64Column();
        walk(JSON.stringify({ raw: values }), piece, (path) =>
          path.length === 0 ? 'enter' : new NumberArrayReader(column),
        );
        // JSON has no negative zero.
        expect([...column.take()].map((value) => value + 0)).toEqual(JSON.parse(JSON.stringify(values)));
      }),
      { numRuns: fuzzRuns(100) },
    );
  });
});
