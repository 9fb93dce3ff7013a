import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../testing/fuzz-runs.ts';
import { ESCAPED_TEXT, MemberScanner, NESTED, TEXT, WORD } from './member-scanner.ts';

function membersOf(text: string) {
  const bytes = new TextEncoder().encode(text);
  const scanner = new MemberScanner();
  if (!scanner.scan(bytes, 0, bytes.length)) return null;
  const at = (start: number, end: number) => new TextDecoder().decode(bytes.subarray(start, end));
  return Array.from({ length: scanner.count }, (_, i) => ({
    key: at(scanner.keyStarts[i]!, scanner.keyEnds[i]!),
    text: at(scanner.starts[i]!, scanner.ends[i]!),
    kind: scanner.kinds[i],
  }));
}

describe('MemberScanner', () => {
  it('finds members of every kind', () => {
    expect(membersOf('{"a":"x","b" : -1.5e3 ,"c":[{"d":"]}"}],"e":"\\"","f":null}')).toEqual([
      { key: 'a', text: 'x', kind: TEXT },
      { key: 'b', text: '-1.5e3', kind: WORD },
      { key: 'c', text: '[{"d":"]}"}]', kind: NESTED },
      { key: 'e', text: '\\"', kind: ESCAPED_TEXT },
      { key: 'f', text: 'null', kind: WORD },
    ]);
    expect(membersOf('{}')).toEqual([]);
  });

  it.each([
    '',
    '{',
    '[1]',
    '{"a":1',
    '{"a":1}}',
    '{"a":1}x',
    '{"a"}',
    '{a:1}',
    '{"a":}',
    '{"a":"x}',
    '{"a":[1}',
    '{"a":1,}',
  ])('leaves %j alone', (text) => {
    expect(membersOf(text)).toBeNull();
  });

  it('leaves objects of very many members alone', () => {
    const members = Array.from({ length: 65 }, (_, i) => `"k${i}":1`);
    expect(membersOf(`{${members.join(',')}}`)).toBeNull();
    expect(membersOf(`{${members.slice(1).join(',')}}`)).toHaveLength(64);
  });

  it('agrees with JSON.parse', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 8 }), (object) => {
        const text = JSON.stringify(object);
        const members = membersOf(text);
        // Keys with escapes are left to JSON.parse.
        if (members === null) {
          expect(Object.keys(object).some((key) => JSON.stringify(key).includes('\\'))).toBe(true);
          return;
        }
        expect(members.map(({ key }) => key)).toEqual(Object.keys(object));
        members.forEach(({ key, text: value, kind }) => {
          const parsed: unknown = JSON.parse(kind === TEXT || kind === ESCAPED_TEXT ? `"${value}"` : value);
          expect(parsed).toEqual(JSON.parse(JSON.stringify(object[key])));
        });
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});
