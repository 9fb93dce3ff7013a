import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ReportedFigures } from '../aggregates.ts';
import { collect, headOf, type Collected } from '../testing/collect.ts';
import { corpusAvailable, corpusEntries, corpusFile, corpusNote } from '../testing/corpus-manifest.ts';
import { k6Summary } from './k6-summary.ts';

/** Recorded from real runs; see fixtures/k6/README.md. */
const FIXTURES = join(import.meta.dirname, '../../../../fixtures/k6');

type Figures = Readonly<Record<string, number>>;

const plainOf = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;

function totalOf({ reported }: Collected): ReportedFigures {
  const totals = reported.aggregates.filter(({ transaction }) => transaction === null);
  expect(totals).toHaveLength(1);
  return totals[0]!.figures;
}

const metricOf = ({ reported, metrics }: Collected, name: string) =>
  reported.metrics.find(({ metric }) => metrics[metric]!.name === name)?.figures;

/** Names of all metrics that came of a file: of those that are metrics, and of those that are figures of requests. */
const submetricsOf = ({ metrics, transactions }: Collected) => [
  ...metrics.filter(({ name }) => name.includes('{')),
  ...transactions,
];

/** `p(95)` or `p95` and its value; `med` is 50. */
function percentilesOf(figures: Figures): [number, number][] {
  const found = new Map<number, number>();
  for (const [name, value] of Object.entries(figures)) {
    const digits = name === 'med' ? '50' : /^p\(?([\d.]+)\)?$/u.exec(name)?.[1];
    if (digits !== undefined) found.set(Number(digits), value);
  }
  return [...found].sort(([a], [b]) => a - b);
}

const formats = ['k6 handleSummary JSON', 'k6 --summary-export'];
const corpus = corpusEntries().filter(({ format }) => formats.includes(format));
const others = corpusEntries().filter(({ format }) => !formats.includes(format));

describe.skipIf(!corpusAvailable)(`k6 summaries of the corpus${corpusNote}`, () => {
  it('are there', () => expect(corpus.length).toBeGreaterThanOrEqual(9));

  describe.each(corpus)('$path', ({ path, format, facts }) => {
    const bytes = corpusFile(path);
    const collected = collect(k6Summary, bytes);
    const { report, reported } = collected;

    it('is recognised and read without loss', () => {
      expect(k6Summary.probe(headOf(bytes)).score).toBe(0.99);
      expect(report).toMatchObject({
        rows: (facts['metrics'] as number) + reported.checks.length,
        rejectedRows: 0,
        properties: {
          layout: format.slice('k6 '.length).replace(' JSON', ''),
          metrics: String(facts['metrics']),
          members: (facts['top_members'] as string).split(' ').join(', '),
          'groups and checks': facts['checks_container'] === 'list' ? 'lists' : 'objects by name',
          thresholds: String(facts['thresholds']),
        },
      });
      expect(report.properties['layout'] === 'handleSummary').toBe(facts['shape'] === 'values');
      expect(reported.thresholds).toHaveLength(facts['thresholds'] as number);
    });

    it('has the figures of requests', () => {
      const total = totalOf(collected);
      const failed = facts['http_req_failed'] as Figures;
      expect(total).toMatchObject({ samples: facts['http_reqs'], failures: failed['passes'] });
      expect(total.samples! - total.failures!).toBe(failed['fails']);
      expect(total.failures! / total.samples!).toBeCloseTo((failed['rate'] ?? failed['value'])!, 12);

      const duration = facts['duration_stats'] as Figures;
      expect(total).toMatchObject({
        minMs: duration['min'],
        meanMs: duration['avg'],
        maxMs: duration['max'],
        stdDevMs: null,
        percentilesMs: percentilesOf(duration),
      });
      if (duration['count'] !== undefined) expect(total.samples).toBe(duration['count']);
    });

    it('has the checks', () => {
      const checks = { ...(facts['checks'] as Figures), thresholds: undefined } as Partial<Figures>;
      expect(metricOf(collected, 'checks') ?? {}).toEqual(checks);
      const passed = reported.checks.reduce((sum, check) => sum + check.passed, 0);
      const failed = reported.checks.reduce((sum, check) => sum + check.failed, 0);
      expect([passed, failed]).toEqual([checks['passes'] ?? 0, checks['fails'] ?? 0]);
      expect(reported.checks.every(({ group }) => !group.startsWith('::'))).toBe(true);
    });

    it('has the submetrics', () => {
      expect(submetricsOf(collected)).toHaveLength(facts['submetrics'] as number);
    });

    it('has every metric and threshold that a plain reading finds', () => {
      const plain = plainOf(bytes)['metrics'] as Record<string, Record<string, unknown>>;
      for (const { metric, figures } of reported.metrics) {
        const entry = plain[collected.metrics[metric]!.name]!;
        expect(figures).toEqual(entry['values'] ?? { ...entry, thresholds: undefined });
        if (entry['type'] !== undefined) {
          expect(collected.metrics[metric]).toMatchObject({
            kind: entry['type'],
            contains: entry['contains'],
          });
        }
      }
      const verdicts = Object.entries(plain).flatMap(([metric, { thresholds }]) =>
        Object.entries(thresholds ?? {}).map(([expression, verdict]) => ({
          metric,
          expression,
          // true in --summary-export says that the threshold was crossed.
          passed: typeof verdict === 'boolean' ? !verdict : (verdict as { readonly ok: boolean }).ok,
        })),
      );
      expect(reported.thresholds).toEqual(verdicts);
    });
  });

  it('never keep what setup() returned', () => {
    const collected = collect(k6Summary, corpusFile('k6/podoruk-setup_data.json'));
    expect(collected.report.warnings.map(({ code }) => code)).toContain('setup-data-left-out');
    expect(JSON.stringify(collected)).not.toContain('accessToken');
    expect(collected.reported.checks.map(({ group }) => group)).toContain('GET Requests - Read Operations');
  });

  it.each(others)('$path is none', ({ path }) => {
    expect(k6Summary.probe(headOf(corpusFile(path))).score).toBe(0);
  });
});

