import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { heyCsv } from '../hey-csv/hey-csv.ts';
import type { Importer } from '../importer.ts';
import { nearestRank } from '../k6-ndjson/testing/percentiles.ts';
import { ohaCsv } from '../oha-csv/oha-csv.ts';
import { collect, headOf } from '../testing/collect.ts';
import { fuzzRuns } from '../testing/fuzz-runs.ts';

const HEY = 'response-time,DNS+dialup,DNS,Request-write,Response-delay,Response-read,status-code,offset\n';
const OHA = 'request-start,DNS,DNS+dialup,Response-delay,request-duration,bytes,status\n';

const transaction = { localId: 0, name: '(all requests)', kind: 'request', method: null };

describe('hey CSV', () => {
  it('gives a sample per row, in ms, without a place in time', () => {
    const { samples, report } = collect(
      heyCsv,
      `${HEY}0.0579,0.0035,0.0001,0.0011,0.0350,0.0002,200,1.5000\n`,
    );
    expect(samples).toEqual([
      {
        transaction,
        ok: true,
        code: '200',
        elapsed_ms: 57.9,
        connect_ms: 3.5,
        sending_ms: 1.1,
        waiting_ms: 35,
        receiving_ms: 0.2,
      },
    ]);
    expect(report).toMatchObject({ rows: 1, clockTickMs: 0.1, firstInstantUs: null, lastInstantUs: null });
    expect(report.warnings.map(({ code }) => code)).toEqual(['no-time', 'errors-left-out']);
    expect(report.properties).toMatchObject({
      'columns not kept': 'DNS',
      'first start': '1.5 s after the start of the tool',
      'last end': '1.5579 s after the start of the tool',
    });
  });
});

describe('oha CSV', () => {
  it('gives a sample per row, to the nanosecond', () => {
    const { samples, report } = collect(ohaCsv, `${OHA}0.001,0,0.000391023,0.09,0.123456789,1840,503\n`);
    expect(samples).toEqual([
      {
        transaction,
        ok: false,
        code: '503',
        elapsed_ms: 123.456789,
        connect_ms: 0.391023,
        latency_ms: 90,
        received_bytes: 1840,
      },
    ]);
    expect(report).toMatchObject({ rows: 1, clockTickMs: 1e-6, firstInstantUs: null });
  });
});

const formats: readonly { importer: Importer; header: string; row: (ms: number) => string }[] = [
  { importer: heyCsv, header: HEY, row: (ms) => `${ms / 1000},0,0,0,0.1,0,200,0.5\n` },
  { importer: ohaCsv, header: OHA, row: (ms) => `0.5,0,0,0.1,${ms / 1000},10,200\n` },
];

describe.each(formats)('$importer.id', ({ importer, header, row }) => {
  it('is recognised by its header, and no other file is', () => {
    expect(importer.probe(headOf(new TextEncoder().encode(header))).score).toBe(0.95);
    expect(
      importer.probe(headOf(new TextEncoder().encode(`\uFEFF${header.replace('\n', '\r\n')}1`))).score,
    ).toBe(0.95);
    const others = ['', 'a,b\n', `${header.trim()},more\n`, ...formats.map((other) => other.header)];
    for (const text of others.filter((other) => other !== header))
      expect(importer.probe(headOf(new TextEncoder().encode(text))).score).toBe(0);
  });

  it('without rows is an empty run', () => {
    expect(collect(importer, header).report).toMatchObject({ rows: 0, rejectedRows: 0, warnings: [] });
  });

  it('passes over headers and blank lines between rows', () => {
    const { report } = collect(importer, `${header}${row(1)}\r\n${header}\n${row(2)}`);
    expect(report).toMatchObject({ rows: 2, rejectedRows: 0 });
    expect(report.warnings.map(({ code }) => code)).toContain('header-repeated');
  });

  it('needs its header', () => {
    expect(() => collect(importer, row(1))).toThrow(AppError);
  });

  it.each([
    [(good: string) => good.replace('0.1', 'x'), /is no number$/u],
    [(good: string) => good.replace('0.5', ''), /is no number$/u],
    [(good: string) => good.replace('200', '2x0'), /is no whole number$/u],
    [(good: string) => good.replace(',', ''), /^\d cells instead of \d$/u],
    [(good: string) => good.slice(0, 9), /^cut off at the end of the file$/u],
  ])('rejects a bad row with its reason %#', (damage, reason) => {
    const bad = damage(row(1));
    const behind = bad.endsWith('\n') ? row(3) : '';
    const { report } = collect(importer, header + row(2) + bad + behind);
    expect(report.rejects).toMatchObject([{ line: 3 }]);
    expect(report.rejects[0]!.reason).toMatch(reason);
    expect(report.rows).toBe(behind === '' ? 1 : 2);
  });

  it('keeps all rows but those that were hit, in pieces of any size', () => {
    const rows = Array.from({ length: 20 }, (_, i) => row(i));
    const whole = new TextEncoder().encode(header + rows.join(''));
    fc.assert(
      fc.property(
        fc.integer({ min: header.length, max: whole.length - 1 }),
        fc.uint8Array({ maxLength: 8 }),
        fc.nat(40),
        fc.integer({ min: 1, max: 99 }),
        (from, junk, cut, pieceBytes) => {
          const bytes = Uint8Array.of(...whole.subarray(0, from), ...junk, ...whole.subarray(from + cut));
          const damaged = collect(importer, bytes);
          const times = new Set(damaged.samples.map((sample) => sample['elapsed_ms']));
          let end = header.length;
          rows.forEach((text, i) => {
            const start = end;
            end += text.length;
            if (end <= from || start >= from + cut + text.length) expect(times.has(i)).toBe(true);
          });
          const again = collect(importer, bytes, { pieceBytes });
          expect([again.report, again.samples]).toEqual([damaged.report, damaged.samples]);
        },
      ),
      { numRuns: fuzzRuns(300) },
    );
  });
});

