import { describe, expect, it } from 'vitest';
import type { FindingEvidence } from '#shared/model/finding.ts';
import { wholeRun } from '#shared/model/filter.ts';
import { evidenceTarget, findingTarget } from './finding-target.ts';

const scope = { runIds: [2], span: { fromMs: 1000, toMs: 2000 }, transactions: ['Place order'] };

function evidence(method: string, params: Record<string, unknown>, name = 'p95'): FindingEvidence {
  return {
    id: method,
    kind: 'load',
    label: method,
    figures: [{ name, unit: 'ms', baseline: null, value: 1, change: null, low: null, high: null }],
    query: { method, params },
  };
}

const selection = {
  profileId: 7,
  weight: 0,
  threads: null,
  fromMs: null,
  toMs: null,
  withIdle: false,
  transforms: [],
};
const request = {
  baseline: { runIds: [1], windows: ['steady'] },
  candidate: { runIds: [2], windows: ['steady'] },
  margin: { ratio: 0.1, ms: 5 },
  margins: [],
  waivers: [],
  mapping: [],
  metrics: ['p95'],
};

describe('the view that shows evidence', () => {
  it('is that of the method which computes it', () => {
    const filter = { ...wholeRun(2), outcome: 'failed' as const };
    const gates = { runId: 2, baselineRunIds: [], yaml: null };
    const cases: readonly [FindingEvidence, unknown][] = [
      [evidence('latency.errors', { filter, limit: 100 }), { kind: 'samples', filter }],
      [
        evidence('diagnostics.incidents', { runId: 2 }),
        { kind: 'run', runId: 2, view: 'explorer', span: scope.span, labels: ['Place order'] },
      ],
      [
        evidence('gates.evaluate', gates),
        { kind: 'run', runId: 2, view: 'explorer', span: scope.span, labels: ['Place order'] },
      ],
      [
        evidence('compare.run', { request, token: 'finding' }),
        { kind: 'comparison', request, label: 'Place order', figures: ['p95'] },
      ],
      [evidence('profiles.functions', { selection }), { kind: 'profile', profileId: 7 }],
      [evidence('heap.growth', { seriesId: 4 }), { kind: 'heap', seriesId: 4 }],
    ];
    expect(evidenceTarget(evidence('gates.evaluate', gates), { ...scope, transactions: [] })).toEqual({
      kind: 'run',
      runId: 2,
      view: 'overview',
      span: null,
      labels: [],
    });
    for (const [each, target] of cases) expect(evidenceTarget(each, scope), each.label).toEqual(target);
  });

  it('is the part of the run where the query is no view, and nothing where a person typed it', () => {
    const typed = { figures: [], query: null };
    expect(evidenceTarget(typed, scope)).toBeNull();
    expect(evidenceTarget(evidence('sql.query', { sql: 'SELECT 1', limit: 10 }), scope)).toEqual({
      kind: 'run',
      runId: 2,
      view: 'explorer',
      span: scope.span,
      labels: ['Place order'],
    });
    expect(evidenceTarget(evidence('sql.query', {}), { ...scope, runIds: [] })).toBeNull();
  });

  it('parameters that are not those of the method open the part of the run rather than something wrong', () => {
    expect(evidenceTarget(evidence('latency.errors', { filter: { runId: 'two' } }), scope)).toMatchObject({
      kind: 'run',
      runId: 2,
    });
  });
});

describe('the view that shows a finding', () => {
  it('is the explorer with the affected part; a filter of its evidence says more', () => {
    const compared = evidence('compare.run', { request, token: 'finding' });
    expect(findingTarget([compared], scope)).toMatchObject({ kind: 'run', view: 'explorer', runId: 2 });
    const failed = evidence('latency.errors', { filter: { ...wholeRun(2), outcome: 'failed' }, limit: 10 });
    expect(findingTarget([compared, failed], scope)).toMatchObject({ kind: 'samples' });
    // A filter of another run would show the baseline under the name of the candidate.
    const other = evidence('latency.errors', { filter: wholeRun(1), limit: 10 });
    expect(findingTarget([other], scope)).toMatchObject({ kind: 'run', runId: 2 });
  });

  it('leaks and profiles have views of their own', () => {
    expect(findingTarget([evidence('heap.growth', { seriesId: 4 })], scope)).toEqual({
      kind: 'heap',
      seriesId: 4,
    });
    expect(findingTarget([], scope)).toBeNull();
  });
});
