import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { contentOf, kindsOf, read, reasonsOf, type Label } from './testing/jtl.ts';

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
  readonly header: boolean;
  readonly delimiter: string;
  readonly columns: readonly string[];
  readonly cutLastRow: boolean;
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
  readonly variables?: Readonly<Record<string, readonly string[]>>;
  readonly withoutControllers: Figures;
  readonly labels: Readonly<Record<string, Figures>>;
}

function expectations(): [string, Expected][] {
  if (!available) return [];
  const files = JSON.parse(readFileSync(EXPECTED, 'utf8')) as Record<string, Expected>;
  return Object.entries(files).filter(([, facts]) => facts.format === 'csv');
}

function bytesOf(name: string): Uint8Array {
  const bytes = readFileSync(resolve(FOLDER, name));
  return name.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

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

const total = (samples: readonly Record<string, unknown>[], column: string): number =>
  samples.reduce((sum, sample) => sum + ((sample[column] as number | null | undefined) ?? 0), 0);

describe.skipIf(!available)(
  `files of JMeter 5.6.3${available ? '' : ` (SKIPPED: there is no ${EXPECTED})`}`,
  () => {
    it('are there', () => {
      expect(expectations().length).toBeGreaterThan(0);
      const csvFiles = readdirSync(FOLDER).filter((name) => /\.jtl(?:\.gz)?$/u.test(name));
      expect(expectations().map(([name]) => name)).toEqual(csvFiles.sort());
    });

    it.each(expectations())('%s', (name, facts) => {
      const result = read(bytesOf(name));
      const { report, samples } = result;
      const kinds = kindsOf(result);
      const own = (sample: Record<string, unknown>): Label => sample['transaction'] as Label;

      expect(report).toMatchObject({
        rows: facts.rows - facts.emptyControllers,
        rejectedRows: facts.cutLastRow ? 1 : 0,
        firstInstantUs: facts.firstTimeStamp * 1000,
        lastInstantUs: facts.lastTimeStamp * 1000,
        properties: {
          header: facts.header ? 'yes' : 'no',
          delimiter: facts.delimiter === ',' ? 'comma' : 'semicolon',
          columns: facts.columns.join(', '),
        },
      });
      if (facts.cutLastRow)
        expect(reasonsOf(result)).toEqual(['cut off at the end of the file, inside quotes']);
      expect(total(samples, 'received_bytes')).toBe(facts.sumBytes);
      expect(total(samples, 'sent_bytes')).toBe(facts.sumSentBytes);
      expect(samples.filter((sample) => sample['ok'] !== true)).toHaveLength(facts.failures);
      expect(kinds.filter((kind) => kind === 'sub-result')).toHaveLength(facts.renamedSubResultRows);
      expect(kinds.filter((kind) => kind === 'transaction')).toHaveLength(
        facts.controllerRows - facts.emptyControllers,
      );
      expect(report.warnings.map(({ code }) => code)).not.toContain('covered-rows');

      const noController = samples.filter((sample) => own(sample).kind !== 'transaction');
      expect(figures(noController)).toMatchObject(pick(facts.withoutControllers));
      for (const [label, expected] of Object.entries(facts.labels)) {
        const rows = samples.filter((sample) => own(sample).name === label);
        // Controllers in which nothing ran have a label of their own here, and are no samples.
        if (rows.length === 0) expect(expected).toMatchObject({ count: facts.emptyControllers, max: 0 });
        else expect(figures(rows)).toMatchObject(pick(expected));
      }

      const codes: Record<string, number> = {};
      for (const sample of samples) {
        const code = (sample['code'] as string | null) ?? '';
        codes[code] = (codes[code] ?? 0) + 1;
      }
      // Empty controllers have the code 200.
      if (facts.emptyControllers > 0) codes['200'] = (codes['200'] ?? 0) + facts.emptyControllers;
      expect(codes).toEqual(facts.responseCodes);

      for (const [key, values] of Object.entries(facts.variables ?? {})) {
        const found = new Set(
          samples.map((sample) => (sample['tag_set'] as Record<string, string> | null)?.[key] ?? ''),
        );
        expect([...found].sort()).toEqual([...values].sort());
      }
    });

    it.each(expectations().filter(([name]) => bytesOf(name).length < 130_000))(
      '%s: the same in pieces of any size',
      (name) => {
        const bytes = bytesOf(name);
        const whole = contentOf(read(bytes));
        for (const piece of [7, 64, 4096]) expect(contentOf(read(bytes, piece))).toEqual(whole);
      },
    );
  },
);

function pick({ count, failures, min, max, sum }: Figures): Figures {
  return { count, failures, min, max, sum };
}