const FIXTURES = join(import.meta.dirname, '../../../../fixtures');

interface Trend {
  readonly min: number;
  readonly max: number;
  readonly sum: number;
  readonly [percentile: `p${number}`]: number;
}

const recorded = [
  {
    importer: heyCsv,
    file: 'hey/report.csv',
    columns: {
      'response-time': 'elapsed_ms',
      'DNS+dialup': 'connect_ms',
      'Request-write': 'sending_ms',
      'Response-delay': 'waiting_ms',
      'Response-read': 'receiving_ms',
    },
  },
  { importer: heyCsv, file: 'hey/refused.csv', columns: {} },
  ...['oha/report.csv', 'oha/timeout.csv'].map((file) => ({
    importer: ohaCsv,
    file,
    columns: { 'request-duration': 'elapsed_ms', 'DNS+dialup': 'connect_ms', 'Response-delay': 'latency_ms' },
  })),
].filter(({ file }) => existsSync(join(FIXTURES, file)));

describe.skipIf(recorded.length === 0)('recorded files (fixtures/hey, fixtures/oha are needed)', () => {
  it.each(recorded)('$file has the facts that were counted apart', ({ importer, file, columns }) => {
    const [folder, name] = file.split('/') as [string, string];
    const expected = JSON.parse(readFileSync(join(FIXTURES, folder, 'expected.json'), 'utf8')) as Record<
      string,
      Record<string, unknown>
    >;
    const facts = expected[name]!;
    const bytes = readFileSync(join(FIXTURES, file));
    expect(importer.probe(headOf(bytes)).score).toBe(0.95);
    const { samples, report } = collect(importer, bytes, { pieceBytes: 5003 });
    expect(report).toMatchObject({ rows: facts['rows'], rejectedRows: 0 });
    const statuses: Record<string, number> = {};
    for (const { code } of samples) statuses[code as string] = (statuses[code as string] ?? 0) + 1;
    expect(statuses).toEqual(facts['statuses']);
    if (samples.length === 0) return;
    expect(samples.filter(({ ok }) => ok === false)).toHaveLength(facts['failures'] as number);
    expect(report.properties['first start']).toBe(
      `${(facts['firstStartMs'] as number) / 1000} s after the start of the tool`,
    );
    expect(parseFloat(report.properties['last end']!)).toBeCloseTo((facts['lastEndMs'] as number) / 1000, 9);
    if ('bytes' in facts)
      expect(samples.reduce((sum, sample) => sum + (sample['received_bytes'] as number), 0)).toBe(
        facts['bytes'],
      );
    for (const [title, column] of Object.entries(columns)) {
      const trend = facts[title] as Trend;
      const values = samples.map((sample) => sample[column] as number);
      expect([Math.min(...values), Math.max(...values)]).toEqual([trend.min, trend.max]);
      for (const p of [50, 90, 95, 99] as const) expect(nearestRank(values, p)).toBe(trend[`p${p}`]);
      expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(trend.sum, 4);
    }
  });
});
