import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jmeterColumns, type JmeterColumn } from './columns.ts';
import { csvLine, type CsvStyle } from './testing/csv-writer.ts';
import { contentOf, read } from './testing/jtl.ts';
import { fuzzRuns } from '../testing/fuzz-runs.ts';

/** Rows that a writer of its own puts into a file come back exactly, however they are laid out and cut into pieces. */

type Cells = Readonly<Partial<Record<JmeterColumn, string>>> & { readonly user: string };

const letters = [
  'a',
  'B',
  '7',
  ' ',
  ',',
  ';',
  '\t',
  '"',
  "'",
  '\n',
  '\r\n',
  'é',
  '日',
  '😀',
  '/',
  '=',
  'null',
  '\0',
];
const text = fc.string({ unit: fc.constantFrom(...letters), maxLength: 12 });
/** Mostly one of few, as in real files, so that expectations of the fast reader are met and missed. */
const usual = (...texts: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof({ arbitrary: fc.constantFrom(...texts), weight: 5 }, { arbitrary: text, weight: 1 });
const whole = (max: number): fc.Arbitrary<string> => fc.integer({ min: 0, max }).map(String);
const perhaps = (number: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof({ arbitrary: number, weight: 9 }, { arbitrary: fc.constant(''), weight: 1 });

// Labels without a number at the end and one thread per row: what rows are is not the subject here.
const row: fc.Arbitrary<Cells> = fc.record({
  timeStamp: fc.integer({ min: 1_600_000_000_000, max: 1_800_000_000_000 }).map(String),
  elapsed: fc.oneof(whole(9), whole(99_999), whole(9_007_199_254_740_991)),
  label: usual('Home', 'Add to cart', 'GET /api/items').map((label) => `${label}.`),
  responseCode: usual('200', '500', ''),
  responseMessage: usual('OK', 'Not Found', 'Read timed out, after 3000 ms'),
  threadName: usual('Thread Group 1-1', 'Thread Group 1-2'),
  dataType: fc.constantFrom('text', 'bin', ''),
  success: fc.constantFrom('true', 'false', 'TRUE'),
  failureMessage: usual('', 'Test failed: text expected /"id": 1, "ok"/'),
  bytes: perhaps(fc.oneof(whole(9999), whole(9_007_199_254_740_991))),
  sentBytes: perhaps(whole(9999)),
  grpThreads: perhaps(whole(2_147_483_647)),
  allThreads: perhaps(whole(500)),
  URL: usual('https://shop.test/', 'null', ''),
  Filename: usual('', 'a.txt'),
  Latency: perhaps(whole(99_999)),
  Encoding: usual('UTF-8', ''),
  SampleCount: fc.constantFrom('1', '2'),
  ErrorCount: fc.constantFrom('0', '1'),
  Hostname: usual('gen-1', 'gen-2'),
  IdleTime: perhaps(whole(99_999)),
  Connect: perhaps(whole(999)),
  user: usual('ann', 'bob', ''),
});

const layout = fc
  .tuple(fc.subarray([...jmeterColumns], { minLength: 2 }), fc.boolean(), fc.boolean())
  .chain(([columns, shuffled, variable]) => {
    // These two tell the format; JMeter's own order is the usual one.
    const chosen = jmeterColumns.filter(
      (column) => columns.includes(column) || column === 'timeStamp' || column === 'elapsed',
    );
    const all: (JmeterColumn | 'user')[] = variable ? [...chosen, 'user'] : chosen;
    return shuffled ? fc.shuffledSubarray(all, { minLength: all.length }) : fc.constant(all);
  });

const style: fc.Arbitrary<CsvStyle> = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  quoteAll: fc.oneof(
    { arbitrary: fc.constant(false), weight: 5 },
    { arbitrary: fc.constant(true), weight: 1 },
  ),
});

