import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gatlingBinary } from '../gatling-binary/gatling-binary.ts';
import { gatlingText } from '../gatling-text/gatling-text.ts';
import { collect, headOf } from '../testing/collect.ts';
import {
  activeUsersOf,
  contentsOf,
  groupsOf,
  nearestRank,
  pointsOf,
  requestsOf,
  type SampleRow,
} from './testing/contents.ts';

/** Logs that Gatling wrote, with facts from a script of its own that agree with Gatling's reports: see fixtures/gatling. */
const FOLDER = resolve(import.meta.dirname, '../../../../fixtures/gatling');
const versions = [
  { version: '3.12.0', importer: gatlingText, score: 0.98 },
  { version: '3.14.9', importer: gatlingBinary, score: 0.99 },
];
const available = existsSync(FOLDER);

interface Figures {
  readonly count: number;
  readonly failures: number;
  readonly min: number;
  readonly max: number;
  readonly sum: number;
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

interface Expected {
  readonly form: string;
  readonly version: string;
  readonly simulationClass: string;
  readonly simulationId: string | null;
  readonly description: string;
  readonly runStart: number;
  readonly assertions: number;
  readonly firstInstant: number;
  readonly lastInstant: number;
  readonly firstRequestStart: number;
  readonly lastRequestEnd: number;
  readonly requests: Figures;
  /** By names of groups and request, joined as in Gatling's reports. */
  readonly byRequest: Readonly<Record<string, Figures>>;
  readonly groupDurations: Readonly<Record<string, Figures>>;
  readonly groupCumulated: Readonly<Record<string, Figures>>;
  readonly messages: Readonly<Record<string, number>>;
  readonly errors: Readonly<Record<string, number>>;
  readonly usersStarted: Readonly<Record<string, number>>;
  readonly usersEnded: Readonly<Record<string, number>>;
  readonly activeUsers: {
    readonly firstSecond: number;
    readonly all: readonly number[];
    readonly byScenario: Readonly<Record<string, readonly number[]>>;
  };
  readonly reportFiguresCompared: number;
}

/** A node of js/stats.json. */
interface ReportNode {
  readonly type: 'GROUP' | 'REQUEST';
  readonly path: string;
  readonly stats: Readonly<
    Record<string, { readonly total: number; readonly ok: number; readonly ko: number }>
  >;
  readonly contents?: Readonly<Record<string, ReportNode>>;
}

function fileOf(version: string, name: string): Uint8Array {
  return readFileSync(resolve(FOLDER, version, name));
}

function jsonOf(version: string, name: string): unknown {
  return JSON.parse(new TextDecoder().decode(fileOf(version, name)));
}

/** `shop / list / View`, as Gatling's reports call it. */
function reportPath(path: string | undefined, name?: string): string {
  return [...(path ?? '').split('::').slice(1), ...(name === undefined ? [] : [name])].join(' / ');
}

function figures(rows: readonly { readonly value: number; readonly ok: boolean }[]): Figures {
  const values = rows.map(({ value }) => value);
  const sum = values.reduce((total, value) => total + value, 0);
  return {
    count: rows.length,
    failures: rows.filter(({ ok }) => !ok).length,
    min: Math.min(...values),
    max: Math.max(...values),
    sum,
    mean: Math.round(sum / rows.length),
    p50: nearestRank(values, 50),
    p95: nearestRank(values, 95),
    p99: nearestRank(values, 99),
  };
}

function byKey<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return groups;
}

const elapsed = (rows: readonly SampleRow[]) => rows.map(({ elapsedMs, ok }) => ({ value: elapsedMs!, ok }));
const counts = (keys: readonly string[]): Record<string, number> =>
  Object.fromEntries([...byKey(keys, (key) => key)].map(([key, list]) => [key, list.length]));

