import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { detectFormat } from '../detect.ts';
import { contentOf, labelsOf, warningsOf } from '../jmeter-csv/testing/jtl.ts';
import { perfmonSourceOf } from '../jmeter/perfmon-label.ts';
import { importers } from '../registry.ts';
import { collect, headOf, type Collected } from '../testing/collect.ts';

/** What the plugin wrote, as CSV and XML, with facts from a script of its own: see fixtures/jmeter/perfmon/README.md. */
const FOLDER = resolve(import.meta.dirname, '../../../../fixtures/jmeter/perfmon/2.1');
const EXPECTED = resolve(FOLDER, 'expected.json');
const available = existsSync(EXPECTED);

interface Facts {
  readonly readings: number;
  readonly errors: number;
  readonly samples: number;
  readonly sumOfElapsed: number;
  readonly labels: Readonly<
    Record<
      string,
      { readonly count: number; readonly sum: number; readonly first: number; readonly last: number }
    >
  >;
}

interface BrokenFacts {
  readonly brokenDumps: number;
  readonly samples: number;
  readonly sumOfElapsed: number;
}

const expected = (): Record<string, unknown> =>
  available ? (JSON.parse(readFileSync(EXPECTED, 'utf8')) as Record<string, unknown>) : {};
const files = Object.keys(expected()).filter((name) => name !== 'broken.xml');
const fileOf = (name: string): Uint8Array => readFileSync(resolve(FOLDER, name));

/** Read by the importer that the content asks for. */
function detected(name: string): { format: string; scores: Record<string, number> } {
  const { best, candidates } = detectFormat(headOf(fileOf(name), 'results.jtl'), importers, 'none');
  return {
    format: best!.format,
    scores: Object.fromEntries(candidates.map(({ format, score }) => [format, score])),
  };
}

function read(name: string, format = detected(name).format, pieceBytes = 1 << 20): Collected {
  const importer = importers.find(({ id }) => id === format)!;
  return collect(importer, fileOf(name), { pieceBytes });
}

const sumOf = (values: readonly unknown[]): number =>
  values.reduce<number>((sum, value) => sum + (value as number), 0);

function checkFacts(result: Collected, facts: Facts): void {
  const { report, points, samples } = result;
  expect(report).toMatchObject({ rows: facts.readings + facts.samples, rejectedRows: 0 });
  expect(points).toHaveLength(facts.readings);
  expect(samples).toHaveLength(facts.samples);
  expect(sumOf(samples.map((sample) => sample['elapsed_ms']))).toBe(facts.sumOfElapsed);
  expect(warningsOf(result)).toEqual({ 'perfmon-errors': facts.errors });
  for (const [label, { count, sum, first, last }] of Object.entries(facts.labels)) {
    const { host, metric } = perfmonSourceOf(label)!;
    const own = points.filter(
      (point) => point['metric'] === metric && (point['tag_set'] as { host: string }).host === host,
    );
    const times = own.map((point) => point['at'] as number);
    expect([label, own.length, Math.min(...times), Math.max(...times)]).toEqual([
      label,
      count,
      first * 1000,
      last * 1000,
    ]);
    expect(sumOf(own.map((point) => Math.round((point['value'] as number) * 1000)))).toBe(sum);
  }
  expect(new Set(result.metrics.map(({ kind }) => kind))).toEqual(new Set(['gauge']));
}

describe.skipIf(!available)(
  `files of the PerfMon plugin${available ? '' : ` (SKIPPED: there is no ${EXPECTED})`}`,
  () => {
    it('are there', () => {
      expect(files).toEqual(['mixed.csv', 'mixed.xml', 'perfmon.csv', 'perfmon.xml']);
    });

    it('are known by what stands in them', () => {
      expect(detected('perfmon.csv')).toMatchObject({ format: 'perfmon-csv', scores: { 'jmeter-csv': 0.6 } });
      expect(detected('mixed.csv')).toMatchObject({ format: 'jmeter-csv', scores: { 'perfmon-csv': 0.4 } });
      expect(detected('perfmon.xml')).toMatchObject({ format: 'perfmon-xml', scores: { 'jmeter-xml': 0.6 } });
      // The first sample stands behind the part that is looked at; the readers are the same.
      expect(['perfmon-xml', 'jmeter-xml']).toContain(detected('mixed.xml').format);
    });

    it.each(files)('%s: every fact, by the importer that it asks for', (name) => {
      checkFacts(read(name), expected()[name] as Facts);
    });

    it.each(files)('%s: every fact, by the other importer', (name) => {
      const kind = name.endsWith('.csv') ? 'csv' : 'xml';
      checkFacts(read(name, `jmeter-${kind}`), expected()[name] as Facts);
      checkFacts(read(name, `perfmon-${kind}`), expected()[name] as Facts);
    });

    it.each([...files, 'broken.xml'])('%s: the same in pieces of any size', (name) => {
      const { format } = detected(name);
      const whole = contentOf(read(name, format));
      for (const piece of [113, 4096]) expect(contentOf(read(name, format, piece))).toEqual(whole);
    });

    it('keeps a sampler that is called like a metric as a sample', () => {
      expect(new Set(labelsOf(read('mixed.csv')))).toEqual(new Set(['web CPU report']));
      expect(new Set(labelsOf(read('mixed.xml')))).toEqual(new Set(['web CPU report']));
    });

    it('reads on behind dumps that Java broke off', () => {
      const facts = expected()['broken.xml'] as BrokenFacts;
      const { report, samples, points } = read('broken.xml', 'jmeter-xml');
      expect(report).toMatchObject({ rows: facts.samples, rejectedRows: facts.brokenDumps });
      expect(sumOf(samples.map((sample) => sample['elapsed_ms']))).toBe(facts.sumOfElapsed);
      expect(points).toEqual([]);
      expect(new Set(report.rejects.map(({ reason }) => reason))).toEqual(
        new Set(['a PerfMon reading that was not written to its end']),
      );
      expect(report.rejects[0]!.raw).toBe('<kg.apc.jmeter.perfmon.PerfMonSampleResult>');
      const lines = new TextDecoder().decode(fileOf('broken.xml')).split('\n');
      for (const { line } of report.rejects) expect(lines[line - 1]).toContain('PerfMonSampleResult>');
    });
  },
);