function fileOf(columns: readonly (JmeterColumn | 'user')[], rows: readonly Cells[], how: CsvStyle): string {
  const header =
    columns.map((column) => (column === 'user' ? '"user"' : column)).join(how.delimiter) + how.lineEnd;
  return (
    header +
    rows
      .map((cells) =>
        csvLine(
          columns.map((column) => cells[column] ?? ''),
          how,
        ),
      )
      .join('')
  );
}

const numberOrNull = (cell: string): number | null => (cell === '' ? null : Number(cell));
const textOrNull = (cell: string): string | null => (cell === '' ? null : cell);

/** What a sample must hold, by definition. */
function expected(columns: readonly (JmeterColumn | 'user')[], cells: Cells): Record<string, unknown> {
  const cell = (column: JmeterColumn): string => (columns.includes(column) ? (cells[column] ?? '') : '');
  const tags: Record<string, string> = {};
  const tag = (key: string, value: string, omit = ''): void => {
    if (value !== '' && value !== omit) tags[key] = value;
  };
  tag('file', cell('Filename'));
  tag('encoding', cell('Encoding'));
  tag('SampleCount', cell('SampleCount'), '1');
  tag('ErrorCount', cell('ErrorCount'), '0');
  tag('host', cell('Hostname'));
  tag('user', columns.includes('user') ? cells.user : '');
  return {
    label: cell('label') === '' ? '(no label)' : cell('label'),
    started_at: Number(cell('timeStamp')) * 1000,
    elapsed_ms: Number(cell('elapsed')),
    ok: columns.includes('success') ? cell('success').toLowerCase() === 'true' : null,
    code: textOrNull(cell('responseCode')),
    message: textOrNull(cell('responseMessage')),
    failure: textOrNull(cell('failureMessage')),
    thread: textOrNull(cell('threadName')),
    url: cell('URL') === 'null' ? null : textOrNull(cell('URL')),
    received_bytes: numberOrNull(cell('bytes')),
    sent_bytes: numberOrNull(cell('sentBytes')),
    group_threads: numberOrNull(cell('grpThreads')),
    all_threads: numberOrNull(cell('allThreads')),
    latency_ms: numberOrNull(cell('Latency')),
    idle_ms: numberOrNull(cell('IdleTime')),
    connect_ms: numberOrNull(cell('Connect')),
    tags,
  };
}

function found(sample: Record<string, unknown>): Record<string, unknown> {
  const keys = [
    'started_at',
    'elapsed_ms',
    'ok',
    'code',
    'message',
    'failure',
    'thread',
    'url',
    'received_bytes',
  ];
  keys.push('sent_bytes', 'group_threads', 'all_threads', 'latency_ms', 'idle_ms', 'connect_ms');
  return {
    label: (sample['transaction'] as { name: string }).name,
    ...Object.fromEntries(keys.map((key) => [key, sample[key] ?? null])),
    tags: sample['tag_set'] ?? {},
  };
}

describe('rows of another writer', () => {
  it('come back exactly', () => {
    fc.assert(
      fc.property(
        layout,
        fc.array(row, { maxLength: 40 }),
        style,
        fc.integer({ min: 1, max: 3000 }),
        (columns, rows, how, piece) => {
          const file = fileOf(columns, rows, how);
          const result = read(file, piece);
          expect(result.report.rejects).toEqual([]);
          expect(result.samples.map(found)).toEqual(rows.map((cells) => expected(columns, cells)));
        },
      ),
      { numRuns: fuzzRuns(250) },
    );
  });

  it('come back the same in pieces of any size: by the fast reader and by the careful one', () => {
    fc.assert(
      fc.property(
        layout,
        fc.array(row, { maxLength: 25 }),
        style,
        fc.integer({ min: 1, max: 200 }),
        (columns, rows, how, piece) => {
          const file = fileOf(columns, rows, how);
          const whole = contentOf(read(file, 1 << 20));
          for (const size of [1, 7, 64, piece]) expect(contentOf(read(file, size))).toEqual(whole);
        },
      ),
      { numRuns: fuzzRuns(80) },
    );
  });
});
