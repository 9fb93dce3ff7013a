import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { damaged, faultsOf, readDamaged } from '../gatling-stats/testing/damage.ts';
import { collect, headOf } from '../testing/collect.ts';
import { fuzzRuns } from '../testing/fuzz-runs.ts';
import { k6Summary } from './k6-summary.ts';

const trend = { avg: 20.5, min: 1, med: 15, max: 9e1, 'p(90)': 40, 'p(95)': 50 };
const check = { name: 'say "hi"', path: '::say "hi"', id: 'x', passes: 8, fails: 2 };
const ROOT_ID = 'd41d8cd98f00b204e9800998ecf8427e';

const files: Record<string, unknown> = {
  handleSummary: {
    root_group: {
      name: '',
      path: '',
      id: ROOT_ID,
      groups: [{ name: 'g', groups: [], checks: [check] }],
      checks: [],
    },
    options: { summaryTrendStats: ['avg'], summaryTimeUnit: 'ms' },
    state: { testRunDurationMs: 4000.5 },
    metrics: {
      http_reqs: { type: 'counter', contains: 'default', values: { count: 10, rate: 2.5 } },
      http_req_failed: {
        type: 'rate',
        contains: 'default',
        values: { rate: 0.2, passes: 2, fails: 8 },
        thresholds: { 'rate<0.1': { ok: false } },
      },
      'http_req_duration{name:a}': { type: 'trend', contains: 'time', values: trend },
    },
    setup_data: null,
  },
  '--summary-export': {
    metrics: {
      http_reqs: { count: 10, rate: 2.5 },
      'http_reqs{a:b}': { count: 5, rate: 1 },
      http_req_failed: { passes: 2, fails: 8, value: 0.2, thresholds: { 'rate<0.1': true } },
      http_req_duration: trend,
    },
    root_group: { name: '', path: '', groups: { g: { groups: {}, checks: { c: check } } }, checks: {} },
  },
  'machine-readable summary': {
    config: { duration: 12.5, execution: 'local', script: '// "x"\n' },
    metadata: { generated_at: '2026-01-01T00:00:00Z', k6_version: '1.8.1' },
    results: {
      checks: { metrics: [], results: [check] },
      metrics: [
        { name: 'http_reqs', type: 'counter', contains: 'default', values: { count: 10 } },
        { name: 'vus', type: 'gauge', contains: 'default', values: { value: 1, min: 0, max: 5 } },
      ],
    },
    version: '1.0.0',
  },
};

describe.each(Object.entries(files))('damage of %s', (layout, document) => {
  const bytes = new TextEncoder().encode(JSON.stringify(document, null, 1));

  it('none: it is read', () => {
    expect(collect(k6Summary, bytes).report).toMatchObject({ rejectedRows: 0, properties: { layout } });
  });

  it('none: it is the same in pieces of any size', () => {
    for (const pieceBytes of [1, 7, 100]) {
      expect(collect(k6Summary, bytes, { pieceBytes })).toEqual(collect(k6Summary, bytes));
    }
  });

  it('by a cut anywhere is an error with its place', () => {
    for (let length = 0; length < bytes.length; length++) {
      const cut = bytes.slice(0, length);
      const outcome = readDamaged(k6Summary, cut);
      expect(outcome).toMatchObject({ code: 'file-damaged', place: { byte: length } });
      expect(faultsOf(outcome, cut)).toEqual([]);
    }
  });

  it('by changed bytes never crashes, and never makes figures that are none', () => {
    fc.assert(
      fc.property(damaged(bytes), (changed) => {
        expect(faultsOf(readDamaged(k6Summary, changed), changed)).toEqual([]);
        expect(k6Summary.probe(headOf(changed)).score).toBeLessThanOrEqual(1);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  it('by any value in any place is an error, rejected, left out or read', () => {
    const paths = pathsOf(document);
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        const content = new TextEncoder().encode(JSON.stringify(replaced(document, path, value)));
        const outcome = readDamaged(k6Summary, content);
        expect(faultsOf(outcome, content)).toEqual([]);
        // Only what holds the metrics can make a summary none.
        if (outcome instanceof AppError)
          expect(['', 'metrics', 'results', 'results.metrics']).toContain(path.join('.'));
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});

/** Paths of all values in a document. */
function pathsOf(value: unknown, path: readonly string[] = []): string[][] {
  const children = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [[...path], ...children.flatMap(([name, child]) => pathsOf(child, [...path, name]))];
}

function replaced(document: unknown, path: readonly string[], value: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  if (Array.isArray(document)) {
    return document.map((item: unknown, i) => (String(i) === name ? replaced(item, rest, value) : item));
  }
  const object = document as Record<string, unknown>;
  return { ...object, [name]: replaced(object[name], rest, value) };
}
