import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { collect, headOf, type Collected } from '../testing/collect.ts';
import { fuzzRuns } from '../testing/fuzz-runs.ts';
import { csvRow, jsonLine, RESULT, type ResultFields } from './testing/results.ts';
import { vegeta } from './vegeta.ts';

const rowsOf = ({ samples, transactions, report }: Collected) => ({
  samples,
  transactions,
  report: { ...report, properties: { ...report.properties, encoding: '', columns: '' } },
});

const encodings = [
  { name: 'JSON', write: jsonLine },
  { name: 'CSV', write: csvRow },
];

const us = Number(RESULT.timestampNs / 1000n);

describe.each(encodings)('$name', ({ write }) => {
  const read = (...results: Partial<ResultFields>[]) =>
    collect(vegeta, results.map((fields) => write(fields)).join(''));

  it('is recognised', () => {
    expect(vegeta.probe(headOf(new TextEncoder().encode(write()))).score).toBeGreaterThanOrEqual(0.9);
  });

  it('gives a sample with the times of the file, to the nanosecond', () => {
    const { samples, transactions, report } = read({});
    expect(transactions).toEqual([
      { localId: 0, name: 'http://shop.test/cart', kind: 'request', method: 'GET' },
    ]);
    expect(samples).toEqual([
      {
        transaction: transactions[0],
        started_at: us,
        elapsed_ms: 1.234567,
        ok: true,
        code: '200',
        url: 'http://shop.test/cart?id=7',
        received_bytes: 42,
        sent_bytes: 3,
      },
    ]);
    expect(report).toMatchObject({
      rows: 1,
      clockTickMs: 1e-6,
      firstInstantUs: us,
      lastInstantUs: us,
      warnings: [],
    });
  });

  it('is a failure where vegeta report counts none a success', () => {
    const { samples } = read(
      { code: 302 },
      { code: 404, error: '404 Not Found' },
      { code: 0, error: 'Get "http://x/": dial tcp, refused\n(twice)' },
      { code: 199 },
    );
    expect(samples.map((sample) => [sample['ok'], sample['code'], sample['message']])).toEqual([
      [true, '302', null],
      [false, '404', '404 Not Found'],
      [false, null, 'Get "http://x/": dial tcp, refused\n(twice)'],
      [false, '199', null],
    ]);
  });

  it('names requests by method and URL without query', () => {
    const { samples, transactions } = read(
      { url: 'http://x/a?b=1' },
      { url: 'http://x/a#c' },
      { url: 'http://x/a', method: 'POST' },
      { url: 'http://x/a' },
    );
    expect(transactions.map(({ name, method }) => [method, name])).toEqual([
      ['GET', 'http://x/a'],
      ['POST', 'http://x/a'],
    ]);
    expect(samples.map((sample) => sample['url'])).toEqual(['http://x/a?b=1', 'http://x/a#c', null, null]);
  });

  it('keeps the name of an attack as a tag', () => {
    const { samples, report } = read(
      { attack: 'first' },
      { attack: '' },
      { attack: 'second' },
      { attack: 'first' },
    );
    expect(samples.map((sample) => sample['tag_set'])).toEqual([
      { attack: 'first' },
      null,
      { attack: 'second' },
      { attack: 'first' },
    ]);
    expect(report.properties['attacks']).toBe('first, second');
  });

  it('cuts texts that are too long', () => {
    const { samples, report } = read({ code: 500, error: 'é'.repeat(60_000) });
    expect(new TextEncoder().encode(samples[0]!['message'] as string)).toHaveLength(64 << 10);
    expect(report.warnings).toMatchObject([{ code: 'text-cut', count: 1 }]);
  });
});

describe('CSV of older versions', () => {
  it.each([11, 9, 6])('with %d columns is read as far as it goes', (width) => {
    const { samples, transactions, report } = collect(
      vegeta,
      csvRow({ attack: 'big' }, width) + csvRow({ code: 500, error: 'no, "thanks"', attack: 'big' }, width),
    );
    expect(report).toMatchObject({ rows: 2, rejectedRows: 0 });
    expect(report.properties['columns']).toBe(String(width));
    expect(transactions[0]).toMatchObject(
      width === 11
        ? { name: 'http://shop.test/cart', method: 'GET' }
        : { name: '(all requests)', method: null },
    );
    expect(samples[1]).toMatchObject({ ok: false, message: 'no, "thanks"', elapsed_ms: 1.234567 });
    if (width > 6) expect(samples[1]!['tag_set']).toEqual({ attack: 'big' });
  });

  it('takes the width that most rows have', () => {
    const broken = csvRow().replace(',', '');
    const { report } = collect(vegeta, broken + csvRow().repeat(3));
    expect(report).toMatchObject({ rows: 3, rejects: [{ line: 1, reason: '11 cells instead of 12' }] });
  });
});

