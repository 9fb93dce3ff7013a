import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import type { LabelRule } from '#shared/model/label-rules.ts';
import { fuzzRuns } from '../import/testing/fuzz-runs.ts';
import { compileRules, MAX_LABEL_CHARS } from './compiled-rule.ts';

function regex(pattern: string, replacement: string, flags?: string): LabelRule {
  return { kind: 'regex', pattern, replacement, enabled: true, ...(flags === undefined ? {} : { flags }) };
}

function apply(rule: LabelRule, label: string): string {
  return compileRules([rule])[0]!.apply(label);
}

describe('patterns of people', () => {
  test.each([
    ['every match is replaced', regex('\\d+', '{n}'), '/a/1/b/22', '/a/{n}/b/{n}'],
    ['only the first without g', regex('\\d+', '{n}', ''), '/a/1/b/22', '/a/{n}/b/22'],
    ['groups', regex('^(\\w+) /(.*)$', '/$2 $1'), 'GET /cart', '/cart GET'],
    ['named groups', regex('(?<verb>^\\w+) ', '[$<verb>]'), 'GET /cart', '[GET]/cart'],
    ['the match itself, and dollars', regex('\\d+', '$&$$'), 'a 5', 'a 5$'],
    ['a digit behind a group', regex('(a)', '$12'), 'a', 'a2'],
    ['a group that found nothing', regex('a|(b)', '<$1>'), 'ab', '<><b>'],
    ['capitals', regex('get', '', 'gi'), 'GET /cart get', ' /cart '],
    ['empty matches', regex('x*', '-'), 'a😀', '-a-😀-'],
    ['characters outside the plane', regex('^.', '_'), '😀a', '_a'],
    ['nothing found', regex('z', '!'), 'abc', 'abc'],
    ['nothing left: the label stays', regex('.*', ''), 'abc', 'abc'],
  ])('%s', (_, rule, label, expected) => {
    expect(apply(rule, label)).toBe(expected);
  });

  it('replace as JavaScript does', () => {
    const pattern = fc.constantFrom('\\d+', '(a)(b)?', '[^/]+$', '(?<x>.)', '^', '$', 'b|', '(.)\\1', '\\b');
    const replacement = fc.constantFrom('', 'x', '$&', '[$&]', '$$', '$', 'a$');
    const label = fc.string({ unit: fc.constantFrom('a', 'b', '1', '/', '😀', ' '), maxLength: 12 });
    fc.assert(
      fc.property(pattern, replacement, fc.constantFrom('g', '', 'gi'), label, (p, r, flags, text) => {
        const expected = text.replace(new RegExp(p, `${flags}u`), r);
        expect(apply(regex(p, r, flags), text)).toBe(expected.trim() === '' ? text : expected);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  it('see the first part of a long label; the rest stays', () => {
    const long = `${'a'.repeat(MAX_LABEL_CHARS)}5`;
    expect(apply(regex('\\d', '{n}'), long)).toBe(long);
    expect(apply(regex('a+', 'b'), long)).toBe('b5');
    // Half of a character is not looked at alone.
    const split = `${'a'.repeat(MAX_LABEL_CHARS - 1)}😀`;
    expect(apply(regex('[^a]', '!'), split)).toBe(split);
  });

  it('cannot make labels without bound', () => {
    const doubled = regex('(?=(.*)).', '$1$1$1$1$1$1$1$1$1$1');
    expect(apply(doubled, 'ab😀'.repeat(1000)).length).toBeLessThanOrEqual(MAX_LABEL_CHARS);
  });
});

it('a rule that is off changes nothing', () => {
  expect(apply({ ...regex('a', 'b'), enabled: false }, 'a')).toBe('a');
  expect(apply({ kind: 'builtin', id: 'numbers-uuids-hashes', enabled: false }, '/user/5')).toBe('/user/5');
  expect(apply({ kind: 'builtin', id: 'numbers-uuids-hashes', enabled: true }, '/user/5')).toBe('/user/{id}');
});

test.each([
  ['a(b)c(d', '', /Rule 2: .* from character 6 on \("\(d"\): Unterminated group/u],
  ['a)b', '', /from character 2 on \("\)b"\)/u],
  ['[z-a]', '', /from character 1 on .*out of order/u],
  ['ab\\', '', /from character 3 on/u],
  ['(a)', '$2', /Rule 2: the replacement uses \$2, but the pattern has one group/u],
  ['a', '$1', /the pattern has no group/u],
  ['(a)', '$0', /\$0/u],
  ['(a)', '$<name>', /no group of that name/u],
])('%s with %s is refused, saying where', (pattern, replacement, message) => {
  for (const enabled of [true, false]) {
    const compile = (): unknown =>
      compileRules([regex('a', 'b'), { ...regex(pattern, replacement), enabled }]);
    expect(compile).toThrow(AppError);
    expect(compile).toThrow(message);
    expect(compile).toThrow(expect.objectContaining({ code: 'bad-request' }));
  }
});
