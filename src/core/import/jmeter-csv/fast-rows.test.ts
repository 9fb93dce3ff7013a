import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../testing/fuzz-runs.ts';
import { contentOf, jtl, kindsOf, labelsOf, read, reasonsOf, row, START_MS } from './testing/jtl.ts';

/** What the scanner in WebAssembly reads by itself, at the edges of its windows, tables and cells. */

const WINDOW_BYTES = 65_472;

function values(text: string, column: string, pieceBytes?: number): unknown[] {
  return read(text, pieceBytes).samples.map((sample) => sample[column]);
}

describe('windows', () => {
  it('of which rows go from one to the next', () => {
    const rows = Array.from({ length: 3000 }, (_, at) => row({ at, elapsed: at, label: `Page ${at % 7}` }));
    const { samples, report } = read(jtl(...rows));
    expect(report.rejectedRows).toBe(0);
    expect(samples.map((sample) => sample['elapsed_ms'])).toEqual(rows.map((_, at) => at));
    expect(samples.map((sample) => sample['started_at'])).toEqual(
      rows.map((_, at) => (START_MS + at) * 1000),
    );
  });

  it.each([-40, -2, -1, 0, 1, 2, 40])('that a row fills but for %d bytes', (more) => {
    const short = row({ message: '' }).length;
    const message = 'm'.repeat(WINDOW_BYTES - short + more);
    const { samples } = read(jtl(row(), row({ message, elapsed: 7 }), row({ elapsed: 8 })));
    expect(samples.map((sample) => sample['elapsed_ms'])).toEqual([100, 7, 8]);
    expect(String(samples[1]!['message'])).toHaveLength(message.length);
  });

  it('with unusual rows between regular ones', () => {
    const odd = '"said ""no"""';
    const rows = Array.from({ length: 2500 }, (_, at) => row({ at, message: at % 3 === 0 ? odd : 'OK' }));
    expect(values(jtl(...rows), 'message')).toEqual(rows.map((_, at) => (at % 3 === 0 ? 'said "no"' : 'OK')));
  });
});

describe('whole numbers', () => {
  it.each([
    ['0', 0],
    ['7', 7],
    ['12345678', 12_345_678],
    ['99999999', 99_999_999],
    ['123456789', 123_456_789],
    ['999999999', 999_999_999],
    ['1000000000', 1_000_000_000],
    ['2147483648', 2_147_483_648],
    ['9007199254740991', 9_007_199_254_740_991],
    ['00042', 42],
    ['', null],
    ['12a', null],
    ['a2345678', null],
    ['/0', null],
    [':0', null],
    ['a23456789', null],
    ['1 ', null],
  ])('%j in a column of sizes', (bytes, expected) => {
    expect(values(jtl(row(), row({ bytes }), row()), 'received_bytes')).toEqual([1234, expected, 1234]);
  });

  it('of any length, in the response time', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10_000_000_000 }), { minLength: 1 }), (numbers) => {
        const text = jtl(...numbers.map((elapsed) => row({ elapsed })));
        expect(values(text, 'elapsed_ms')).toEqual(numbers);
      }),
      { numRuns: fuzzRuns(30) },
    );
  });

  it('beyond 32 bits after ones that are not: each keeps its value', () => {
    const sizes = Array.from({ length: 5000 }, (_, at) => (at === 3210 ? 5_000_000_000 : at));
    expect(values(jtl(...sizes.map((bytes) => row({ bytes }))), 'received_bytes')).toEqual(sizes);
  });
});

describe('time stamps', () => {
  it.each([
    ['1700000000123', 1_700_000_000_123_000],
    ['9999999999999', 9_999_999_999_999_000],
    ['1700000000', 1_700_000_000_000_000],
    ['2023/11/14 22:13:20.123', 1_700_000_000_123_000],
  ])('%s', (at, expected) => {
    expect(values(jtl(row({ at }), row({ at })), 'started_at')).toEqual([expected, expected]);
  });

  it.each(['17000000001a3', 'a700000000123', '170000000012/', '17000000:0123'])('not %s', (at) => {
    expect(reasonsOf(read(jtl(row(), row({ at }))))).toEqual([expect.stringContaining('timeStamp')]);
  });
});