describe('JSON', () => {
  it('may have its members in any order, with others between them', () => {
    const line =
      '{ "url":"http:\\/\\/x\\/a", "x":{"latency":[1,"}"]}, "latency" : 5000000, "code":200,"timestamp":"2023-11-14T22:13:20Z","error":null}\n';
    const { samples } = collect(vegeta, jsonLine() + line);
    expect(samples[1]).toMatchObject({
      elapsed_ms: 5,
      ok: true,
      transaction: { name: 'http://x/a', method: null },
    });
    expect(samples[1]!['received_bytes'] ?? null).toBeNull();
  });
});

describe('damage', () => {
  it.each([
    ['not json', 'not JSON'],
    ['[1]', 'JSON, but no result of Vegeta'],
    ['{"code":200}', 'JSON, but no result of Vegeta'],
    ['{"code":200,"latency":1,"timestamp":"yesterday"}', 'the time stamp cannot be read'],
    [
      '{"code":200,"latency":1.5,"timestamp":"2023-11-14T22:13:20Z"}',
      'the latency is not a whole number of nanoseconds',
    ],
    ['{"code":"200","latency":1,"timestamp":"2023-11-14T22:13:20Z"}', 'the code is not a number'],
    ['{"code":\u0000', 'cut off by zero bytes'],
  ])('of a line of JSON costs that line: %j', (line, reason) => {
    const { report } = collect(vegeta, `${jsonLine()}${line}\n${jsonLine()}`);
    expect(report).toMatchObject({ rows: 2, rejects: [{ line: 2, reason }] });
  });

  it.each([
    ['17000,200,1,1,1,,,,0,GET,u,\n', 'the time stamp cannot be read'],
    ['1700000000123456789,200,1.5,1,1,,,,0,GET,u,\n', 'the latency is not a whole number of nanoseconds'],
    ['1700000000123456789,x,1,1,1,,,,0,GET,u,\n', 'the code is not a number'],
    ['1700000000123456789,200\n', '2 cells instead of 12'],
    ['1700000000123456789,200,1,1,1,"open,,,0,GET,u,\n', 'a quote is not closed'],
  ])('of a row of CSV costs that row: %j', (row, reason) => {
    const { report } = collect(vegeta, csvRow() + row + csvRow().repeat(2));
    expect(report).toMatchObject({ rows: 3, rejects: [{ line: 2, reason }] });
  });

  it('at the end of the file is said', () => {
    for (const text of [csvRow() + csvRow().slice(0, 40), jsonLine() + jsonLine().slice(0, 60)])
      expect(collect(vegeta, text).report).toMatchObject({
        rows: 1,
        rejects: [{ line: 2, reason: 'cut off at the end of the file' }],
      });
  });

  it('to UTF-8 leaves valid texts', () => {
    const bytes = new TextEncoder().encode(csvRow({ error: 'x1x', code: 500 }));
    bytes[bytes.indexOf(120) + 1] = 0xe9;
    expect(collect(vegeta, bytes).samples[0]!['message']).toBe('x\uFFFDx');
  });

  it('of the first row does not hide what the file is', () => {
    for (const write of [csvRow, jsonLine]) {
      const bytes = new TextEncoder().encode(`rest of a line\n${write().repeat(2)}`);
      expect(vegeta.probe(headOf(bytes)).score).toBeGreaterThan(0.5);
      expect(collect(vegeta, bytes).report).toMatchObject({ rows: 2, rejectedRows: 1 });
    }
  });
});