interface SummaryFacts {
  readonly format: string;
  readonly members: readonly string[];
  readonly metrics: readonly string[];
  readonly trendStats: readonly string[];
  /** `metric: expression`. */
  readonly failedThresholds?: readonly string[];
  readonly thresholds?: number;
  readonly groupsAre?: 'list' | 'dict';
  readonly testRunDurationMs?: number | null;
  readonly version?: string;
  readonly checks?: readonly { readonly name: string; readonly passes: number; readonly fails: number }[];
}

interface PointFacts {
  readonly httpReqs: number;
  readonly httpReqFailed: number;
  readonly checks: Readonly<Record<string, { readonly passes: number; readonly fails: number }>>;
  readonly requestNames: Readonly<Record<string, { readonly duration: Figures }>>;
  readonly metrics: Readonly<Record<string, { readonly type: string; readonly contains: string } & Figures>>;
}

const versions = existsSync(FIXTURES)
  ? readdirSync(FIXTURES).filter((name) => existsSync(join(FIXTURES, name, 'expected.json')))
  : [];
const recorded = versions.flatMap((version) => {
  const expected = JSON.parse(readFileSync(join(FIXTURES, version, 'expected.json'), 'utf8')) as Record<
    string,
    SummaryFacts & PointFacts
  >;
  return Object.entries(expected)
    .filter(([name]) => name.includes('summary') && name.endsWith('.json'))
    .map(([name, facts]) => ({
      file: join(version, name),
      version,
      facts,
      points: expected[
        name.startsWith('new-summary/') ? 'new-summary/results.ndjson.json.gz' : 'results.ndjson.json'
      ] as PointFacts,
    }));
});

