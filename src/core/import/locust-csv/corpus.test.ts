import { describe, expect, it } from 'vitest';
import { jmeterCsv } from '../jmeter-csv/jmeter-csv.ts';
import { headOf, type Collected } from '../testing/collect.ts';
import { corpusAvailable, corpusEntries, corpusFile, corpusNote } from '../testing/corpus-manifest.ts';
import { locustCsv } from './locust-csv.ts';
import { contentOf, read } from './testing/locust-files.ts';

/** Every Locust file of the corpus against every fact that its manifest states. */

const files = corpusEntries().filter(({ format }) =>
  /^Locust (?:stats|history|failures|exceptions)$/u.test(format),
);

function factsOf({ report, reported, transactions }: Collected, bytes: Uint8Array): Record<string, unknown> {
  const { properties } = report;
  const text = new TextDecoder('latin1').decode(bytes);
  const total = reported.aggregates.filter(({ transaction }) => transaction === null).at(-1);
  const columns = properties['columns']!.split(', ');
  const figures = total?.figures;
  const stated = (value: number | null | undefined): number | null => value ?? null;
  const hasTotalRow = properties['total requests in the last row'] !== undefined;
  return {
    rows: report.rows + report.rejectedRows,
    columns: columns.length,
    header: columns.join(','),
    // The manifest knows lines as Python's csv does: CR CR LF counts as CR LF.
    crlf: properties['line ends']!.startsWith('CR'),
    aggregated: {
      'Request Count': stated(figures?.samples),
      'Failure Count': stated(figures?.failures),
      'Average Response Time': stated(figures?.meanMs),
      'Max Response Time': stated(figures?.maxMs),
      'Requests/s': stated(figures?.throughputPerSec),
      ...Object.fromEntries(
        (figures?.percentilesMs ?? []).map(([percentile, value]) => [`${percentile}%`, value]),
      ),
    },
    first_ts: (report.firstInstantUs ?? 0) / 1e6,
    last_ts: (report.lastInstantUs ?? 0) / 1e6,
    names:
      transactions.length + (reported.aggregates.some(({ transaction }) => transaction === null) ? 1 : 0),
    last_total_requests: hasTotalRow ? properties['total requests in the last row'] : null,
    last_total_failures: hasTotalRow ? properties['total failures in the last row'] : null,
    na_cells: text.match(/(?<=[,"])N\/A(?=["\r\n,])/gu)?.length ?? 0,
    sum_occurrences: columns.includes('Occurrences')
      ? reported.errors.reduce((sum, { count }) => sum + count, 0)
      : null,
    physical_lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0),
  };
}

/** Texts of the manifest as numbers. Left out: what was never measured (no requests), and the median, where the 50% is kept. */
function comparable(aggregated: Record<string, string>): Record<string, number | null> {
  const none = aggregated['Request Count'] === '0';
  return Object.fromEntries(
    Object.entries(aggregated)
      .filter(([name]) => name !== 'Median Response Time')
      .filter(([name]) => !(none && name.endsWith('%')))
      .map(([name, value]) => [name, none && name.includes('Response') ? null : Number(value)]),
  );
}

describe.skipIf(!corpusAvailable)(`the corpus${corpusNote}`, () => {
  it('has the Locust files that are expected', () => {
    expect(files).toHaveLength(16);
  });

  it.each(files)('$path: all facts', ({ path, facts }) => {
    const bytes = corpusFile(path);
    const result = read(bytes);
    const { aggregated, ...others } = facts as { aggregated?: Record<string, string> };
    const found = factsOf(result, bytes);
    expect(found).toMatchObject(others);
    if (aggregated !== undefined) expect(found['aggregated']).toMatchObject(comparable(aggregated));
    expect(result.report.rejectedRows).toBe(0);
  });

  it.each(files)('$path: is recognised, and by nothing else', ({ path }) => {
    const head = headOf(corpusFile(path));
    expect(locustCsv.probe(head).score).toBeGreaterThan(0.9);
    expect(jmeterCsv.probe(head).score).toBe(0);
  });

  it.each(files.filter(({ path }) => corpusFile(path).length < 20_000))(
    '$path: the same in pieces of any size',
    ({ path }) => {
      const bytes = corpusFile(path);
      const whole = contentOf(read(bytes));
      for (const piece of [1, 7, 4096]) expect(contentOf(read(bytes, piece))).toEqual(whole);
    },
  );

  it('has differences of totals that add up to the last total', () => {
    const { reported, report } = read(corpusFile('locust/veroliut_stats_history.csv'));
    const sum = reported.aggregates.reduce((total, { figures }) => total + (figures.samples ?? 0), 0);
    expect(String(sum)).toBe(report.properties['total requests in the last row']);
    expect(Math.max(...reported.aggregates.map(({ interval }) => interval!.activeUsers!))).toBeGreaterThan(
      1000,
    );
  });

  it('has percentiles of intervals where they are, and only there', () => {
    const kept = (path: string): number =>
      read(corpusFile(path)).reported.aggregates.filter(({ figures }) => figures.percentilesMs.length > 0)
        .length;
    expect(kept('locust/load-testing-hub_stats_history.csv')).toBe(70);
    // 1.0: the third row has a 50% of 11 ms, and a median of 50 ms since the start.
    expect(kept('locust/zhajiangmian_stats_history.csv')).toBe(2);
    expect(kept('locust/veroliut_stats_history.csv')).toBe(0);
  });

  it('has texts of all kinds', () => {
    const chinese = read(corpusFile('locust/zhajiangmian_stats.csv'));
    expect(chinese.transactions).toMatchObject([{ name: 'get接口', method: 'GET' }]);
    expect(chinese.report.properties).toMatchObject({ encoding: 'gb18030', 'line ends': 'CR CR LF' });
    const exceptions = read(corpusFile('locust/veroliut_exceptions.csv'));
    expect(exceptions.reported.errors[0]).toMatchObject({
      count: 5318,
      message: "'checkout' object has no attribute 'productId'",
    });
    const failures = read(corpusFile('locust/bortlesboat_failures.csv'));
    expect(failures.reported.errors.map(({ code }) => code)).toContain('429');
  });

  it("has a stream of Taurus that is no file of Locust's", () => {
    const bytes = corpusFile('locust/taurus-workers2.ldjson');
    expect(new TextDecoder().decode(bytes).trim().split('\n')).toHaveLength(23);
    expect(locustCsv.probe(headOf(bytes)).score).toBe(0);
  });
});
