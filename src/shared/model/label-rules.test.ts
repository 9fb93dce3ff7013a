import { describe, expect, it, test } from 'vitest';
import { BUILTIN_LABEL_RULE, labelRulesDocument, parseLabelRules, type LabelRule } from './label-rules.ts';

const rules: LabelRule[] = [
  BUILTIN_LABEL_RULE,
  { kind: 'regex', pattern: '^(\\w+)', replacement: '$1', flags: 'i', enabled: false },
];

describe('the document of label rules', () => {
  it('comes back as it was written', () => {
    expect(parseLabelRules(labelRulesDocument(rules), 'rules.json')).toEqual(rules);
    expect(parseLabelRules(`\u{feff}${labelRulesDocument([])}`, 'rules.json')).toEqual([]);
  });

  it('may leave out that a rule is on', () => {
    const text =
      '{"schema":"loadstone/label-rules/1","rules":[{"kind":"regex","pattern":"a","replacement":""}]}';
    expect(parseLabelRules(text, 'r')).toEqual([
      { kind: 'regex', pattern: 'a', replacement: '', enabled: true },
    ]);
  });

  const of = (rule: object): string =>
    JSON.stringify({ schema: 'loadstone/label-rules/1', rules: [BUILTIN_LABEL_RULE, rule] });
  const fine = { kind: 'regex', pattern: 'a', replacement: 'b' };
  test.each([
    ['{', /not JSON/u],
    ['[]', /cannot be used/u],
    ['{"schema":"loadstone/label-rules/2","rules":[]}', /at schema/u],
    [of({ ...fine, pattern: '' }), /at rules\.1\.pattern/u],
    [of({ ...fine, pattern: 'a'.repeat(1001) }), /at rules\.1\.pattern/u],
    [of({ ...fine, flags: 'gg' }), /at rules\.1\.flags: flags are g, i, m and s/u],
    [of({ ...fine, flags: 'y' }), /at rules\.1\.flags/u],
    [of({ ...fine, replacement: '\ud83d' }), /at rules\.1\.replacement: half a character/u],
    [of({ ...fine, replace: 'b' }), /at rules\.1/u],
    [of({ kind: 'builtin', id: 'everything' }), /at rules\.1\.id/u],
  ])('%s is refused with a place', (text, message) => {
    const parse = (): unknown => parseLabelRules(text, 'rules.json');
    expect(parse).toThrow(message);
    expect(parse).toThrow(expect.objectContaining({ code: 'bad-request', place: { file: 'rules.json' } }));
  });
});
