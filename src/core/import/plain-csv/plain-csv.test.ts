import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { headerKey, suggestMapping, type ColumnMapping } from '#shared/model/column-mapping.ts';
import { collect, headOf } from '../testing/collect.ts';
import { fuzzRuns } from '../testing/fuzz-runs.ts';
import { plainCsv } from './plain-csv.ts';
import { tableHead } from './table-head.ts';

const MAPPING: ColumnMapping = {
  columns: { start: 'ts', elapsed: 'duration_ms', label: 'name', ok: 'success' },
  unit: 'ms',
  tags: [],
};

function head(text: string, complete = true) {
  return { ...headOf(new TextEncoder().encode(text)), complete };
}

function read(text: string, mapping: ColumnMapping = MAPPING, pieceBytes = 1 << 20) {
  return collect(plainCsv, text, {
    pieceBytes,
    options: { timeZone: 'UTC', mapping } as { timeZone: string },
  });
}

const TEXT = `ts,name,duration_ms,success
1700000000000,Home,12.5,true
1700000001000,"Log in, then ""home""",7,false
`;

describe('a table', () => {
  it.each([
    ['commas', 'a,b\n1,2\n', ',', ['a', 'b']],
    ['semicolons, with commas in numbers', 'a;b\r\n1,5;2,5\r\n', ';', ['a', 'b']],
    ['tabs', '\uFEFFa\tb\tc\n1\t2\t3\n', '\t', ['a', 'b', 'c']],
    ['bars and quotes', '"a|x"|b\n"1\n2"|3\n', '|', ['a|x', 'b']],
  ])('is recognised by %s', (_what, text, delimiter, header) => {
    expect(tableHead(head(text))).toMatchObject({ delimiter, header });
    const { score, reasons } = plainCsv.probe(head(text));
    expect(score).toBeGreaterThan(0);
    expect(score).toBeLessThan(0.5);
    expect(reasons.join()).toContain(header[0]);
  });

  it.each([
    ['a single column', 'a\n1\n'],
    ['records of another width', 'a,b\n1,2\n1,2,3\n'],
    ['names that come twice', 'a,a\n1,2\n'],
    ['no header', '1,2\n3,4\n'],
    ['an unnamed column', 'a,\n1,2\n'],

    ['binary data', 'a,b\n1,\u0000\n'],
    ['nothing', ''],
  ])('is not %s', (_what, text) => {
    expect(tableHead(head(text))).toBeNull();
    expect(plainCsv.probe(head(text)).score).toBe(0);
  });

  it('says nothing of a record that the end of the head cuts off', () => {
    expect(tableHead(head('a,b\n1,2\n3', false))?.rows).toEqual([['1', '2']]);
    expect(tableHead(head('a,b\n1,2\n3,4', true))?.rows).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
  });
});

