import { describe, expect, it } from 'vitest';
import { detectFormat } from '../detect.ts';
import { contentOf, warningsOf } from '../jmeter-csv/testing/jtl.ts';
import { importers } from '../registry.ts';
import { collect, headOf } from '../testing/collect.ts';
import { corpusAvailable, corpusEntries, corpusFile, corpusNote } from '../testing/corpus-manifest.ts';
import { perfmonXml } from './perfmon-xml.ts';

const entries = corpusEntries().filter(({ format }) => format === 'JTL XML PerfMon');

/** The dumps again, found by a pattern. */
function dumpsOf(text: string): { label: string; at: number; value: number }[] {
  return text
    .split('<kg.apc.jmeter.perfmon.PerfMonSampleResult>')
    .slice(1)
    .map((dump) => {
      const field = (name: string): string =>
        new RegExp(`\n  <${name}>([^<]*)</${name}>`, 'u').exec(dump)![1]!;
      return { label: field('label'), at: Number(field('ts')), value: Number(field('elapsedTime')) / 1000 };
    });
}

describe.skipIf(!corpusAvailable)(`PerfMon XML of the corpus${corpusNote}`, () => {
  it('is there', () => {
    expect(entries).toHaveLength(1);
  });

  it.each(entries)('$path: every fact of the manifest, and every reading', ({ path, facts }) => {
    const bytes = corpusFile(path);
    expect(detectFormat(headOf(bytes), importers, 'none').best).toMatchObject({
      format: 'perfmon-xml',
      score: 1,
    });
    const result = collect(perfmonXml, bytes);
    const { points, samples, report, metrics } = result;
    expect(points).toHaveLength(facts['perfmon_elements'] as number);
    expect(samples).toHaveLength((facts['top_level'] as number) + (facts['nested'] as number));
    expect(report).toMatchObject({ rows: facts['perfmon_elements'], rejectedRows: 0 });
    expect(warningsOf(result)).toEqual({});
    expect(metrics.map(({ name }) => name).sort()).toEqual([
      'CPU combined',
      'Memory unit=mb:free',
      'Network I/O',
    ]);
    const dumps = dumpsOf(new TextDecoder().decode(bytes));
    expect(
      points.map((point) => ({
        label: `${(point['tag_set'] as { host: string }).host} ${point['metric'] as string}`,
        at: (point['at'] as number) / 1000,
        value: point['value'],
      })),
    ).toEqual(dumps);
    expect(report.firstInstantUs).toBe(Math.min(...dumps.map(({ at }) => at)) * 1000);
    expect(report.lastInstantUs).toBe(Math.max(...dumps.map(({ at }) => at)) * 1000);
  });

  it.each(entries)('$path: the same in pieces of any size', ({ path }) => {
    const bytes = corpusFile(path);
    const whole = contentOf(collect(perfmonXml, bytes));
    for (const pieceBytes of [997, 65_536])
      expect(contentOf(collect(perfmonXml, bytes, { pieceBytes }))).toEqual(whole);
  });
});
