import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../import/testing/fuzz-runs.ts';
import { DEFAULT_GATES_YAML } from './default-gates.ts';
import { withExpectedLoad, withPhase, withProposals } from './edit-gates.ts';
import { readGates } from './gates-file.ts';
import { gatesJsonSchema } from './gates-schema.ts';
import { ruleText } from './rule-text.ts';

const problemsOf = (yaml: string): string[] =>
  readGates(yaml).problems.map(({ line, column, message }) => `${line}:${column} ${message}`);

describe('a file of gates', () => {
  it('of the product has no problems', () => {
    const { gates, problems } = readGates(DEFAULT_GATES_YAML);
    expect(problems).toEqual([]);
    expect(gates!.gates.map(({ id, enforcement, phase }) => `${id} ${enforcement} ${phase}`)).toEqual([
      'baseline blocking steady',
      'load blocking steady',
      'response-time blocking steady',
      'regression blocking steady',
      'errors blocking steady',
      'resources conditional steady',
      'web-vitals conditional steady',
    ]);
    expect(gates!.expectedLoad).toBeNull();
    expect(ruleText(gates!.gates[5]!.parsed)).toBe(
      'metric CPU < 70% if present and metric "cache hit rate" > 80% if present and metric Memory has no upward trend if present',
    );
  });

  it('is read with everything that it may have', () => {
    const { gates, problems } = readGates(`
version: 1
expectedLoad: 9000/min
comparison:
  waivers: [{ code: mix, reason: new search }]
  mapping: [{ baseline: a, candidate: b }]
gates:
  - id: x
    rule: 'p95 < 200ms'
    enforcement: conditional
    phase: all
    decidedBy: value
    transactions: { labels: [a], matching: '^a', except: b$, kind: all }
`);
    expect(problems).toEqual([]);
    expect(gates).toMatchObject({
      expectedLoad: { value: 9000, unit: '/min' },
      comparison: {
        waivers: [{ code: 'mix', reason: 'new search' }],
        mapping: [{ baseline: 'a', candidate: 'b' }],
      },
      gates: [
        {
          id: 'x',
          proposed: false,
          decidedBy: 'value',
          transactions: { labels: ['a'], matching: '^a', except: 'b$', kind: 'all' },
        },
      ],
    });
  });

  it.each<[string, string[]]>([
    ['', ['1:1 The file is empty: it begins with "version: 1" and has a list "gates:".']],
    ['# only a comment\n', ['1:1 The file is empty: it begins with "version: 1" and has a list "gates:".']],
    ['version: 1\n', ['1:1 "gates" is missing.']],
    ['version: 2\ngates: []\n', ['1:10 The version of this file is 1; a newer one needs a newer Loadstone.']],
    [
      'version: 1\ngates:\n  - id: a\n    rule: p95 < 200\n',
      ['4:17 A response time needs a unit: expected a time such as 200ms or 2.5s, not "200".'],
    ],
    [
      'version: 1\ngates:\n  - id: a\n    rule: "p95 = 200ms"\n',
      ['4:16 "=" is not for limits: write <, <=, > or >=.'],
    ],
    [
      'version: 1\ngates:\n  - id: a\n    rule: >-\n      p95\n      = 200ms\n',
      ['4:11 "=" is not for limits: write <, <=, > or >=. (character 5)'],
    ],
    [
      'version: 1\ngates:\n  - id: a\n    rulez: p95 < 200ms\n    rule: p95 < 1s\n',
      [
        '4:5 "rulez" is not known here. Known are id, name, rule, enforcement, phase, transactions, decidedBy, proposed.',
      ],
    ],
    ['version: 1\ngates:\n  - id: a\n', ['3:5 "rule" is missing.']],
    [
      'version: 1\ngates:\n  - { id: a, rule: p95 < 1s }\n  - { id: a, rule: p50 < 1s }\n',
      ['4:11 The id "a" is that of gate 1, too.'],
    ],
    [
      'version: 1\ngates:\n  - { id: A b, rule: p95 < 1s }\n',
      ['3:11 id: an id has small letters, digits, ".", "_" and "-"'],
    ],
    [
      'version: 1\nexpectedLoad: 150\ngates: []\n',
      ['2:15 expectedLoad: Invalid input: expected string, received number'],
    ],
    [
      'version: 1\nexpectedLoad: 150 users\ngates: []\n',
      ['2:15 The expected load needs a unit: expected a rate such as 150/s or 9000/min, not "150".'],
    ],
    [
      'version: 1\ngates:\n  - id: a\n    rule: p95 < 1s\n    transactions: { matching: "(" }\n',
      ['5:31 This is no regular expression: Unterminated group.'],
    ],
    [
      'version: 1\ngates: [\n',
      ['3:1 No YAML: Flow sequence in block collection must be sufficiently indented and end with a ]'],
    ],
    ['version: 1\nversion: 1\ngates: []\n', ['2:1 No YAML: Map keys must be unique']],
    ['- a\n', ['1:1 Invalid input: expected object, received array']],
  ])('says what is wrong, and where: %j', (yaml, problems) => {
    expect(problemsOf(yaml)).toEqual(problems);
  });

  it('that expands without end is refused', () => {
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x,x]']
      .concat(
        Array.from('bcdefgh', (key, i) => `${key}: &${key} [${Array(10).fill(`*${'abcdefg'[i]!}`).join()}]`),
      )
      .join('\n');
    expect(problemsOf(bomb)).toEqual([expect.stringContaining('1:1 No YAML: Excessive alias count')]);
  });

  it('of any content has problems within it, and none is thrown', () => {
    const lines = fc.array(
      fc.constantFrom(
        'version: 1',
        'gates:',
        '  - id: a',
        '    rule: p95 < 1s',
        '    x: [',
        '  *a',
        '}',
        '"',
        '\t',
        '- ',
      ),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          lines.map((parts) => parts.join('\n')),
          fc.string(),
        ),
        (yaml) => {
          const { gates, problems } = readGates(yaml);
          expect(gates === null).toBe(problems.length > 0);
          const count = yaml.split('\n').length;
          for (const { line, column } of problems) {
            expect(line).toBeGreaterThan(0);
            expect(line).toBeLessThanOrEqual(count + 1);
            expect(column).toBeGreaterThan(0);
          }
        },
      ),
      { numRuns: fuzzRuns(200) },
    );
  });
});

