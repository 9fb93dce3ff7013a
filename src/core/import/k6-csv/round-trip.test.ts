import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtinMetrics, httpParts } from '../k6/builtin-metrics.ts';
import { k6Ndjson } from '../k6-ndjson/k6-ndjson.ts';
import { pointLine } from '../k6-ndjson/testing/k6-lines.ts';
import { collect } from '../testing/collect.ts';
import { fuzzRuns } from '../testing/fuzz-runs.ts';
import { k6Csv } from './k6-csv.ts';
import { HEADER, pointRow, SYSTEM_TAGS } from './testing/csv-rows.ts';
import { rowsOf, withoutEmptyTags } from './testing/statistics.ts';

const text = fc.oneof(
  fc.constantFrom(
    'a',
    '200',
    'http://x/?a=1',
    'two, "words"',
    'line\nbreak',
    '\r\n',
    'süd',
    '日本',
    '😀',
    ' ',
  ),
  // Zero bytes are damage in a CSV; k6 escapes no `&` in its extra tags.
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 }).filter((value) => !/[\0&]/u.test(value)),
);
const tagName = fc.oneof(fc.constantFrom(...SYSTEM_TAGS), fc.constantFrom('build', 'team', 'région'));
const tags = fc.dictionary(tagName, text, { maxKeys: 6 });
const metadata = fc.dictionary(fc.constantFrom('vu', 'iter', 'trace', 'build'), text, { maxKeys: 2 });
/** k6 writes values of six decimals. */
const value = fc
  .oneof(fc.constantFrom(0, 1, 0.000001, 12.957125), fc.double({ min: -1e8, max: 1e8, noNaN: true }))
  .map((number) => Number(number.toFixed(6)) + 0);
const stamp = fc
  .record({ ms: fc.integer({ min: 1e12, max: 4e12 }), below: fc.integer({ min: 0, max: 999_999 }) })
  .map(({ ms, below }) => ({ ms, ns: `${ms}${String(below).padStart(6, '0')}` }));
const metric = fc.constantFrom(...builtinMetrics.keys(), 'mine', 'eigene größe');

interface Point {
  readonly name: string;
  readonly stamp: { readonly ms: number; readonly ns: string };
  readonly value: number;
  readonly tags: Record<string, string>;
  readonly metadata: Record<string, string>;
}

const point = fc.record({ name: metric, stamp, value, tags, metadata }).map((one): Point[] => [one]);
const request = fc
  .record({ stamp, tags, metadata, values: fc.array(value, { minLength: 9, maxLength: 9 }) })
  .map(({ values, ...same }): Point[] =>
    httpParts.map((name, part) => ({ name, value: values[part]!, ...same })),
  );
const points = fc.array(fc.oneof(point, request), { maxLength: 12 }).map((list) => list.flat());

const csvOf = (list: readonly Point[]) =>
  HEADER + list.map(({ name, stamp: at, ...fields }) => pointRow(name, { time: at.ns, ...fields })).join('');

const ndjsonOf = (list: readonly Point[]) =>
  list
    .map(({ name, stamp: at, metadata: meta, ...fields }) => {
      const time = `${new Date(at.ms).toISOString().slice(0, 23)}${at.ns.slice(-6)}Z`;
      return pointLine(name, {
        time,
        ...fields,
        ...(Object.keys(meta).length > 0 ? { metadata: meta } : {}),
      });
    })
    .join('');

const plain = ({ samples, points: readings }: ReturnType<typeof collect>) => ({
  samples: samples.map(withoutEmptyTags),
  points: readings.map(withoutEmptyTags),
});

describe('points written as k6 writes them', () => {
  it('are the same from CSV and from NDJSON', () => {
    fc.assert(
      fc.property(points, (list) => {
        const csv = collect(k6Csv, csvOf(list));
        expect(csv.report.rejects).toEqual([]);
        expect(plain(csv)).toEqual(plain(collect(k6Ndjson, ndjsonOf(list))));
      }),
      { numRuns: fuzzRuns(200) },
    );
  });

  it('are the same in pieces of any size', () => {
    fc.assert(
      fc.property(points, fc.constantFrom(1, 7, 64, 1000), fc.boolean(), (list, pieceBytes, crLf) => {
        const text = crLf ? csvOf(list).replaceAll(/(?<!\r)\n/gu, '\r\n') : csvOf(list);
        expect(rowsOf(collect(k6Csv, text, { pieceBytes }))).toEqual(rowsOf(collect(k6Csv, text)));
      }),
      { numRuns: fuzzRuns(100) },
    );
  });
});

/** Something that is not what a tool writes. */
const damage = fc.record({
  at: fc.double({ min: 0, max: 0.999, noNaN: true }),
  cut: fc.nat(120),
  junk: fc
    .uint8Array({ maxLength: 12 })
    .chain((bytes) =>
      fc.constantFrom(
        bytes,
        new TextEncoder().encode('"'),
        new TextEncoder().encode('\n'),
        new Uint8Array(20),
      ),
    ),
});

describe('damaged files', () => {
  const row = (i: number) =>
    pointRow(i % 3 === 0 ? 'vus' : 'iteration_duration', {
      value: i,
      tags: i % 4 === 0 ? { name: `n, ${i}` } : { scenario: 'x' },
    });
  const rows = Array.from({ length: 40 }, (_, i) => row(i));
  const whole = new TextEncoder().encode(HEADER + rows.join(''));
  const ends: number[] = [];
  rows.reduce((at, one) => {
    ends.push(at + new TextEncoder().encode(one).length);
    return ends.at(-1)!;
  }, HEADER.length);

  it('never crash, keep all rows but those that were hit, and give the same in any pieces', () => {
    fc.assert(
      fc.property(damage, fc.integer({ min: 1, max: 200 }), ({ at, cut, junk }, pieceBytes) => {
        const from = HEADER.length + Math.floor((whole.length - HEADER.length) * at);
        const bytes = Uint8Array.of(...whole.subarray(0, from), ...junk, ...whole.subarray(from + cut));
        const result = collect(k6Csv, bytes);
        const before = ends.filter((end) => end <= from).length;
        const behind = ends.filter((_, i) => i > 0 && ends[i - 1]! >= from + cut).length;
        const values = new Set(result.points.map((reading) => reading['value']));
        for (let i = 0; i < before; i++) expect(values.has(i)).toBe(true);
        // The row in which the damage ends may go with it, and the one that its line end is lost to.
        for (let i = rows.length - behind + 1; i < rows.length; i++) expect(values.has(i)).toBe(true);
        expect(result.report.rejectedRows).toBeLessThanOrEqual(junk.length + 3);
        expect(rowsOf(collect(k6Csv, bytes, { pieceBytes }))).toEqual(rowsOf(result));
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  it('are read up to any cut', () => {
    for (let end = HEADER.length; end <= whole.length; end += 37) {
      const { report } = collect(k6Csv, whole.slice(0, end));
      const complete = ends.filter((rowEnd) => rowEnd <= end).length;
      expect(report.rows).toBeGreaterThanOrEqual(complete);
      expect(report.rows).toBeLessThanOrEqual(complete + 1);
      expect(report.rejectedRows).toBeLessThanOrEqual(1);
    }
  });

  it('of pure noise are rejected', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 400 }), (noise) => {
        const bytes = Uint8Array.of(...new TextEncoder().encode(HEADER), ...noise);
        expect(collect(k6Csv, bytes).report.rows).toBe(0);
      }),
      { numRuns: fuzzRuns(100) },
    );
  });
});