describe('a mapping', () => {
  it('makes samples of the records', () => {
    const { samples, transactions, report } = read(TEXT);
    expect(transactions.map(({ name }) => name)).toEqual(['Home', 'Log in, then "home"']);
    expect(samples).toMatchObject([
      { started_at: 1_700_000_000_000_000, elapsed_ms: 12.5, ok: true },
      { started_at: 1_700_000_001_000_000, elapsed_ms: 7, ok: false },
    ]);
    expect(report).toMatchObject({
      rows: 2,
      rejectedRows: 0,
      firstInstantUs: 1_700_000_000_000_000,
      lastInstantUs: 1_700_000_001_000_000,
    });
    expect(report.properties).toMatchObject({ delimiter: 'comma', 'unit of times': 'ms' });
  });

  it.each([
    ['ns', 12_500_000],
    ['us', 12_500],
    ['s', 0.0125],
  ] as const)('has a unit: %s', (unit, written) => {
    const { samples } = read(`ts,name,duration_ms,success\n1700000000000,a,${written},1\n`, {
      ...MAPPING,
      unit,
    });
    expect(samples[0]!['elapsed_ms']).toBeCloseTo(12.5, 9);
  });

  it.each([
    ['1700000000', 1_700_000_000_000_000],
    ['1700000000.25', 1_700_000_000_250_000],
    ['1700000000123456', 1_700_000_000_123_456],
    ['2023-11-14T22:13:20Z', 1_700_000_000_000_000],
    ['2023-11-14 22:13:20.5', 1_700_000_000_500_000],
  ])('understands the start %s', (written, us) => {
    const { samples, report } = read(`ts,name,duration_ms,success\n${written},a,1,1\n`);
    expect(report.rejects).toEqual([]);
    expect(samples[0]!['started_at']).toBe(us);
  });

  it('takes codes for success where nothing else says it, URLs without query as names, and tags', () => {
    const text =
      'url;verb;code;took;region;bytes\nhttp://a/b?c=1;GET;200;5;eu;10\nhttp://a/b?c=2;GET;503;6;us;\n';
    const { samples, transactions } = read(text, {
      columns: { url: 'url', method: 'verb', code: 'code', elapsed: 'took', received: 'bytes' },
      unit: 'ms',
      tags: ['region'],
    });
    expect(transactions).toMatchObject([{ name: 'http://a/b', method: 'GET' }]);
    expect(samples).toMatchObject([
      { ok: true, code: '200', url: 'http://a/b?c=1', tag_set: { region: 'eu' }, received_bytes: 10 },
      { ok: false, code: '503', tag_set: { region: 'us' }, received_bytes: null },
    ]);
    expect(samples[0]).not.toHaveProperty('started_at');
  });

  it('rejects records that it cannot read, and keeps the others', () => {
    const { samples, report } = read(
      `ts,name,duration_ms,success\n1700000000000,a,x,1\nlater,a,1,1\n1700000000000,a,-1,1\n1,2\n1700000000000,a,2,perhaps\n1700000000000,a,3,yes\n`,
    );
    expect(report.rejects.map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'duration_ms "x" is no number'],
      [3, 'ts "later" is no time'],
      [4, 'duration_ms is negative'],
      [5, '2 columns instead of 4'],
    ]);
    expect(samples).toMatchObject([
      { elapsed_ms: 2, ok: null },
      { elapsed_ms: 3, ok: true },
    ]);
    expect(report.warnings).toMatchObject([{ code: 'success-unknown', count: 1 }]);
  });

  it('must name the response time, and columns that are there', () => {
    const open = (mapping: ColumnMapping | undefined) => () =>
      collect(plainCsv, TEXT, { options: { timeZone: 'UTC', mapping } as { timeZone: string } });
    expect(open(undefined)).toThrow(/what they mean is not known/u);
    expect(open({ ...MAPPING, columns: { label: 'name' } })).toThrow(AppError);
    expect(open({ ...MAPPING, columns: { elapsed: 'took' } })).toThrow(/no column "took"/u);
    expect(open({ ...MAPPING, tags: ['nothing'] })).toThrow(/no column "nothing"/u);
  });

  it('is remembered for files with the same columns', () => {
    const options = {
      timeZone: 'UTC',
      knownMappings: { [headerKey(['ts', 'name', 'duration_ms', 'success'])]: MAPPING },
    };
    expect(plainCsv.accepts!(head(TEXT), options)).toBe(true);
    expect(plainCsv.accepts!(head('a,b\n1,2\n'), options)).toBe(false);
    expect(collect(plainCsv, TEXT, { options }).samples).toHaveLength(2);
  });

  it('is guessed from the names of the columns', () => {
    expect(suggestMapping(['Time', 'Request Name', 'Duration (s)', 'Status', 'extra'])).toEqual({
      columns: { start: 'Time', label: 'Request Name', code: 'Status' },
      unit: 'ms',
      tags: [],
    });
    expect(suggestMapping(['timestamp', 'label', 'duration_us', 'success'])).toMatchObject({
      columns: { start: 'timestamp', label: 'label', ok: 'success' },
    });
    expect(suggestMapping(['started_at', 'endpoint', 'elapsed', 'ok', 'status_code'])).toEqual({
      columns: { start: 'started_at', label: 'endpoint', elapsed: 'elapsed', ok: 'ok', code: 'status_code' },
      unit: 'ms',
      tags: [],
    });
  });
});

describe('any table', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'é', ',', '"', '\n', '\r', ' ', ';'), maxLength: 6 });

  it('gives the same whatever the pieces it comes in, and never fails', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ name: cell, took: fc.nat(5000), cut: fc.boolean() }), { maxLength: 20 }),
        fc.integer({ min: 1, max: 60 }),
        (rows, piece) => {
          const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
          const lines = rows.map(({ name, took, cut }, i) =>
            cut ? `,,${took}` : `${1_700_000_000_000 + i},${quoted(name)},${took},true`,
          );
          const text = `ts,name,duration_ms,success\n1700000000000,first,1,1\n${lines.join('\n')}\n`;
          const whole = read(text);
          const pieces = read(text, MAPPING, piece);
          expect(pieces).toEqual(whole);
          const good = rows.filter(({ cut }) => !cut);
          expect(whole.samples.map((sample) => sample['elapsed_ms'])).toEqual([
            1,
            ...good.map(({ took }) => took),
          ]);
        },
      ),
      { numRuns: fuzzRuns(300) },
    );
  });
});
