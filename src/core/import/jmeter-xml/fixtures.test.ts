import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentOf, kindsOf, read as readCsv, warningsOf, type Label } from '../jmeter-csv/testing/jtl.ts';
import type { Collected } from '../testing/collect.ts';
import { plainSamples } from './testing/plain-parser.ts';
import { readXml } from './testing/read-xml.ts';

/** Files that JMeter 5.6.3 wrote, with facts from a script of its own: see fixtures/jmeter/README.md. */
const FOLDER = resolve(import.meta.dirname, '../../../../fixtures/jmeter/5.6.3');
const EXPECTED = resolve(FOLDER, 'expected.json');
const available = existsSync(EXPECTED);

interface Figures {
  readonly count: number;
  readonly failures: number;
  readonly min: number;
  readonly max: number;
  readonly sum: number;
}

interface Expected {
  readonly format: string;
  readonly topLevel: number;
  readonly nested: number;
  readonly failedAssertions: number;
  readonly cutFile: boolean;
  readonly attributes: readonly string[];
  readonly rows: number;
  readonly failures: number;
  readonly firstTimeStamp: number;
  readonly lastTimeStamp: number;
  readonly sumBytes: number;
  readonly sumSentBytes: number;
  readonly responseCodes: Readonly<Record<string, number>>;
  readonly renamedSubResultRows: number;
  readonly controllerRows: number;
  readonly emptyControllers: number;
  readonly withoutControllers: Figures;
  readonly labels: Readonly<Record<string, Figures>>;
}

function expectations(): [string, Expected][] {
  if (!available) return [];
  const files = JSON.parse(readFileSync(EXPECTED, 'utf8')) as Record<string, Expected>;
  return Object.entries(files).filter(([, facts]) => facts.format === 'xml');
}

const fileOf = (name: string): Uint8Array => readFileSync(resolve(FOLDER, name));

function figures(samples: readonly Record<string, unknown>[]): Figures {
  const elapsed = samples.map((sample) => sample['elapsed_ms'] as number);
  return {
    count: samples.length,
    failures: samples.filter((sample) => sample['ok'] !== true).length,
    min: Math.min(...elapsed),
    max: Math.max(...elapsed),
    sum: elapsed.reduce((sum, value) => sum + value, 0),
  };
}

const pick = ({ count, failures, min, max, sum }: Figures): Figures => ({ count, failures, min, max, sum });
const own = (sample: Record<string, unknown>): Label => sample['transaction'] as Label;
const total = (samples: readonly Record<string, unknown>[], column: string): number =>
  samples.reduce((sum, sample) => sum + ((sample[column] as number | null | undefined) ?? 0), 0);

/** Names and kinds of transactions. */
const transactionsOf = ({ transactions }: Collected): string[] =>
  transactions.map(({ name, kind }) => `${kind}: ${name}`).sort();

describe.skipIf(!available)(
  `XML of JMeter 5.6.3${available ? '' : ` (SKIPPED: there is no ${EXPECTED})`}`,
  () => {
    it('is there', () => {
      expect(expectations().map(([name]) => name)).toEqual(['killed.xml', 'results.xml']);
    });

    it.each(expectations())('%s: every fact', (name, facts) => {
      const result = readXml(fileOf(name));
      const { report, samples } = result;
      const kinds = kindsOf(result);
      expect(report).toMatchObject({
        rows: facts.rows - facts.emptyControllers,
        rejectedRows: 0,
        firstInstantUs: facts.firstTimeStamp * 1000,
        lastInstantUs: facts.lastTimeStamp * 1000,
      });
      expect(report.properties['attributes']!.split(', ').sort()).toEqual([...facts.attributes].sort());
      expect(warningsOf(result)).toEqual({
        'empty-transactions': facts.emptyControllers,
        ...(facts.cutFile && { 'no-end': 1 }),
      });
      expect(total(samples, 'received_bytes')).toBe(facts.sumBytes);
      expect(total(samples, 'sent_bytes')).toBe(facts.sumSentBytes);
      expect(samples.filter((sample) => sample['ok'] !== true)).toHaveLength(facts.failures);
      expect(samples.filter((sample) => (sample['failure'] ?? null) !== null)).toHaveLength(
        facts.failedAssertions,
      );
      expect(kinds.filter((kind) => kind === 'sub-result')).toHaveLength(facts.renamedSubResultRows);
      expect(kinds.filter((kind) => kind === 'transaction')).toHaveLength(
        facts.controllerRows - facts.emptyControllers,
      );
      expect(figures(samples.filter((sample) => own(sample).kind !== 'transaction'))).toEqual(
        pick(facts.withoutControllers),
      );
      for (const [label, expected] of Object.entries(facts.labels)) {
        const rows = samples.filter((sample) => own(sample).name === label);
        // Controllers in which nothing ran have a label of their own here, and are no samples.
        if (rows.length === 0) expect(expected).toMatchObject({ count: facts.emptyControllers, max: 0 });
        else expect(figures(rows)).toEqual(pick(expected));
      }
      const codes: Record<string, number> = { '200': facts.emptyControllers };
      for (const sample of samples) {
        const code = (sample['code'] as string | null) ?? '';
        codes[code] = (codes[code] ?? 0) + 1;
      }
      expect(codes).toEqual(facts.responseCodes);
    });

    it.each(expectations())('%s: every sample in the order of the file', (name) => {
      const result = readXml(fileOf(name));
      const plain = plainSamples(new TextDecoder().decode(fileOf(name))).filter(
        ({ attributes }) => !attributes['rm']!.startsWith('Number of samples in transaction : 0'),
      );
      expect(
        result.samples.map((sample) => [
          own(sample).name,
          sample['started_at'],
          sample['thread'],
          sample['failure'] ?? null,
          sample['url'] ?? null,
        ]),
      ).toEqual(
        plain.map(({ attributes, failure, url }) => [
          attributes['lb'],
          Number(attributes['ts']) * 1000,
          attributes['tn'],
          failure,
          url,
        ]),
      );
    });

    it.each(expectations())('%s: the same in pieces of any size', (name) => {
      const bytes = fileOf(name);
      const whole = contentOf(readXml(bytes));
      for (const piece of [61, 4096, 100_000]) expect(contentOf(readXml(bytes, piece))).toEqual(whole);
    });

    it('has the variables of the samples as tags; an empty one is none', () => {
      const { samples } = readXml(fileOf('results.xml'));
      const regions = samples.map((sample) => (sample['tag_set'] as Record<string, string>)['region'] ?? '');
      expect([...new Set(regions)].sort()).toEqual([
        '',
        'North, East',
        'South',
        'West "Coast"',
        'Île-de-France',
      ]);
    });

    it('calls things as the CSV reader does, for the same plan', () => {
      const xml = readXml(fileOf('results.xml'));
      const csv = readCsv(fileOf('variables.jtl'));
      expect(transactionsOf(xml)).toEqual(transactionsOf(csv));
      // The run that was written as CSV has no failed assertion.
      const columnsOf = ({ samples }: Collected): string[] =>
        Object.keys(samples[0]!)
          .filter((column) => column !== 'failure')
          .sort();
      expect(columnsOf(xml)).toEqual(columnsOf(csv));
    });

    it('passes over bodies and headers, and says so', () => {
      expect(readXml(fileOf('results.xml')).report.properties).toMatchObject({
        'format version': '1.2',
        encoding: 'UTF-8',
        'time stamps': 'epoch milliseconds',
        'columns not kept': 'dataType',
        'elements not kept': 'responseData, cookies, method, queryString',
      });
    });
  },
);