describe('the binary form', () => {
  /** Three results as Go's `encoding/gob` writes a struct of Vegeta's names. */
  const GOB = Buffer.from(
    '/5Z/AwEBBlJlc3VsdAH/gAABDAEGQXR0YWNrAQwAAQNTZXEBBgABBENvZGUBBgABCVRpbWVzdGFtcAH/ggABB0xhdGVuY3kBBAABCEJ5dGVzT3V0AQYAAQdCeXRlc0luAQYAAQVFcnJvcgEMAAEEQm9keQEKAAEGTWV0aG9kAQwAAQNVUkwBDAABB0hlYWRlcnMB/4YAAAAQ/4EFAQEEVGltZQH/ggAAABf/hQQBAQZIZWFkZXIB/4YAAQwB/4QAAAz/gwIBAv+EAAEMAAA2/4AD/8gBDwEAAAAO3OXoAAAAAAAAAAH9Ja0OAgoDA0dFVAERaHR0cDovL3Nob3AudGVzdC8A',
    'base64',
  );

  it('is recognised, and refused with the command that helps', () => {
    expect(vegeta.probe(headOf(GOB))).toMatchObject({ score: 0.9 });
    let error: unknown;
    try {
      collect(vegeta, GOB, { name: 'results.bin' });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({
      code: 'file-not-recognised',
      message: expect.stringContaining('results.bin') as string,
      hint: 'Encode them: vegeta encode results.bin > results.json',
    });
  });

  it('is not seen in other files', () => {
    for (const text of [
      '',
      '{}',
      'Result Code Timestamp Latency BytesOut BytesIn',
      '1700000000,200,1',
      '{"code":1}\n',
    ])
      expect(vegeta.probe(headOf(new TextEncoder().encode(text))).score).toBe(0);
  });
});

describe('both encodings', () => {
  const text = fc.oneof(
    fc.constantFrom('', 'a', 'two, "words"', 'line\nbreak', 'süd', '😀', '\\'),
    fc.string({ unit: 'grapheme', maxLength: 10 }).filter((value) => !value.includes('\0')),
  );
  const result: fc.Arbitrary<ResultFields> = fc.record({
    attack: text,
    seq: fc.nat(),
    code: fc.constantFrom(0, 200, 301, 404, 503),
    timestampNs: fc.bigInt({ min: 1_000_000_000_000_000_000n, max: 4_000_000_000_000_000_000n }),
    latency: fc.nat(9e12),
    bytesOut: fc.nat(),
    bytesIn: fc.nat(9e12),
    error: text,
    body: fc.constantFrom('', 'aGVsbG8='),
    method: fc.constantFrom('GET', 'POST', ''),
    url: text,
  });
  const results = fc.array(result, { minLength: 1, maxLength: 8 });

  it('give the same samples, in pieces of any size', () => {
    fc.assert(
      fc.property(results, fc.constantFrom(1, 7, 64, 1 << 20), (list, pieceBytes) => {
        const csv = rowsOf(collect(vegeta, list.map((one) => csvRow(one)).join(''), { pieceBytes }));
        expect(csv.report.rejects).toEqual([]);
        expect(csv).toEqual(rowsOf(collect(vegeta, list.map(jsonLine).join(''), { pieceBytes })));
        expect(csv.samples.map((sample) => sample['elapsed_ms'])).toEqual(
          list.map(({ latency }) => Number(`${latency}e-6`)),
        );
      }),
      { numRuns: fuzzRuns(150) },
    );
  });

  it('survive damage with all rows that were not hit', () => {
    const files = encodings.map(({ write }) => {
      const rows = Array.from({ length: 12 }, (_, i) => write({ latency: i * 1_000_000, seq: i }));
      return { rows, bytes: new TextEncoder().encode(rows.join('')) };
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.double({ min: 0.1, max: 0.99, noNaN: true }),
        fc.uint8Array({ maxLength: 10 }),
        fc.nat(60),
        fc.integer({ min: 1, max: 300 }),
        ({ rows, bytes: whole }, at, junk, cut, pieceBytes) => {
          const from = Math.floor(whole.length * at);
          const bytes = Uint8Array.of(...whole.subarray(0, from), ...junk, ...whole.subarray(from + cut));
          const damaged = collect(vegeta, bytes);
          const times = new Set(damaged.samples.map((sample) => sample['elapsed_ms']));
          let end = 0;
          rows.forEach((row, i) => {
            const start = end;
            end += row.length;
            if (end <= from || start >= from + cut + row.length) expect(times.has(i)).toBe(true);
          });
          expect(rowsOf(collect(vegeta, bytes, { pieceBytes }))).toEqual(rowsOf(damaged));
        },
      ),
      { numRuns: fuzzRuns(200) },
    );
  });
});
