import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collect, headOf, type Collected } from '../testing/collect.ts';
import { corpusAvailable, corpusEntries, corpusFile, corpusNote } from '../testing/corpus-manifest.ts';
import { gatlingStats } from './gatling-stats.ts';

/** Reports of recorded runs. */
const FIXTURES = join(import.meta.dirname, '../../../../fixtures/gatling');

type Share = Readonly<Record<'total' | 'ok' | 'ko', number>>;
type Stats = Readonly<Record<string, Share>> & { readonly name: string };

interface Node {
  readonly type: 'GROUP' | 'REQUEST';
  readonly name: string;
  /** Gatling's own: groups and name with ` / ` between them. */
  readonly path: string;
  readonly stats: Stats;
  readonly contents?: Readonly<Record<string, Node>>;
}

/** The part of `expected.json` that is about requests, by their paths; written by fixtures/gatling/facts.py from the log. */
interface LogFacts {
  readonly requests: Counted;
  readonly byRequest: Readonly<Record<string, Counted>>;
}
type Counted = Readonly<Record<'count' | 'failures' | 'min' | 'max' | 'mean', number>>;

/** Figures put down anew, from a plain reading of the file. */
function expected(stats: Stats) {
  const total = (name: string) => stats[name]!.total;
  return {
    samples: total('numberOfRequests'),
    failures: stats['numberOfRequests']!.ko,
    minMs: total('minResponseTime'),
    meanMs: total('meanResponseTime'),
    maxMs: total('maxResponseTime'),
    stdDevMs: total('standardDeviation'),
    percentilesMs: [
      [50, total('percentiles1')],
      [75, total('percentiles2')],
      [95, total('percentiles3')],
      [99, total('percentiles4')],
    ],
    throughputPerSec: total('meanNumberOfRequestsPerSecond'),
    receivedBytes: null,
    sentBytes: null,
  };
}

const nodesOf = (node: Node): Node[] => [node, ...Object.values(node.contents ?? {}).flatMap(nodesOf)];
const parse = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));

/** Rows as the report shows them: path, kind, figures. The root has no path. */
function rowsOf({ reported, transactions }: Collected) {
  return reported.aggregates.map(({ transaction, figures }) => {
    const { name, kind } = transaction === null ? { name: '', kind: 'total' } : transactions[transaction]!;
    return { name, kind, figures };
  });
}

const formats = ['Gatling stats.json', 'Gatling global_stats.json'];
const corpus = corpusEntries().filter(({ format }) => formats.includes(format));
const others = corpusEntries().filter(({ format }) => !formats.includes(format));

describe.skipIf(!corpusAvailable)(`reports of Gatling in the corpus${corpusNote}`, () => {
  it('are there', () => expect(corpus.length).toBeGreaterThanOrEqual(6));

  it.each(corpus)('$path has the figures of its facts', ({ path, format, facts }) => {
    const bytes = corpusFile(path);
    expect(gatlingStats.probe(headOf(bytes)).score).toBe(0.99);
    const collected = collect(gatlingStats, bytes);
    expect(collected.report).toMatchObject({
      rows: facts['nodes'],
      rejectedRows: 0,
      properties: { layout: format.replace('Gatling ', '') },
    });
    const [total, ...rest] = rowsOf(collected);
    expect(rest.every(({ kind }) => kind !== 'total')).toBe(true);

    const { numberOfRequests: requests, ...shares } = facts as Record<string, Share>;
    expect(total!.figures).toMatchObject({ samples: requests!.total, failures: requests!.ko });
    expect(total!.figures.samples! - total!.figures.failures!).toBe(requests!.ok);
    expect(total!.figures).toMatchObject({
      minMs: shares['minResponseTime']!.total,
      maxMs: shares['maxResponseTime']!.total,
      meanMs: shares['meanResponseTime']!.total,
      percentilesMs: [
        [50, shares['percentiles1']!.total],
        [75, shares['percentiles2']!.total],
        [95, shares['percentiles3']!.total],
        [99, shares['percentiles4']!.total],
      ],
      throughputPerSec: shares['meanNumberOfRequestsPerSecond']!.total,
    });
  });

  it.each(corpus)('$path has every node', ({ path }) => {
    const bytes = corpusFile(path);
    const plain = parse(bytes) as Node | Stats;
    const nodes = 'stats' in plain ? nodesOf(plain as Node) : [];
    const rows = rowsOf(collect(gatlingStats, bytes));
    if (nodes.length === 0) expect(rows.map(({ figures }) => figures)).toEqual([expected(plain as Stats)]);
    else {
      expect(rows.map(({ name, figures }) => ({ name, figures }))).toEqual(
        nodes.map((node) => ({ name: node.path, figures: expected(node.stats) })),
      );
      expect(rows.slice(1).map(({ kind }) => kind.toUpperCase())).toEqual(
        nodes.slice(1).map(({ type }) => type),
      );
    }
  });

  it.each(others)('$path is none', ({ path }) => {
    expect(gatlingStats.probe(headOf(corpusFile(path))).score).toBe(0);
  });
});

