import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { NewAggregate } from '../aggregates.ts';
import { collect, headOf, type Collected } from '../testing/collect.ts';
import { corpusAvailable, corpusEntries, corpusFile, corpusNote } from '../testing/corpus-manifest.ts';
import { jmeterStatistics } from './jmeter-statistics.ts';

/** Made from the recorded runs; see fixtures/jmeter/README.md. */
const FIXTURES = join(import.meta.dirname, '../../../../fixtures/jmeter/5.6.3');

type Figures = Readonly<Record<string, number | string | undefined>>;

/** The part of `expected.json` that is about results; written by fixtures/jmeter/facts.py. */
interface JtlFacts {
  readonly withoutControllers: {
    readonly count: number;
    readonly failures: number;
    readonly min: number;
    readonly max: number;
    readonly mean: number;
  };
}

const number = (value: number | string | undefined) => (typeof value === 'number' ? value : null);

/** An entry put down anew, from a plain reading of the file. */
function expected(entry: Figures): NewAggregate['figures'] {
  const empty = entry['sampleCount'] === 0;
  const time = (name: string) => (empty ? null : number(entry[name]));
  return {
    samples: number(entry['sampleCount']),
    failures: number(entry['errorCount']),
    minMs: time('minResTime'),
    meanMs: time('meanResTime'),
    maxMs: time('maxResTime'),
    stdDevMs: null,
    percentilesMs: (
      [
        [50, time('medianResTime')],
        [90, time('pct1ResTime')],
        [95, time('pct2ResTime')],
        [99, time('pct3ResTime')],
      ] as const
    ).filter((pair): pair is readonly [50 | 90 | 95 | 99, number] => pair[1] !== null),
    throughputPerSec: number(entry['throughput']),
    receivedBytes: null,
    sentBytes: null,
  };
}

function totalOf({ reported }: Collected) {
  const totals = reported.aggregates.filter(({ transaction }) => transaction === null);
  expect(totals).toHaveLength(1);
  return totals[0]!.figures;
}

function byLabel({ reported, transactions }: Collected) {
  return Object.fromEntries(
    reported.aggregates.map(({ transaction, figures }) => [
      transaction === null ? 'Total' : transactions[transaction]!.name,
      figures,
    ]),
  );
}

const corpus = corpusEntries().filter(({ format }) => format === 'statistics.json');

describe.skipIf(!corpusAvailable)(`statistics.json of the corpus${corpusNote}`, () => {
  it('is there', () => expect(corpus.length).toBeGreaterThanOrEqual(3));

  it.each(corpus)('$path has the figures of its facts', ({ path, facts }) => {
    const bytes = corpusFile(path);
    expect(jmeterStatistics.probe(headOf(bytes)).score).toBe(0.99);
    const collected = collect(jmeterStatistics, bytes);
    const total = facts['total'] as Figures;
    expect(collected.report).toMatchObject({ rows: facts['entries'], rejectedRows: 0 });
    expect(collected.transactions).toHaveLength((facts['entries'] as number) - 1);

    const figures = totalOf(collected);
    expect(figures).toEqual(expected(total));
    expect((100 * figures.failures!) / figures.samples!).toBeCloseTo(total['errorPct'] as number, 4);
    expect(collected.report.properties).toMatchObject({
      'received KB/s of Total': String(total['receivedKBytesPerSec']),
      'sent KB/s of Total': String(total['sentKBytesPerSec']),
    });
    const codes = collected.report.warnings.map(({ code }) => code);
    expect(codes.includes('median-missing')).toBe(total['medianResTime'] === undefined);
  });

  it.each(corpusEntries().filter(({ format }) => format !== 'statistics.json'))(
    '$path is none',
    ({ path }) => {
      expect(jmeterStatistics.probe(headOf(corpusFile(path))).score).toBe(0);
    },
  );
});

const files = existsSync(FIXTURES)
  ? readdirSync(FIXTURES).filter((name) => name.endsWith('.statistics.json'))
  : [];

describe.skipIf(files.length === 0)('recorded dashboards (fixtures/jmeter is needed)', () => {
  it.each(files)('%s has all labels with their figures', (name) => {
    const bytes = readFileSync(join(FIXTURES, name));
    const collected = collect(jmeterStatistics, bytes);
    const plain = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, Figures>;
    expect(jmeterStatistics.probe(headOf(bytes)).score).toBe(0.99);
    expect(collected.report).toMatchObject({ rows: Object.keys(plain).length, rejectedRows: 0 });
    expect(byLabel(collected)).toEqual(
      Object.fromEntries(Object.entries(plain).map(([label, entry]) => [label, expected(entry)])),
    );
  });

  it.each(files)('%s counts what its results have', (name) => {
    const facts = JSON.parse(readFileSync(join(FIXTURES, 'expected.json'), 'utf8')) as Record<
      string,
      JtlFacts
    >;
    const results = name.replace('.statistics.json', '.jtl');
    const total = (facts[results] ?? facts[`${results}.gz`])!.withoutControllers;
    const figures = totalOf(collect(jmeterStatistics, readFileSync(join(FIXTURES, name))));
    expect(figures).toMatchObject({
      samples: total.count,
      failures: total.failures,
      minMs: total.min,
      maxMs: total.max,
    });
    expect(figures.meanMs).toBeCloseTo(total.mean, 6);
  });
});
