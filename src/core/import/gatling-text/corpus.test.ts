import { describe, expect, it } from 'vitest';
import {
  activeUsersOf,
  contentsOf,
  countActiveUsers,
  groupsOf,
  nearestRank,
  pointsOf,
  requestsOf,
  type UserEvent,
} from '../gatling/testing/contents.ts';
import { headOf } from '../testing/collect.ts';
import {
  corpusAvailable,
  corpusEntries,
  corpusFile,
  corpusNote,
  type CorpusEntry,
} from '../testing/corpus-manifest.ts';
import { gatlingText } from './gatling-text.ts';
import { read } from './testing/log-lines.ts';

/** Every text log of the corpus against every fact that its manifest states. */

interface LogFacts {
  readonly version: string | null;
  readonly layout: string;
  readonly simulation: string | null;
  readonly run_start: number | null;
  readonly scenarios: readonly string[] | null;
  readonly assertions: number;
  readonly users_start: number;
  readonly users_end: number;
  readonly requests: number;
  readonly ko: number;
  readonly groups: number;
  readonly errors: number;
  /** No line end behind the last line. */
  readonly truncated: boolean;
  readonly first_start: number;
  readonly last_end: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  readonly names: number;
}

const V1 = 'gatling/v1-multi-node1.log';
const logs = corpusEntries().filter(
  ({ path }) => path.startsWith('gatling/') && path.endsWith('.log') && !path.includes('/bin-'),
);

interface Report {
  readonly numberOfRequests: { readonly total: number; readonly ko: number };
  readonly minResponseTime: { readonly total: number; readonly ok: number; readonly ko: number };
  readonly maxResponseTime: { readonly total: number; readonly ok: number; readonly ko: number };
  readonly meanResponseTime: { readonly total: number; readonly ok: number; readonly ko: number };
}
interface ReportNode {
  readonly type: string;
  readonly name: string;
  readonly stats: Report;
  readonly contents?: Readonly<Record<string, ReportNode>>;
}

const textOf = (path: string): string => new TextDecoder().decode(corpusFile(path));

/** Figures as Gatling's report has them; 0 for none. */
function figuresOf(elapsed: readonly number[]): { min: number; max: number; mean: number } {
  if (elapsed.length === 0) return { min: 0, max: 0, mean: 0 };
  const sum = elapsed.reduce((total, value) => total + value, 0);
  return { min: Math.min(...elapsed), max: Math.max(...elapsed), mean: Math.round(sum / elapsed.length) };
}

