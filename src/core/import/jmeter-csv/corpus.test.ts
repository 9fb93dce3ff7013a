import { describe, expect, it } from 'vitest';
import type { Collected } from '../testing/collect.ts';
import {
  corpusAvailable,
  corpusEntries,
  corpusFile,
  corpusNote,
  type CorpusFacts,
} from '../testing/corpus-manifest.ts';
import { contentOf, kindsOf, labelsOf, read, reasonsOf, warningsOf } from './testing/jtl.ts';

/** Every JTL CSV of the corpus against every fact that its manifest states. */

interface JtlFacts {
  readonly physical_lines: number;
  readonly rows: number;
  readonly header: boolean;
  readonly delimiter: string;
  readonly columns: number;
  readonly crlf: boolean;
  readonly first_ts?: number;
  readonly last_ts?: number;
  readonly first_row_ts?: string;
  readonly last_row_ts?: string;
  readonly sorted_by_ts?: boolean;
  readonly failed?: number;
  readonly labels?: number;
  readonly p50?: number;
  readonly p95?: number;
  readonly p99?: number;
  readonly max?: number;
  readonly mean?: number;
  readonly sum_bytes?: number;
  readonly transaction_rows?: number;
  readonly labels_ending_in_dash_number_rows?: number;
  readonly rows_with_other_width?: number;
}

/** A row of a file that is no sample, as far as the facts count it. */
interface OtherRow {
  readonly label: string;
  readonly elapsed: number;
  readonly ok: boolean;
  readonly bytes: number;
  readonly isController: boolean;
}

interface Oddity {
  /** Why these rows are no samples. */
  readonly because: string;
  readonly rejects: number;
  readonly reason: RegExp;
  readonly rows: readonly OtherRow[];
}

/** The facts are those of all rows that a CSV reader finds. Rows that Loadstone rejects or leaves out are added here. */
const oddities: Readonly<Record<string, Oddity>> = {
  'jmeter/defra-date-timestamps.jtl': {
    because: 'the last row is cut off, and 30 controllers are empty',
    rejects: 1,
    reason: /^cut off at the end of the file$/u,
    rows: [
      { label: 'GET /small-catches/add', elapsed: 2679, ok: true, bytes: 16_813, isController: false },
      ...Array.from({ length: 30 }, () => ({
        label: 'Select Year Transaction',
        elapsed: 0,
        ok: true,
        bytes: 0,
        isController: true,
      })),
    ],
  },
  'jmeter/perfplugin-bad-date.csv': {
    because: 'all dates are impossible',
    rejects: 3,
    reason: /^timeStamp "2001\/20\/20 12:05:\d\d.123" is an impossible date$/u,
    rows: [
      {
        label: 'GET /ordermgmt/login - Login Page',
        elapsed: 1425,
        ok: true,
        bytes: 3400,
        isController: false,
      },
      { label: 'GET /ordermgmt/pre-logout', elapsed: 2204, ok: true, bytes: 19_000, isController: false },
      { label: 'GET /ordermgmt/pre-logout', elapsed: 2204, ok: true, bytes: 19_000, isController: false },
    ],
  },
};

/** The file whose time stamps and durations are nanoseconds. */
const NANOSECONDS = 'jmeter/jmeter-html-report-nanos.csv';
/** Line ends inside quoted cells. */
const linesInCells: Readonly<Record<string, number>> = { 'jmeter/perfplugin-multiline.jtl': 2 };

function rowsOf(path: string, { samples }: Collected): OtherRow[] {
  const own = samples.map((sample): OtherRow => {
    const transaction = sample['transaction'] as { name: string; kind: string };
    const elapsed = sample['elapsed_ms'] as number | undefined;
    return {
      label: transaction.name,
      elapsed:
        elapsed === undefined ? Number.NaN : path === NANOSECONDS ? Math.round(elapsed * 1e6) : elapsed,
      ok: sample['ok'] === true,
      bytes: (sample['received_bytes'] as number | undefined) ?? 0,
      isController: transaction.kind === 'transaction',
    };
  });
  return [...own, ...(oddities[path]?.rows ?? [])];
}