describe.skipIf(!available)(
  `recorded logs of Gatling${available ? '' : ` (SKIPPED: there is no ${FOLDER})`}`,
  () => {
    describe.each(available ? versions : [])('$version', ({ version, importer, score }) => {
      const bytes = fileOf(version, 'simulation.log');
      const facts = jsonOf(version, 'expected.json') as Expected;
      const result = collect(importer, bytes);
      const requests = requestsOf(result);
      const groups = groupsOf(result);

      it('is recognised and read without loss', () => {
        expect(importer.probe(headOf(bytes))).toMatchObject({ score, toolVersion: version });
        expect(result.report).toMatchObject({
          rejectedRows: 0,
          warnings: [],
          toolVersion: version,
          firstInstantUs: facts.firstInstant * 1000,
          lastInstantUs: facts.lastInstant * 1000,
        });
        expect(result.report.properties).toMatchObject({
          'simulation class': facts.simulationClass,
          description: facts.description,
          start: new Date(facts.runStart).toISOString(),
          assertions: String(facts.assertions),
        });
        expect(result.report.properties['simulation id'] ?? null).toBe(facts.simulationId);
      });

      it('has all requests with their figures', () => {
        expect(figures(elapsed(requests))).toEqual(facts.requests);
        expect(Math.min(...requests.map(({ startMs }) => startMs))).toBe(facts.firstRequestStart);
        expect(Math.max(...requests.map(({ startMs, elapsedMs }) => startMs + elapsedMs!))).toBe(
          facts.lastRequestEnd,
        );
        const found = byKey(requests, ({ name, group }) => reportPath(group, name));
        expect(Object.fromEntries([...found].map(([path, rows]) => [path, figures(elapsed(rows))]))).toEqual(
          facts.byRequest,
        );
      });

      it('has all groups with their durations and cumulated response times', () => {
        const found = byKey(groups, ({ group }) => reportPath(group));
        expect(Object.fromEntries([...found].map(([path, rows]) => [path, figures(elapsed(rows))]))).toEqual(
          facts.groupDurations,
        );
        const cumulated = byKey(
          pointsOf(result, 'cumulated response time').map(({ value, tags }, i) => ({
            path: reportPath(tags['group']),
            value,
            // Points and samples of groups are in the same order.
            ok: groups[i]!.ok,
          })),
          ({ path }) => path,
        );
        expect(Object.fromEntries([...cumulated].map(([path, rows]) => [path, figures(rows)]))).toEqual(
          facts.groupCumulated,
        );
      });

      it('has messages of failed requests, and errors', () => {
        expect(counts(requests.flatMap(({ message }) => message ?? []))).toEqual(facts.messages);
        expect(requests.every(({ message, ok }) => ok === (message === null))).toBe(true);
        expect(counts(pointsOf(result, 'errors').map(({ tags }) => tags['error']!))).toEqual(facts.errors);
      });

      it('has the active users of every second', () => {
        const { firstSecond, all, byScenario } = facts.activeUsers;
        expect(activeUsersOf(result)).toEqual(all.map((users, i) => [firstSecond + i, users]));
        for (const [scenario, users] of Object.entries(byScenario)) {
          expect(activeUsersOf(result, scenario).map(([, value]) => value)).toEqual(users);
        }
        const total = (by: Readonly<Record<string, number>>): string =>
          String(Object.values(by).reduce((sum, value) => sum + value, 0));
        expect(result.report.properties).toMatchObject({
          'users started': total(facts.usersStarted),
          'users ended': total(facts.usersEnded),
        });
      });

      it('is the same in pieces of any size', () => {
        for (const pieceBytes of [7, 100, 4099]) {
          expect(contentsOf(collect(importer, bytes, { pieceBytes }))).toEqual(contentsOf(result));
        }
      });
    });

    it("3.12.0 has counts, minimum, maximum and mean of every node of Gatling's report", () => {
      const result = collect(gatlingText, fileOf('3.12.0', 'simulation.log'));
      const requests = requestsOf(result).map(({ name, group, elapsedMs, ok }) => ({
        path: reportPath(group, name),
        value: elapsedMs!,
        ok,
      }));
      const outcomes = groupsOf(result);
      const groups = pointsOf(result, 'cumulated response time').map(({ value, tags }, i) => ({
        path: reportPath(tags['group']),
        value,
        ok: outcomes[i]!.ok,
      }));
      let nodes = 0;
      const check = (node: ReportNode): void => {
        nodes += 1;
        const rows = node.type === 'REQUEST' ? requests : groups;
        const own = node.path === '' ? requests : rows.filter(({ path }) => path === node.path);
        for (const part of ['total', 'ok', 'ko'] as const) {
          const chosen = own.filter(({ ok }) => part === 'total' || ok === (part === 'ok'));
          const { count, min, max, mean } =
            chosen.length === 0 ? { count: 0, min: 0, max: 0, mean: 0 } : figures(chosen);
          expect([count, min, max, mean], `${node.path} ${part}`).toEqual([
            node.stats['numberOfRequests']![part],
            node.stats['minResponseTime']![part],
            node.stats['maxResponseTime']![part],
            node.stats['meanResponseTime']![part],
          ]);
        }
        for (const child of Object.values(node.contents ?? {})) check(child);
      };
      check(jsonOf('3.12.0', 'stats.json') as ReportNode);
      expect(nodes).toBe((jsonOf('3.12.0', 'expected.json') as Expected).reportFiguresCompared / 5);
    });
  },
);
