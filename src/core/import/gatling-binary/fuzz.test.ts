import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { contentsOf, pointsOf, requestsOf, samplesOf } from '../gatling/testing/contents.ts';
import type { Collected } from '../testing/collect.ts';
import { fuzzRuns } from '../testing/fuzz-runs.ts';
import { LogWriter, read, RUN_MS } from './testing/log-writer.ts';

const text = fc.oneof(
  fc.constantFrom('Home', 'View', 'shop', '検索', 'Menü', '🛒'),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);
const time = fc.integer({ min: 0, max: 5000 });

const record = fc.oneof(
  fc.record({
    type: fc.constant('request' as const),
    groups: fc.array(text, { maxLength: 3 }),
    name: text,
    start: time,
    length: time,
    ok: fc.boolean(),
    message: text,
  }),
  fc.record({
    type: fc.constant('user' as const),
    scenario: fc.integer({ min: 0, max: 1 }),
    isStart: fc.boolean(),
    at: time,
  }),
  fc.record({
    type: fc.constant('group' as const),
    groups: fc.array(text, { minLength: 1, maxLength: 3 }),
    start: time,
    length: time,
    cumulated: time,
    ok: fc.boolean(),
  }),
  fc.record({ type: fc.constant('error' as const), message: text, at: time }),
);
type LogRecord = typeof record extends fc.Arbitrary<infer T> ? T : never;

function write(records: readonly LogRecord[]): LogWriter {
  const log = new LogWriter().run({ description: 'x', assertions: [3] });
  for (const one of records) {
    switch (one.type) {
      case 'request':
        log.request(one.groups, one.name, one.start, one.start + one.length, one.ok, one.message);
        break;
      case 'user':
        log.user(one.scenario, one.isStart, one.at);
        break;
      case 'group':
        log.group(one.groups, one.start, one.start + one.length, one.cumulated, one.ok);
        break;
      case 'error':
        log.error(one.message, one.at);
        break;
    }
  }
  return log;
}

const clean = (value: string): string => Buffer.from(value.replace(/[\r\n\t]/gu, ' ')).toString();

/** Contents, or the words of the error: of a file whose first record is damaged. */
function outcome(bytes: Uint8Array, piece?: number): unknown {
  try {
    return contentsOf(read(bytes, piece));
  } catch (error) {
    if (error instanceof AppError && error.code === 'file-damaged') return error.message;
    throw error;
  }
}

/** Rows in the order of the file. */
const rowsOf = (result: Collected): unknown[] => [samplesOf(result), pointsOf(result, 'errors')];

describe('any log', () => {
  it('is read as it was written, in pieces of any size', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 20 }), fc.integer({ min: 1, max: 300 }), (records, piece) => {
        const result = read(write(records), piece);
        expect(result.report).toMatchObject({ rows: records.length, rejectedRows: 0 });
        expect(requestsOf(result)).toEqual(
          records
            .filter((one) => one.type === 'request')
            .map((one) => ({
              name: one.name === '' ? '(no name)' : clean(one.name),
              kind: 'request',
              group:
                one.groups.length === 0 ? undefined : one.groups.map((group) => `::${clean(group)}`).join(''),
              startMs: RUN_MS + one.start,
              elapsedMs: one.length,
              ok: one.ok,
              message: one.message === '' ? null : clean(one.message),
            })),
        );
        expect(contentsOf(result)).toEqual(contentsOf(read(write(records))));
      }),
      { numRuns: fuzzRuns(200) },
    );
  });
});

describe('any damage', () => {
  const records: LogRecord[] = [
    { type: 'user', scenario: 0, isStart: true, at: 10 },
    { type: 'request', groups: ['shop', 'list'], name: 'View', start: 20, length: 30, ok: true, message: '' },
    {
      type: 'request',
      groups: ['shop'],
      name: '検索',
      start: 25,
      length: 30,
      ok: false,
      message: 'status 503',
    },
    { type: 'group', groups: ['shop', 'list'], start: 15, length: 50, cumulated: 30, ok: true },
    { type: 'error', message: 'Never built', at: 70 },
    { type: 'request', groups: [], name: 'View', start: 80, length: 5, ok: true, message: '' },
    { type: 'user', scenario: 0, isStart: false, at: 90 },
  ];
  const log = write(records);
  const bytes = log.toBytes();
  const [header] = log.ends;
  const wholes = new Map(log.ends.map((end) => [end, read(bytes.slice(0, end))]));
  const wholeUntil = (at: number): Collected => wholes.get(log.ends.filter((end) => end <= at).at(-1)!)!;

  it('cutting it anywhere keeps the records before the cut', () => {
    for (let at = header!; at <= bytes.length; at++) {
      const cut = read(bytes.slice(0, at));
      const whole = wholeUntil(at);
      expect(rowsOf(cut)).toEqual(rowsOf(whole));
      expect(cut.report.rows).toBe(whole.report.rows);
      expect(cut.report.rejectedRows).toBe(log.ends.includes(at) ? 0 : 1);
    }
  });

  it('changing it keeps the records before the change, and reads the same in any pieces', () => {
    fc.assert(
      fc.property(
        fc.nat(bytes.length - 1),
        fc.uint8Array({ minLength: 0, maxLength: 12 }),
        fc.nat(12),
        fc.integer({ min: 1, max: 100 }),
        (at, by, gap, piece) => {
          const damaged = Uint8Array.of(...bytes.subarray(0, at), ...by, ...bytes.subarray(at + gap));
          const result = outcome(damaged);
          expect(outcome(damaged, piece)).toEqual(result);
          if (at < header!) return;
          const whole = wholeUntil(at);
          const read_ = read(damaged);
          expect(samplesOf(read_).slice(0, whole.samples.length)).toEqual(samplesOf(whole));
          expect(read_.report.rows).toBeGreaterThanOrEqual(whole.report.rows);
        },
      ),
      { numRuns: fuzzRuns(300) },
    );
  });

  it('a single changed byte of a value costs one record at most', () => {
    // The status of the first request: behind type, count, two groups and a name with their texts, start and end.
    const end = log.ends[2]!;
    const status = end - 1 - 4 - 4;
    expect(bytes[status]).toBe(1);
    const damaged = bytes.slice();
    damaged[status] = 77;
    expect(read(damaged).report).toMatchObject({ rows: records.length - 1, rejectedRows: 1 });
  });
});

it('any bytes behind a good start are read without an exception', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 50 }), (tail, piece) => {
      const bytes = new LogWriter().run().raw(tail).toBytes();
      expect(outcome(bytes, piece)).toEqual(outcome(bytes));
      expect(outcome(tail, piece)).toEqual(outcome(tail));
    }),
    { numRuns: fuzzRuns(200) },
  );
});