function nearestRank(ascending: readonly number[], percent: number): number {
  return ascending[Math.ceil((percent / 100) * ascending.length) - 1]!;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The facts again, out of what was read; only those that the manifest states. */
function factsOf(path: string, result: Collected, stated: JtlFacts): Partial<JtlFacts> {
  const rows = rowsOf(path, result);
  const { report } = result;
  const elapsed = rows.map((row) => row.elapsed).sort((a, b) => a - b);
  const { properties } = report;
  const instants = result.samples.map((sample) => (sample['started_at'] as number | null | undefined) ?? 0);
  const scale = path === NANOSECONDS ? 1000 : 1 / 1000;
  const delimiters: Record<string, string> = { comma: ',', tab: '\t', semicolon: ';' };
  const emptyControllers = Number(properties['empty transaction controller rows'] ?? 0);
  const header = properties['header'] === 'yes';
  const found: Required<JtlFacts> = {
    physical_lines: stated.physical_lines,
    rows: report.rows + report.rejectedRows + emptyControllers,
    header,
    delimiter: delimiters[properties['delimiter']!]!,
    columns: properties['columns']!.split(', ').length,
    crlf: properties['line ends'] === 'CR LF',
    first_ts: (report.firstInstantUs ?? Number.NaN) * scale,
    last_ts: (report.lastInstantUs ?? Number.NaN) * scale,
    first_row_ts: stated.first_row_ts ?? '',
    last_row_ts: stated.last_row_ts ?? '',
    sorted_by_ts: instants.every((instant, i) => i === 0 || instants[i - 1]! <= instant),
    failed: rows.filter((row) => !row.ok).length,
    labels: new Set(rows.map((row) => row.label)).size,
    p50: nearestRank(elapsed, 50),
    p95: nearestRank(elapsed, 95),
    p99: nearestRank(elapsed, 99),
    max: elapsed.at(-1)!,
    mean: Math.round((sum(elapsed) / elapsed.length) * 1000) / 1000,
    sum_bytes: sum(rows.map((row) => row.bytes)),
    transaction_rows: rows.filter((row) => row.isController).length,
    labels_ending_in_dash_number_rows: rows.filter((row) => /-\d+$/u.test(row.label)).length,
    rows_with_other_width: reasonsOf(result).filter((reason) => /cut off|columns/u.test(reason)).length,
  };
  return Object.fromEntries(Object.keys(stated).map((key) => [key, found[key as keyof JtlFacts]]));
}

/** The manifest rounds the mean; JavaScript and Python round a tie differently. */
function roundedMean(facts: Partial<JtlFacts>): Partial<JtlFacts> {
  return facts.mean === undefined ? facts : { ...facts, mean: Number(facts.mean.toFixed(2)) };
}

const csvEntries = corpusEntries().filter(({ format }) => format === 'JTL CSV');
const asJtlFacts = (facts: CorpusFacts): JtlFacts => facts as unknown as JtlFacts;

describe.skipIf(!corpusAvailable)(`the corpus${corpusNote}`, () => {
  it('has the JTL CSV files that are expected', () => {
    expect(csvEntries).toHaveLength(24);
  });

  it.each(csvEntries)('$path: all facts', ({ path, facts }) => {
    const stated = asJtlFacts(facts);
    const result = read(corpusFile(path));
    expect(roundedMean(factsOf(path, result, stated))).toEqual(roundedMean(stated));
    const oddity = oddities[path];
    expect(result.report.rejectedRows).toBe(oddity?.rejects ?? 0);
    for (const reason of reasonsOf(result)) expect(reason).toMatch(oddity!.reason);
  });

  it.each(csvEntries)('$path: physical lines', ({ path, facts }) => {
    const { physical_lines: lines, rows, header } = asJtlFacts(facts);
    const ended = corpusFile(path).at(-1) === 10;
    const { report } = read(corpusFile(path));
    const rejectedLast = report.rejects.at(-1);
    // Rows are lines, but for line ends inside cells and for a last row without one.
    expect(rows + (header ? 1 : 0) + (linesInCells[path] ?? 0) - (ended ? 0 : 1)).toBe(lines);
    if (rejectedLast !== undefined) expect(rejectedLast.line).toBe(lines + (ended ? 0 : 1));
  });

  it.each(csvEntries.filter(({ path }) => corpusFile(path).length < 60_000))(
    '$path: the same in pieces of any size',
    ({ path }) => {
      const bytes = corpusFile(path);
      const whole = contentOf(read(bytes));
      for (const piece of [1, 7, 64]) expect(contentOf(read(bytes, piece))).toEqual(whole);
    },
  );

  it.each(csvEntries.filter(({ path }) => corpusFile(path).length >= 60_000))(
    '$path: the same in pieces of any size (not of single bytes)',
    ({ path }) => {
      const bytes = corpusFile(path);
      const whole = contentOf(read(bytes));
      for (const piece of [997, 65_536]) expect(contentOf(read(bytes, piece))).toEqual(whole);
    },
  );

  it.each([
    ['jmeter/musicgds-results.jtl', 6000, 0],
    ['jmeter/hebroms-stress-results.jtl', 1000, 0],
    ['jmeter/gwayaboy-results.jtl', 200, 0],
    ['jmeter/ernesto-results.jtl', 24, 1],
    // Samplers called HP-0, HP-1 stand above the controller HP: they are requests.
    ['jmeter/perfplugin-filewithtransactions.csv', 0, 103],
    ['jmeter/defra-date-timestamps.jtl', 0, 538],
    ['jmeter/taurus-tranctl.jtl', 0, 2],
  ])('%s has %d sub-results and %d controllers', (path, subResults, controllers) => {
    const result = read(corpusFile(path));
    const kinds = kindsOf(result);
    expect(kinds.filter((kind) => kind === 'sub-result')).toHaveLength(subResults);
    expect(kinds.filter((kind) => kind === 'transaction')).toHaveLength(controllers);
    expect(result.report.warnings.map(({ code }) => code)).not.toContain('covered-rows');
  });

  it('has time stamps of all kinds', () => {
    const warnings = (path: string): Record<string, number> => warningsOf(read(corpusFile(path)));
    expect(warnings('jmeter/chriswang-16col.jtl')).toEqual({ 'zero-time-stamp': 3 });
    expect(warnings('jmeter/jmeter-ns-columns.jtl')).toEqual({ 'zero-time-stamp': 255 });
    expect(warnings(NANOSECONDS)).toEqual({ nanoseconds: 255 });
    expect(warnings('jmeter/defra-date-timestamps.jtl')).toEqual({ 'empty-transactions': 30 });
    expect(
      read(corpusFile('jmeter/defra-date-timestamps.jtl'), 1 << 20, 'Europe/London').report,
    ).toMatchObject({
      firstInstantUs: Date.parse('2019-12-05T12:37:24Z') * 1000,
      lastInstantUs: Date.parse('2019-12-05T12:51:40Z') * 1000,
    });
    expect(read(corpusFile('jmeter/perfplugin-formatted-timestamp.csv')).report).toMatchObject({
      firstInstantUs: Date.parse('2014-02-24T07:42:21.256Z') * 1000,
      lastInstantUs: Date.parse('2014-02-24T07:42:21.258Z') * 1000,
    });
  });

  it('has texts of all kinds', () => {
    expect(labelsOf(read(corpusFile('jmeter/perfplugin-multiline.jtl')))[1]).toMatch(
      /^no such element: .*\{"method":"id","selector":"reviewBAD"\}\n +Session ID: .*\n +\*\*\* Element info/u,
    );
    expect(new Set(labelsOf(read(corpusFile('jmeter/taurus-unicode.jtl'))))).toContain('Тест.Эхо');
    const [first] = read(corpusFile('jmeter/taurus-quote-guessing-crash.jtl')).samples;
    expect(first!['tag_set']).toEqual({
      host: 'vaio',
      SessionName: 'null',
      SessionCount: 'null',
      PageCount: 'null',
    });
  });

  it('has files without a header: that is said', () => {
    for (const path of ['jmeter/perfplugin-no-header.jtl', 'jmeter/superteam-no-header-errors.jtl']) {
      expect(warningsOf(read(corpusFile(path)))).toEqual({ 'no-header': 1 });
    }
    expect(read(corpusFile('jmeter/perfplugin-no-header.jtl')).samples[2]).toMatchObject({
      received_bytes: 19_714,
      latency_ms: 25,
    });
  });
});