describe('changes by program', () => {
  it('keep comments and everything else', () => {
    const loaded = withExpectedLoad(DEFAULT_GATES_YAML, '150/s');
    expect(readGates(loaded).gates!.expectedLoad).toEqual({ value: 150, unit: '/s' });
    expect(loaded).toBe(DEFAULT_GATES_YAML.replace('\ngates:', '\nexpectedLoad: 150/s\n\ngates:'));
    expect(withExpectedLoad(loaded, '200/s')).toBe(
      loaded.replace('\nexpectedLoad: 150', '\nexpectedLoad: 200'),
    );
  });

  it('add proposals once, marked and with their reason', () => {
    const proposal = { id: 'p95-a', name: 'p95 of a', rule: 'p95 of a < 2s', because: 'measured: 1.7 s' };
    const yaml = withProposals('version: 1\ngates: [] # none yet\n', [proposal]);
    expect(yaml).toContain('# none yet');
    expect(yaml).toContain('# measured: 1.7 s');
    expect(readGates(yaml).gates!.gates).toMatchObject([
      { id: 'p95-a', rule: 'p95 of a < 2s', proposed: true, enforcement: 'blocking' },
    ]);
    expect(withProposals(yaml, [proposal])).toBe(yaml);
  });

  it('add proposals behind what is there, of any spelling', () => {
    const labels = ['a', 'say "hi"', 'x: y', '#', 'two\nlines', "it's"];
    const proposals = labels.map((label, index) => ({
      id: `p${index}`,
      name: label,
      rule: ruleText({
        clauses: [
          {
            kind: 'latency',
            figure: { kind: 'mean' },
            target: { kind: 'label', label },
            operator: '<',
            limit: { value: 1, unit: 's' },
            window: null,
          },
        ],
      }),
      because: 'line one\nline two',
    }));
    for (const end of ['', '\n', '  # the end', '\n\n# the end\n', '\nexpectedLoad: 5/s\n']) {
      const yaml = `version: 1\ngates:\n    # first\n    - id: a\n      rule: p95 < 1s${end}`;
      const added = withProposals(yaml, proposals);
      expect(added.startsWith(yaml.slice(0, 60))).toBe(true);
      for (const line of yaml.split('\n')) expect(added).toContain(line);
      expect(readGates(added)).toMatchObject({ problems: [] });
      expect(readGates(added).gates!.gates.map(({ name, proposed }) => [name, proposed])).toEqual([
        [undefined, false],
        ...labels.map((label) => [label, true]),
      ]);
    }
  });

  it('set the phase of every gate', () => {
    const { gates } = readGates(withPhase(DEFAULT_GATES_YAML, 'all'));
    expect(new Set(gates!.gates.map(({ phase }) => phase))).toEqual(new Set(['all']));
  });
});

describe('the schema for editors', () => {
  it('is the published one (LOADSTONE_UPDATE_SCHEMA=1 writes it)', () => {
    const path = resolve(import.meta.dirname, '../../../build/gates.schema.json');
    if (process.env['LOADSTONE_UPDATE_SCHEMA'] === '1')
      writeFileSync(path, `${JSON.stringify(gatesJsonSchema(), null, 2)}\n`);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(gatesJsonSchema());
  });
});