describe.skipIf(!corpusAvailable)(`text logs of the corpus${corpusNote}`, () => {
  it('are these', () => {
    expect(logs).toHaveLength(20);
  });

  it.each(logs.map((log) => log.path))('%s is recognised by its content', (path) => {
    expect(gatlingText.probe(headOf(corpusFile(path))).score).toBe(0.98);
  });

  it.each(logs.filter(({ path }) => path !== V1))('$path', (log: CorpusEntry) => {
    const facts = log.facts as unknown as LogFacts;
    const bytes = corpusFile(log.path);
    const result = read(bytes);
    const requests = requestsOf(result);
    const elapsed = requests.map(({ elapsedMs }) => elapsedMs!);
    const { properties } = result.report;
    expect({
      version: properties['version'],
      layout: properties['layout'] === '3.x' ? '3.x' : properties['layout']!.replaceAll(' ', ''),
      simulation: properties['simulation class'],
      run_start: Date.parse(properties['start']!),
      scenarios: null,
      assertions: Number(properties['assertions']),
      users_start: Number(properties['users started']),
      users_end: Number(properties['users ended']),
      requests: requests.length,
      ko: requests.filter(({ ok }) => !ok).length,
      groups: groupsOf(result).length,
      errors: pointsOf(result, 'errors').length,
      truncated: bytes.at(-1) !== 10,
      first_start: Math.min(...requests.map(({ startMs }) => startMs)),
      last_end: Math.max(...requests.map(({ startMs, elapsedMs }) => startMs + elapsedMs!)),
      p50: nearestRank(elapsed, 50),
      p95: nearestRank(elapsed, 95),
      p99: nearestRank(elapsed, 99),
      max: Math.max(...elapsed),
      names: new Set(requests.map(({ name }) => name)).size,
    }).toEqual(facts);
    expect(properties).toMatchObject({
      requests: String(facts.requests),
      'failed requests': String(facts.ko),
    });
    expect(result.report.rows).toBe(
      facts.requests + facts.groups + facts.errors + facts.users_start + facts.users_end,
    );
    expect(result.report).toMatchObject({ rejectedRows: 0, warnings: [] });
  });

  it.each(logs.map((log) => log.path))('%s has the active users that its USER lines say', (path) => {
    const events = textOf(path)
      .split('\n')
      .flatMap((line): UserEvent[] => {
        // Whatever stands before START or END: scenario and user; and behind it: one or two time stamps.
        const match =
          /^(?:USER\t([^\t]*).*|([^\t]+)\t[^\t]+\tUSER)\t(START|END)\t(\d+)(?:\t(\d+))?\r?$/u.exec(line);
        if (match === null) {
          const action = /^ACTION\t([^\t]*)\t\d+\t(Start|End) of scenario\t(\d+)/u.exec(line);
          if (action === null) return [];
          return [{ scenario: action[1]!, isStart: action[2] === 'Start', atMs: Number(action[3]) }];
        }
        const isStart = match[3] === 'START';
        return [
          {
            scenario: (match[1] ?? match[2])!,
            isStart,
            atMs: Number(isStart ? match[4] : (match[5] ?? match[4])),
          },
        ];
      });
    const result = read(corpusFile(path));
    const lastMs = result.report.lastInstantUs! / 1000;
    const scenarios = [...new Set(events.map(({ scenario }) => scenario))];
    if (!path.includes('taurus-gatling-2')) expect(events.length).toBeGreaterThan(0);
    else return;
    expect(activeUsersOf(result)).toEqual(countActiveUsers(events, lastMs));
    if (scenarios.length < 2) return;
    for (const scenario of scenarios) {
      const own = countActiveUsers(
        events.filter((event) => event.scenario === scenario),
        lastMs,
      );
      const series = activeUsersOf(result, scenario);
      expect(series.slice(series.length - own.length)).toEqual(own);
    }
  });

  it.each(['v3.1.2', 'v3.5.1', 'v3.10.4'])("%s.log has the figures of Gatling's own report", (name) => {
    const root = JSON.parse(textOf(`gatling/${name}-stats.json`)) as ReportNode;
    const requests = requestsOf(read(corpusFile(`gatling/${name}.log`)));
    const check = (stats: Report, rows: typeof requests): void => {
      expect(stats.numberOfRequests).toMatchObject({
        total: rows.length,
        ko: rows.filter(({ ok }) => !ok).length,
      });
      for (const part of ['total', 'ok', 'ko'] as const) {
        const own = rows.filter(({ ok }) => part === 'total' || ok === (part === 'ok'));
        const { min, max, mean } = figuresOf(own.map(({ elapsedMs }) => elapsedMs!));
        expect([min, max, mean]).toEqual([
          stats.minResponseTime[part],
          stats.maxResponseTime[part],
          stats.meanResponseTime[part],
        ]);
      }
    };
    check(root.stats, requests);
    const nodes = Object.values(root.contents!);
    expect(nodes.map((node) => node.name).sort()).toEqual(
      [...new Set(requests.map((row) => row.name))].sort(),
    );
    for (const node of nodes) {
      check(
        node.stats,
        requests.filter((row) => row.name === node.name),
      );
    }
  });

  // The manifest has no facts about it: its lines are counted here in another way.
  it(`${V1}: actions of 1.x`, () => {
    const rows = textOf(V1)
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'))
      .filter(([type]) => type === 'ACTION');
    const requests = rows.filter((row) => row[3]!.startsWith('Request '));
    const result = read(corpusFile(V1));
    expect(rows).toHaveLength(
      (logs.find(({ path }) => path === V1)!.facts as { unparsed_lines: number }).unparsed_lines,
    );
    expect(result.report).toMatchObject({ rows: rows.length, rejectedRows: 0, warnings: [] });
    expect(requestsOf(result)).toEqual(
      requests.map((row) => ({
        name: row[3],
        kind: 'request',
        group: undefined,
        startMs: Number(row[4]),
        elapsedMs: Number(row[5]) - Number(row[4]),
        ok: true,
        message: 'Request executed successfully',
      })),
    );
    expect(result.report.properties).toMatchObject({
      layout: '1.x',
      'simulation class': 'MySimulation',
      'users started': String(rows.filter((row) => row[3] === 'Start of scenario').length),
      'users ended': String(rows.filter((row) => row[3] === 'End of scenario').length),
    });
  });

  it('taurus-gatling-2-groups.log keeps one request name in several groups apart', () => {
    const result = read(corpusFile('gatling/taurus-gatling-2-groups.log'));
    expect(requestsOf(result).map(({ name, group }) => `${name} in ${group}`)).toEqual([
      'POST in ::User-Login::Auth-POST',
      'GET in ::User-Login::Members-Id-GET',
      'GET in ::User-Login::Members-Sitrep-GET',
      'GET in ::User-Login::Household-Points-GET',
      'GET in ::User-Login::Offers-GET',
    ]);
    expect(groupsOf(result).at(-1)).toMatchObject({ name: 'User-Login', elapsedMs: 7060, ok: false });
    expect(pointsOf(result, 'cumulated response time').map(({ value }) => value)).toEqual([
      1279, 1031, 1845, 1563, 951, 6669,
    ]);
    expect(activeUsersOf(result).map(([, users]) => users)).toEqual(Array(38).fill(1));
  });

  it.each(logs.map((log) => log.path))('%s: the same in pieces of any size', (path) => {
    const bytes = corpusFile(path).subarray(0, 40_000);
    const whole = contentsOf(read(bytes));
    for (const piece of [61, 4096]) expect(contentsOf(read(bytes, piece))).toEqual(whole);
  });

  it('no file of another format is taken for one', () => {
    for (const { path } of corpusEntries()) {
      if (logs.some((log) => log.path === path)) continue;
      expect(gatlingText.probe(headOf(corpusFile(path))).score, path).toBe(0);
    }
  });
});
