import { describe, expect, it } from 'vitest';
import type { GateResult } from '#shared/model/gates.ts';
import type { GateDocument } from './gate-document.ts';
import { gateMarkdown } from './pull-request-summary.ts';

const gate = (given: Partial<GateResult>): GateResult => ({
  id: 'g',
  name: 'Gate',
  rule: 'p95 < 1s',
  enforcement: 'blocking',
  outcome: 'failed',
  sentence: 'Too slow.',
  evidence: [],
  counts: { passed: 0, failed: 1, 'cannot-tell': 0 },
  proposed: false,
  ...given,
});
const documentOf = (gates: readonly GateResult[]): GateDocument => ({
  schema: 'loadstone/gate/1',
  rules: null,
  baseline: ['nightly'],
  runs: [{ name: 'run', tool: 'jmeter', startedAt: null, durationMs: 1, outcome: 'failed', gates }],
  outcome: 'failed',
  warnings: [],
});

describe('the summary for a pull request', () => {
  it('has a row per gate, and evidence folded away where something is wrong', () => {
    const evidence = [
      { subject: 'a', measured: 'p95 2 s', outcome: 'failed' as const },
      { subject: 'b', measured: 'p95 1 s', outcome: 'passed' as const },
    ];
    const text = gateMarkdown(
      documentOf([
        gate({ evidence }),
        gate({ name: 'Good', outcome: 'passed', enforcement: 'conditional', proposed: true, evidence }),
      ]),
    );
    expect(text).toContain('**run** against nightly: 1 failed; conditional: 1 passed.');
    expect(text).toContain('| ❌ failed | Gate | <code>p95 &lt; 1s</code> | Too slow. |');
    expect(text).toContain('| ✅ passed | Good (conditional) (proposed) |');
    expect(text).toContain('<details><summary>Gate: evidence</summary>\n\n|  | Measured | Result |');
    expect(text).not.toContain('Good: evidence');
  });

  it('shows names of others as they are, without their markup, mentions or lines', () => {
    const name = '[x](http://e) | <img src=a> @team *b* `c`\n| d';
    const text = gateMarkdown(documentOf([gate({ name, sentence: name })]));
    const row = text.split('\n').find((line) => line.startsWith('| ❌'))!;
    expect(row.replaceAll('\\|', '').split('|')).toHaveLength(6);
    expect(row).toContain('\\[x\\](http://e) \\| &lt;img src=a&gt; &#64;team \\*b\\* \\`c\\` \\| d');
  });

  it('stays within what a comment may have', () => {
    const evidence = Array.from({ length: 200 }, (_, i) => ({
      subject: `transaction ${i} ${'x'.repeat(200)}`,
      measured: 'm'.repeat(200),
      outcome: 'failed' as const,
    }));
    const text = gateMarkdown(documentOf(Array.from({ length: 40 }, () => gate({ evidence }))));
    expect(text.length).toBeLessThan(65_000);
    expect(text).toContain('the rest is in the JSON document');
    expect(text.match(/<details>/gu)?.length).toBe(text.match(/<\/details>/gu)?.length);
  });
});