describe.skipIf(recorded.length === 0)('recorded summaries (fixtures/k6 is needed)', () => {
  describe.each(recorded)('$file', ({ file, version, facts, points }) => {
    const bytes = readFileSync(join(FIXTURES, file));
    const collected = collect(k6Summary, bytes);
    const { report, reported, metrics, transactions } = collected;
    const isNew = facts.format === 'k6-machine-readable-summary';

    it('is recognised and read without loss', () => {
      expect(k6Summary.probe(headOf(bytes))).toMatchObject({
        score: 0.99,
        ...(isNew ? { toolVersion: version } : {}),
      });
      const more = isNew ? 3 : 0;
      expect(report).toMatchObject({
        rows: facts.metrics.length + more + reported.checks.length,
        rejectedRows: 0,
        clockTickMs: 1e-6,
        toolVersion: isNew ? version : null,
        firstInstantUs: null,
      });
      expect(report.properties['members']?.split(', ').sort()).toEqual(facts.members);
    });

    it('has all metrics, as metrics or as figures of requests', () => {
      const used = ['http_reqs', 'http_req_failed', 'http_req_duration'];
      const names = [
        ...metrics
          .map(({ name }) => name)
          .filter((name) => !/^checks_(?:total|failed|succeeded)$/u.test(name)),
        ...used,
        ...transactions.map(({ name }) => `http_req_duration{${name}}`),
      ];
      expect(names.sort()).toEqual([...facts.metrics].sort());
      for (const { name, kind, contains } of metrics) {
        const known = points.metrics[name];
        // The flat layout has no types and no units: those of k6's own metrics are known, a time of the test's own is not.
        if (known === undefined || (facts.format === 'k6-summary-export' && name === 'basket_time')) continue;
        expect({ name, kind, contains }).toEqual({ name, kind: known.type, contains: known.contains });
      }
    });

    it('has the requests as the points of the same run have them', () => {
      const total = totalOf(collected);
      expect(total).toMatchObject({ samples: points.httpReqs, failures: points.httpReqFailed });
      const { min, max, avg, ...duration } = points.metrics['http_req_duration']!;
      expect(total).toMatchObject({ minMs: min, maxMs: max });
      expect(total.meanMs).toBeCloseTo(avg!, 9);
      const wanted = facts.trendStats.flatMap((name) => percentilesOf({ [name]: 0 }).map(([p]) => p));
      expect(total.percentilesMs).toEqual(
        [...new Set(wanted)].sort((a, b) => a - b).map((p) => [p, duration[`p(${p})`]]),
      );

      const order = transactions.findIndex(({ name }) => name === 'name:Place order');
      const figures = reported.aggregates.find(({ transaction }) => transaction === order)!.figures;
      const own = points.requestNames['Place order']!.duration;
      expect(figures).toMatchObject({ minMs: own['min'], maxMs: own['max'], failures: null });
      expect(figures.samples).toBe(facts.trendStats.includes('count') ? own['count'] : null);
      for (const [percentile, value] of figures.percentilesMs) expect(value).toBe(own[`p(${percentile})`]);
    });

    it('has the checks', () => {
      expect(
        Object.fromEntries(
          reported.checks.map(({ name, passed, failed }) => [name, { passes: passed, fails: failed }]),
        ),
      ).toEqual(points.checks);
      if (isNew) expect(reported.checks.every(({ group }) => group === '')).toBe(true);
      else {
        expect(Object.fromEntries(reported.checks.map(({ name, group }) => [name, group]))).toMatchObject({
          'price is there': '',
          'order accepted': 'checkout',
          'body has "ok"': 'shop::catalogue, "all"',
        });
      }
    });

    it('has the verdicts on thresholds', () => {
      const failed = reported.thresholds.filter(({ passed }) => !passed);
      expect(reported.thresholds).toHaveLength(facts.thresholds ?? 0);
      expect(failed.map(({ metric, expression }) => `${metric}: ${expression}`)).toEqual(
        facts.failedThresholds ?? [],
      );
    });

    it('has the duration of the test, and a rate of requests', () => {
      const milliseconds = report.properties['test run duration (ms)'];
      if (isNew) expect(milliseconds).toMatch(/^\d+\.\d+$/u);
      else
        expect(milliseconds).toBe(
          facts.testRunDurationMs == null ? undefined : String(facts.testRunDurationMs),
        );
      const rate = totalOf(collected).throughputPerSec!;
      if (milliseconds !== undefined)
        expect(rate).toBeCloseTo(points.httpReqs / (Number(milliseconds) / 1000), 9);
      expect(report.warnings.some(({ code }) => code === 'rates-computed')).toBe(isNew);
    });

    it('keeps neither the text of the test nor what setup() returned', () => {
      const { config, setup_data: setupData } = plainOf(bytes);
      const all = JSON.stringify(collected);
      const codes = report.warnings.map(({ code }) => code);
      if (config === undefined) {
        expect(codes).toContain('setup-data-left-out');
        for (const secret of Object.values(setupData as object)) expect(all).not.toContain(secret);
      } else {
        expect(codes).toContain('script-left-out');
        expect(all).not.toContain('export default');
      }
    });
  });

  it('say the same in the layouts of one run', () => {
    const [dump, flat] = ['handle-summary.json', 'summary-export.json'].map((name) =>
      collect(k6Summary, readFileSync(join(FIXTURES, versions[0]!, name))),
    );
    expect(flat!.transactions).toEqual(dump!.transactions);
    expect(flat!.reported.aggregates).toEqual(dump!.reported.aggregates);
    expect(flat!.reported.checks).toEqual(dump!.reported.checks);
    expect(flat!.reported.thresholds).toEqual(dump!.reported.thresholds);
  });
});
