import { describe, expect, it } from 'vitest';
import { contentOf, kindsOf, warningsOf, type Label } from '../jmeter-csv/testing/jtl.ts';
import type { Collected } from '../testing/collect.ts';
import { corpusAvailable, corpusEntries, corpusFile, corpusNote } from '../testing/corpus-manifest.ts';
import { plainSamples, type PlainSample } from './testing/plain-parser.ts';
import { readXml } from './testing/read-xml.ts';

/** Every JTL XML of the corpus against every fact that its manifest states. */

interface XmlFacts {
  readonly top_level: number;
  readonly nested: number;
  readonly failed_top_level: number;
  readonly first_ts?: number;
  readonly last_ts?: number;
  readonly p50?: number;
  readonly p95?: number;
  readonly p99?: number;
  readonly max?: number;
  readonly labels: number;
  readonly attributes_seen: string;
}

const entries = corpusEntries().filter(({ format }) => format === 'JTL XML');

/** The manifest counts `s="false"` in small letters only; this file has a `False`, too. */
const otherFalses: Readonly<Record<string, number>> = { 'jmeter/jmeterplugin-2-1-fail.jtl': 1 };

const textOf = (path: string): string => new TextDecoder().decode(corpusFile(path));

function nearestRank(ascending: readonly number[], percent: number): number {
  return ascending[Math.ceil((percent / 100) * ascending.length) - 1]!;
}

/** Samples in file order, with the depth that another parser finds. Files with empty controllers have more elements. */
function withDepth(
  path: string,
  { samples }: Collected,
): { row: Record<string, unknown>; plain: PlainSample }[] {
  const plain = plainSamples(textOf(path)).filter(
    ({ attributes }) => !(attributes['rm'] ?? '').startsWith('Number of samples in transaction : 0'),
  );
  expect(samples).toHaveLength(plain.length);
  return samples.map((row, i) => ({ row, plain: plain[i]! }));
}

function factsOf(path: string, result: Collected): XmlFacts {
  const rows = withDepth(path, result);
  const top = rows.filter(({ plain }) => plain.depth === 0).map(({ row }) => row);
  const stamps = top.flatMap((row) => (row['started_at'] === undefined ? [] : [row['started_at'] as number]));
  const elapsed = top
    .flatMap((row) => (row['elapsed_ms'] === undefined ? [] : [row['elapsed_ms'] as number]))
    .sort((a, b) => a - b);
  const timed = elapsed.length > 0;
  return {
    top_level: top.length,
    nested: rows.length - top.length,
    failed_top_level: top.filter((row) => row['ok'] !== true).length,
    ...(stamps.length > 0 && {
      first_ts: Math.min(...stamps) / 1000,
      last_ts: Math.max(...stamps) / 1000,
    }),
    ...(timed && {
      p50: nearestRank(elapsed, 50),
      p95: nearestRank(elapsed, 95),
      p99: nearestRank(elapsed, 99),
      max: elapsed.at(-1)!,
    }),
    labels: new Set(top.map((row) => (row['transaction'] as Label).name)).size,
    attributes_seen: result.report.properties['attributes']!.split(', ').sort().join(' '),
  };
}

describe.skipIf(!corpusAvailable)(`JTL XML of the corpus${corpusNote}`, () => {
  it('are there', () => {
    expect(entries).toHaveLength(10);
  });

  it.each(entries)('$path: every fact of the manifest', ({ path, facts }) => {
    const result = readXml(corpusFile(path));
    expect(result.report.rejects).toEqual([]);
    const { attributes_seen: attributes, ...figures } = facts as unknown as XmlFacts;
    expect(factsOf(path, result)).toEqual({
      ...figures,
      failed_top_level: figures.failed_top_level + (otherFalses[path] ?? 0),
      attributes_seen: attributes.split(' ').sort().join(' '),
    });
  });

  it.each(entries)('$path: every sample as another parser finds it', ({ path }) => {
    const result = readXml(corpusFile(path));
    const number = (text: string | undefined): number | null => (text === undefined ? null : Number(text));
    const words = (text: string | null | undefined): string | null =>
      text === undefined || text === '' ? null : text;
    for (const { row, plain } of withDepth(path, result)) {
      const { attributes } = plain;
      expect({
        label: (row['transaction'] as Label).name,
        at: row['started_at'] ?? null,
        elapsed: row['elapsed_ms'] ?? null,
        latency: row['latency_ms'] ?? null,
        connect: row['connect_ms'] ?? null,
        idle: row['idle_ms'] ?? null,
        received: row['received_bytes'] ?? null,
        sent: row['sent_bytes'] ?? null,
        group: row['group_threads'] ?? null,
        all: row['all_threads'] ?? null,
        ok: row['ok'] ?? null,
        code: row['code'] ?? null,
        message: row['message'] ?? null,
        thread: row['thread'] ?? null,
        failure: row['failure'] ?? null,
        url: row['url'] ?? null,
      }).toEqual({
        label: attributes['lb'],
        at: attributes['ts'] === undefined ? null : Number(attributes['ts']) * 1000,
        elapsed: number(attributes['t']),
        latency: number(attributes['lt']),
        connect: number(attributes['ct']),
        idle: number(attributes['it']),
        received: number(attributes['by']),
        sent: number(attributes['sby']),
        group: number(attributes['ng']),
        all: number(attributes['na']),
        ok: attributes['s']!.toLowerCase() === 'true',
        code: words(attributes['rc']),
        message: words(attributes['rm']),
        thread: words(attributes['tn']),
        failure: words(plain.failure),
        url: words(plain.url),
      });
    }
  });

  it.each(entries)('$path: the same in pieces of any size', ({ path }) => {
    const bytes = corpusFile(path);
    const whole = contentOf(readXml(bytes));
    const pieces = bytes.length < 25_000 ? [1, 7, 64, 997] : [997, 65_536];
    for (const piece of pieces) expect(contentOf(readXml(bytes, piece))).toEqual(whole);
  });

  it.each([
    // Three controllers hold four requests each; what is in those are redirects and resources, under names of their own.
    // Two more samples were controllers until a script gave them another message.
    ['jmeter/taurus-resource_tc.jtl', 2 + 3 * 4, 3, 90],
    // One controller holds three requests.
    ['jmeter/taurus-error-pair1.jtl', 5 + 3, 1, 3],
    ['jmeter/taurus-embedded-error.jtl', 1, 0, 3],
    ['jmeter/jmeter-testresultstatus.xml', 189 - 54, 54, 0],
    ['jmeter/jmeter-sample_log1c.jtl', 2000, 0, 0],
  ])('%s has %d requests, %d controllers, %d sub-results', (path, requests, controllers, subResults) => {
    const kinds = kindsOf(readXml(corpusFile(path)));
    const count = (kind: string): number => kinds.filter((other) => other === kind).length;
    expect([count('request'), count('transaction'), count('sub-result')]).toEqual([
      requests,
      controllers,
      subResults,
    ]);
  });

  it('says what is missing or odd', () => {
    expect(warningsOf(readXml(corpusFile('jmeter/jmeter-testresultstatus.xml')))).toEqual({
      'no-elapsed': 1,
    });
    for (const { path } of entries.filter((entry) => !entry.path.endsWith('testresultstatus.xml')))
      expect(warningsOf(readXml(corpusFile(path)))).toEqual({});
  });
});