describe('texts', () => {
  it('that differ in one place, of any length', () => {
    const labels = [1, 2, 7, 8, 9, 15, 16, 17, 24, 31, 32, 33, 48, 49, 100].flatMap((length) =>
      Array.from({ length }, (_, place) => `${'a'.repeat(place)}b${'a'.repeat(length - place - 1)}`),
    );
    const twice = [...labels, ...labels.toReversed()];
    expect(labelsOf(read(jtl(...twice.map((label) => row({ label })))))).toEqual(twice);
  });

  it('that are more than the scanner remembers', () => {
    const threads = Array.from({ length: 30_000 }, (_, at) => `Thread ${(at * 7919) % 12_000}`);
    expect(values(jtl(...threads.map((thread) => row({ thread }))), 'thread')).toEqual(threads);
  });

  it('that are longer together than the scanner remembers', () => {
    const failures = Array.from({ length: 900 }, (_, at) => `${at % 300} ${'x'.repeat(3000 + (at % 300))}`);
    expect(values(jtl(...failures.map((failure) => row({ failure }))), 'failure')).toEqual(failures);
  });

  it('that are more than the scanner has numbers of', () => {
    const threads = Array.from({ length: 40_000 }, (_, at) => `Thread ${at % 3 === 0 ? at : at % 50}`);
    expect(values(jtl(...threads.map((thread) => row({ thread }))), 'thread')).toEqual(threads);
  });

  it('of which a dictionary keeps so few that their numbers change', () => {
    // 16 MB of texts are forgotten together: long before there are many of them.
    const failures = Array.from({ length: 700 }, (_, at) => `${at % 350} ${'x'.repeat(60_000)}`);
    const rows = failures.map((failure, at) => row({ failure, message: at % 2 === 0 ? 'OK' : 'Bad' }));
    expect(values(jtl(...rows), 'failure', 4 << 20)).toEqual(failures);
  });

  it('of addresses that change under one label', () => {
    const urls = Array.from({ length: 4000 }, (_, at) =>
      at % 5 === 0 ? 'null' : `https://shop.test/${at % 11}`,
    );
    expect(values(jtl(...urls.map((url) => row({ url }))), 'url')).toEqual(
      urls.map((url) => (url === 'null' ? null : url)),
    );
  });

  it('with delimiters, in quotes', () => {
    const messages = ['a,b', ',', 'a,b', ',,,', 'plain'];
    const text = jtl(...messages.map((message) => row({ message: `"${message}"` })));
    expect(values(text, 'message')).toEqual(messages);
  });

  it('with quotes inside, without quotes around', () => {
    const text = jtl(row({ message: 'it "was", ' }).replace('", ', '"'), row({ message: '5" pipe' }));
    expect(values(text, 'message')).toEqual(['it "was"', '5" pipe']);
  });
});

describe('rows that end in CR LF', () => {
  it('are the same, also with a quoted last cell', () => {
    const header = 'timeStamp,elapsed,label,responseCode,success,threadName';
    const rows = ['a', '"b"', '"c,d"', ''].map((thread, at) => `${START_MS + at},5,Home,200,true,${thread}`);
    const unix = [header, ...rows, ''].join('\n');
    const windows = read(unix.replaceAll('\n', '\r\n'));
    expect(windows.samples).toEqual(read(unix).samples);
    expect(windows.report.properties['line ends']).toBe('CR LF');
    expect(windows.samples.map((sample) => sample['thread'])).toEqual(['a', 'b', 'c,d', null]);
  });
});

it('a controller that is empty is left out, wherever it stands in a block', () => {
  const message = '"Number of samples in transaction : 0, number of failing samples : 0"';
  const rows = Array.from({ length: 2100 }, (_, at) => row({ at, message: at % 700 === 0 ? message : 'OK' }));
  expect(kindsOf(read(jtl(...rows)))).toHaveLength(2097);
});

it('the same in pieces of any size', () => {
  const rows = Array.from({ length: 60 }, (_, at) =>
    row({ at, message: ['OK', '"a,b"', '"x ""y"""', ''][at % 4]!, elapsed: 10 ** (at % 9) }),
  );
  const text = jtl(...rows);
  const whole = contentOf(read(text));
  for (const pieceBytes of [1, 7, 64, 131, 1000]) expect(contentOf(read(text, pieceBytes))).toEqual(whole);
});