const versions = existsSync(FIXTURES)
  ? readdirSync(FIXTURES).filter((name) => existsSync(join(FIXTURES, name, 'stats.json')))
  : [];

describe.skipIf(versions.length === 0)('recorded reports (fixtures/gatling is needed)', () => {
  describe.each(versions)('of %s', (version) => {
    const read = (name: string) => collect(gatlingStats, readFileSync(join(FIXTURES, version, name)));
    const tree = read('stats.json');
    const plain = parse(readFileSync(join(FIXTURES, version, 'stats.json'))) as Node;

    it('are recognised and read without loss', () => {
      for (const name of ['stats.json', 'stats.js', 'global_stats.json']) {
        expect(gatlingStats.probe(headOf(readFileSync(join(FIXTURES, version, name)))).score).toBe(0.99);
        expect(read(name).report).toMatchObject({ rejectedRows: 0, properties: { layout: name } });
      }
    });

    it('have all groups and requests with their paths', () => {
      expect(rowsOf(tree).map(({ name, figures }) => ({ name, figures }))).toEqual(
        nodesOf(plain).map((node) => ({ name: node.path, figures: expected(node.stats) })),
      );
      expect(tree.transactions.some(({ kind }) => kind === 'group')).toBe(true);
      expect(tree.transactions.some(({ name }) => name.split(' / ').length > 2)).toBe(true);
    });

    it('say the same as script, but for rates of two digits', () => {
      const script = rowsOf(read('stats.js'));
      const rounded = rowsOf(tree).map(({ figures, ...rest }) => ({
        ...rest,
        figures: {
          ...figures,
          throughputPerSec: Number(figures.throughputPerSec!.toFixed(2)),
        },
      }));
      expect(script).toEqual(rounded);
      expect(
        script.map(({ figures }) => figures.throughputPerSec).some((rate) => !Number.isInteger(rate)),
      ).toBe(true);
    });

    it('have the total alone in global_stats.json', () => {
      expect(read('global_stats.json').reported.aggregates).toEqual([tree.reported.aggregates[0]]);
    });

    it.skipIf(!existsSync(join(FIXTURES, version, 'expected.json')))(
      'count what the log of the run has',
      () => {
        const facts = parse(readFileSync(join(FIXTURES, version, 'expected.json'))) as LogFacts;
        const kept = (figures: Counted) => ({
          samples: figures.count,
          failures: figures.failures,
          minMs: figures.min,
          maxMs: figures.max,
          meanMs: figures.mean,
        });
        const rows = rowsOf(tree);
        const requests = rows
          .filter(({ kind }) => kind === 'request')
          .sort((a, b) => (a.name < b.name ? -1 : 1));
        expect(rows[0]!.figures).toMatchObject(kept(facts.requests));
        expect(requests).toMatchObject(
          Object.entries(facts.byRequest)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([name, figures]) => ({ name, figures: kept(figures) })),
        );
      },
    );

    it('have counts by range of response time', () => {
      const ranges = ['group1', 'group2', 'group3', 'group4'].map(
        (name) => plain.stats[name] as unknown as { readonly name: string; readonly count: number },
      );
      for (const { name, count } of ranges) {
        expect(tree.report.properties[`requests with ${name}`]).toBe(String(count));
      }
    });
  });
});
