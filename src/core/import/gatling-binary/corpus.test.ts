import { describe, expect, it } from 'vitest';
import {
  activeUsersOf,
  contentsOf,
  groupsOf,
  nearestRank,
  pointsOf,
  requestsOf,
} from '../gatling/testing/contents.ts';
import { headOf } from '../testing/collect.ts';
import {
  corpusAvailable,
  corpusEntries,
  corpusFile,
  corpusNote,
  type CorpusEntry,
} from '../testing/corpus-manifest.ts';
import { gatlingBinary } from './gatling-binary.ts';
import { read } from './testing/log-writer.ts';

/** Every binary log of the corpus against every fact that its manifest states. */

const DRAFT = 'gatling/bin-3.12.1-dev-known-stats-nocache.log';
const logs = corpusEntries().filter(({ path }) => path.startsWith('gatling/bin-'));
const released = logs.filter(({ path }) => path !== DRAFT);
/** Those whose entry quotes Gatling's own report. */
const reported = logs.filter(({ special }) => special.includes('numberOfRequests='));

describe.skipIf(!corpusAvailable)(`binary logs of the corpus${corpusNote}`, () => {
  it('are these', () => {
    expect(logs).toHaveLength(8);
    expect(reported).toHaveLength(3);
  });

  it.each(released.map((log) => log.path))('%s is recognised by its content', (path) => {
    expect(gatlingBinary.probe(headOf(corpusFile(path))).score).toBe(0.99);
  });

  it.each(released)('$path', (log: CorpusEntry) => {
    const result = read(corpusFile(log.path));
    const requests = requestsOf(result);
    const elapsed = requests.map(({ elapsedMs }) => elapsedMs!);
    const { properties } = result.report;
    expect({
      version: properties['version'],
      layout: properties['layout'],
      simulation: properties['simulation class'],
      run_start: Date.parse(properties['start']!),
      scenarios: properties['scenarios']!.split(', '),
      assertions: Number(properties['assertions']),
      users_start: Number(properties['users started']),
      users_end: Number(properties['users ended']),
      requests: requests.length,
      ko: requests.filter(({ ok }) => !ok).length,
      groups: groupsOf(result).length,
      errors: pointsOf(result, 'errors').length,
      truncated: result.report.rejectedRows > 0,
      first_start: Math.min(...requests.map(({ startMs }) => startMs)),
      last_end: Math.max(...requests.map(({ startMs, elapsedMs }) => startMs + elapsedMs!)),
      p50: nearestRank(elapsed, 50),
      p95: nearestRank(elapsed, 95),
      p99: nearestRank(elapsed, 99),
      max: Math.max(...elapsed),
      names: new Set(requests.map(({ name }) => name)).size,
    }).toEqual(log.facts);
    expect(result.report).toMatchObject({ warnings: [], toolVersion: log.facts['version'] });
    expect(Math.max(...activeUsersOf(result).map(([, users]) => users))).toBeGreaterThan(0);
  });

  it.each(reported)("$path has the figures of Gatling's own report", ({ path, special }) => {
    const quoted = (name: string): number => Number(new RegExp(`${name}=([\\d.]+)`, 'u').exec(special)![1]);
    const elapsed = requestsOf(read(corpusFile(path))).map(({ elapsedMs }) => elapsedMs!);
    const mean = elapsed.reduce((total, value) => total + value, 0) / elapsed.length;
    const variance = elapsed.reduce((total, value) => total + (value - mean) ** 2, 0) / elapsed.length;
    expect(elapsed).toHaveLength(quoted('numberOfRequests'));
    expect(Math.min(...elapsed)).toBe(quoted('minResponseTime'));
    expect(Math.max(...elapsed)).toBe(quoted('maxResponseTime'));
    expect(Math.round(mean)).toBe(quoted('meanResponseTime'));
    expect(Math.round(Math.sqrt(variance))).toBe(quoted('standardDeviation'));
  });

  it(`${DRAFT} is refused with the reason`, () => {
    const bytes = corpusFile(DRAFT);
    expect(gatlingBinary.probe(headOf(bytes)).score).toBe(0.9);
    expect(() => read(bytes)).toThrow(
      'was written by an unreleased development version of Gatling 3.13 (it says 3.12.1)',
    );
  });

  it.each(released.map((log) => log.path))('%s: the same in pieces of any size', (path) => {
    const bytes = corpusFile(path).subarray(0, 40_000);
    const whole = contentsOf(read(bytes));
    for (const piece of [61, 4096]) expect(contentsOf(read(bytes, piece))).toEqual(whole);
  });

  it('no file of another format is taken for one', () => {
    for (const { path } of corpusEntries()) {
      if (logs.some((log) => log.path === path)) continue;
      expect(gatlingBinary.probe(headOf(corpusFile(path))).score, path).toBe(0);
    }
  });
});
