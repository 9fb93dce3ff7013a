import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import {
  activeUsersOf,
  contentsOf,
  groupsOf,
  pointsOf,
  requestsOf,
  samplesOf,
} from '../gatling/testing/contents.ts';
import { MAX_RECORD_BYTES, MAX_TEXT_BYTES } from '../importer.ts';
import { LogWriter, read, RUN_MS, unmatchedEnd } from './testing/log-writer.ts';

const PIECES = [1, 7, 64, 1 << 20];

const start = (): LogWriter => new LogWriter().run();
const names = (log: LogWriter | Uint8Array, piece?: number): string[] =>
  requestsOf(read(log, piece)).map(({ name }) => name);

function failureOf(act: () => unknown): AppError {
  try {
    act();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('It did not fail');
}

describe('the binary log', () => {
  const log = new LogWriter()
    .run({ description: 'nächtlich', scenarios: ['Browse', 'Bestellung 注文'], assertions: [12, 0, 70_000] })
    .user(0, true, 100)
    .request([], 'Home', 110, 160)
    .request(['shop', 'list, all'], 'View', 170, 190)
    .request(['shop'], 'View', 200, 300, false, 'status.find.is(200), found 503')
    .request([], 'Kasse 検索', 300, 1300, false, 'j.n.ConnectException:\r\n\tünreachable')
    .user(1, true, 350)
    .group(['shop', 'list, all'], 165, 195, 20)
    .group(['shop'], 160, 310, 120, false)
    .error('Never built: "x" fehlt 欠', 400)
    .error('Never built: "x" fehlt 欠', 500)
    .request([], 'Home', 900, 901)
    .user(0, false, 1500)
    .user(1, false, 2500);
  const result = read(log);

  it('has every request with its groups, outcome and message', () => {
    const kind = 'request';
    const good = { kind, ok: true, message: null };
    expect(requestsOf(result)).toEqual([
      { ...good, name: 'Home', group: undefined, startMs: RUN_MS + 110, elapsedMs: 50 },
      { ...good, name: 'View', group: '::shop::list, all', startMs: RUN_MS + 170, elapsedMs: 20 },
      {
        kind,
        name: 'View',
        group: '::shop',
        startMs: RUN_MS + 200,
        elapsedMs: 100,
        ok: false,
        message: 'status.find.is(200), found 503',
      },
      {
        kind,
        name: 'Kasse 検索',
        group: undefined,
        startMs: RUN_MS + 300,
        elapsedMs: 1000,
        ok: false,
        message: 'j.n.ConnectException:   ünreachable',
      },
      { ...good, name: 'Home', group: undefined, startMs: RUN_MS + 900, elapsedMs: 1 },
    ]);
  });

  it('has groups as samples, and their response times', () => {
    expect(groupsOf(result)).toMatchObject([
      { name: 'shop::list, all', group: '::shop::list, all', startMs: RUN_MS + 165, elapsedMs: 30, ok: true },
      { name: 'shop', group: '::shop', startMs: RUN_MS + 160, elapsedMs: 150, ok: false },
    ]);
    expect(pointsOf(result, 'cumulated response time')).toEqual([
      { atMs: RUN_MS + 195, value: 20, tags: { group: '::shop::list, all' } },
      { atMs: RUN_MS + 310, value: 120, tags: { group: '::shop' } },
    ]);
  });

  it('has users and errors', () => {
    expect(activeUsersOf(result).map(([, users]) => users)).toEqual([2, 2, 1]);
    expect(activeUsersOf(result, 'Browse').map(([, users]) => users)).toEqual([1, 1, 0]);
    expect(activeUsersOf(result, 'Bestellung 注文').map(([, users]) => users)).toEqual([1, 1, 1]);
    expect(pointsOf(result, 'errors')).toEqual(
      [400, 500].map((at) => ({ atMs: RUN_MS + at, value: 1, tags: { error: 'Never built: "x" fehlt 欠' } })),
    );
  });

  it('has the facts of the run', () => {
    expect(result.report).toMatchObject({
      rows: 13,
      rejectedRows: 0,
      warnings: [],
      toolVersion: '3.14.3',
      clockTickMs: 1,
      firstInstantUs: (RUN_MS + 100) * 1000,
      lastInstantUs: (RUN_MS + 2500) * 1000,
    });
    expect(result.report.properties).toEqual({
      layout: 'binary',
      'simulation class': 'shop.Buy',
      description: 'nächtlich',
      version: '3.14.3',
      start: '2023-11-14T22:13:20.000Z',
      scenarios: 'Browse, Bestellung 注文',
      assertions: '3',
      requests: '5',
      'failed requests': '2',
      groups: '2',
      'users started': '2',
      'users ended': '2',
      errors: '2',
    });
  });

  it('is the same in pieces of any size', () => {
    for (const piece of PIECES) expect(contentsOf(read(log, piece))).toEqual(contentsOf(result));
  });

  it('may have nothing but its first record', () => {
    expect(read(start()).report).toMatchObject({ rows: 0, rejectedRows: 0, firstInstantUs: null });
  });

  it('has Latin-1 that is not that of Windows, and every character of it', () => {
    const text = Array.from({ length: 256 - 33 }, (_, i) => String.fromCharCode(33 + i)).join('');
    expect(names(start().request([], text, 1, 2))).toEqual([text]);
  });

  it('has characters beyond 16 bits', () => {
    expect(names(start().request(['😀'], '🛒 ok', 1, 2))).toEqual(['🛒 ok']);
  });

  it('has a long cache that is filled while records are read', () => {
    for (const piece of [100, 4099, 1 << 20]) {
      const log = start();
      for (let i = 0; i < 5000; i++)
        log.request([`g${i % 50}`, `h${i % 7}`], `name ${i % 3000}`, i, i + 2, false, `m ${i}`);
      const requests = requestsOf(read(log, piece));
      expect(requests.map(({ name, group, message }) => [name, group, message])).toEqual(
        Array.from({ length: 5000 }, (_, i) => [`name ${i % 3000}`, `::g${i % 50}::h${i % 7}`, `m ${i}`]),
      );
    }
  });

  it('has one text for several uses', () => {
    const result = read(start().request(['x'], 'x', 1, 2, false, 'x').error('x', 3).group(['x'], 1, 2, 1));
    expect(samplesOf(result)).toMatchObject([
      { name: 'x', kind: 'request', group: '::x', message: 'x' },
      { name: 'x', kind: 'group', group: '::x' },
    ]);
    expect(pointsOf(result, 'errors')).toMatchObject([{ tags: { error: 'x' } }]);
  });

  it('has texts that are too long cut', () => {
    const long = 'ü'.repeat(MAX_TEXT_BYTES);
    const result = read(start().request([long], long, 1, 2, false, long), 10_000);
    const [request] = requestsOf(result);
    for (const text of [request!.name, request!.message!]) expect(text).toBe('ü'.repeat(MAX_TEXT_BYTES / 2));
    expect(request!.group).toHaveLength(MAX_TEXT_BYTES / 2 + 1);
    expect(result.report.warnings).toMatchObject([{ code: 'text-cut' }]);
  });
});

describe('oddities', () => {
  it('events without a request have no duration, and are counted', () => {
    const positive = RUN_MS;
    const negative = RUN_MS + 2 ** 30;
    expect([unmatchedEnd(positive) > 1e8, unmatchedEnd(negative) < -1e8]).toEqual([true, true]);
    for (const startMs of [positive, negative]) {
      for (const end of [unmatchedEnd(startMs), 5, -1]) {
        const log = new LogWriter().run({ startMs });
        const result = read(log.request([], 'a', 1, 2).request([], 'ws', 10, end).request([], 'b', 3, 4));
        expect(samplesOf(result).map(({ elapsedMs }) => elapsedMs)).toEqual([1, null, 1]);
        expect(result.report.warnings).toMatchObject([{ code: 'no-duration', count: 1 }]);
        expect(result.report.lastInstantUs).toBe((startMs + 10) * 1000);
      }
    }
  });

  it('a request without a name', () => {
    expect(names(start().request([], '', 1, 2))).toEqual(['(no name)']);
  });

  it('a request that starts before the run', () => {
    expect(samplesOf(read(start().request([], 'a', -5, 2)))).toMatchObject([
      { startMs: RUN_MS - 5, elapsedMs: 7 },
    ]);
  });
});

describe('records that are not kept', () => {
  it.each([
    ['a status that is none', (log: LogWriter) => log.request([], 'x', 1, 2, 7), 'neither OK nor KO'],
    ['a group without a name', (log: LogWriter) => log.group([], 1, 2, 1), 'a group without a name'],
    [
      'a group of negative time',
      (log: LogWriter) => log.group(['g'], 1, 2, -1),
      'a cumulated response time below zero',
    ],
    ['a group status that is none', (log: LogWriter) => log.group(['g'], 1, 2, 1, 2), 'neither OK nor KO'],
    ['an event that is none', (log: LogWriter) => log.user(0, 2, 1), 'neither start nor end of a user'],
    [
      'a scenario that is none',
      (log: LogWriter) => log.user(2, true, 1),
      'a user of a scenario that the run does not have',
    ],
    [
      'a negative scenario',
      (log: LogWriter) => log.user(-1, true, 1),
      'a user of a scenario that the run does not have',
    ],
  ])('%s: those behind it are read', (_, write, reason) => {
    const log = write(start().request([], 'a', 1, 2)).request([], 'b', 1, 2);
    for (const piece of PIECES) {
      const result = read(log, piece);
      expect(requestsOf(result).map(({ name }) => name)).toEqual(['a', 'b']);
      expect(result.transactions.map(({ name }) => name)).toEqual(['a', 'b']);
      // Records are counted from the first one, that of the run.
      expect(result.report.rejects).toMatchObject([{ line: 3, byte: log.ends[1], reason }]);
      expect(result.report.rejects[0]!.raw).toMatch(/^0[1-4]( [\da-f]{2}){8,79}$/u);
    }
  });

  it('a time before 1970', () => {
    const log = new LogWriter()
      .run({ startMs: 1000 })
      .request([], 'a', -2000, 2)
      .user(0, true, -2000)
      .error('e', -2000);
    expect(read(log.group(['g'], -2000, 1, 1)).report.rejects.map(({ reason }) => reason)).toEqual(
      Array(4).fill('a time stamp is not between 1970 and 2255'),
    );
  });

  it.each([
    ['a type that is none', [9, 1, 2, 3], 'there is no record of type 9'],
    ['zero bytes', Array(5000).fill(0), 'there is no record of type 0'],
    ['too many groups', [1, 0, 1, 0, 0], 'a number of groups that cannot be'],
    ['fewer groups than none', [1, 255, 255, 255, 255], 'a number of groups that cannot be'],
    ['a text with number 0', [1, 0, 0, 0, 0, 0, 0, 0, 0], 'a text with a wrong number'],
    ['a text far ahead', [1, 0, 0, 0, 0, 0, 0, 0, 99], 'a text with a wrong number'],
    ['an unknown text', [1, 0, 0, 0, 0, 255, 255, 255, 0], 'a text that was not written before'],
    ['the lowest number', [4, 128, 0, 0, 0], 'a text that was not written before'],
    ['a text of negative length', [4, 0, 0, 0, 3, 255, 0, 0, 0], 'a text with a length that cannot be'],
    ['a text of 2 GB', [4, 0, 0, 0, 3, 127, 255, 255, 255], 'a text with a length that cannot be'],
    ['an unknown coder', [4, 0, 0, 0, 3, 0, 0, 0, 2, 65, 66, 2], 'a text that is neither Latin-1 nor UTF-16'],
    ['half a character', [4, 0, 0, 0, 3, 0, 0, 0, 1, 65, 1], 'a text that is neither Latin-1 nor UTF-16'],
  ])('%s: nothing behind it can be read, what is before is kept', (_, bytes, reason) => {
    const log = start().request([], 'a', 1, 2);
    const at = log.ends[1]!;
    log.raw(bytes as number[]).request([], 'b', 1, 2);
    for (const piece of PIECES) {
      const result = read(log, piece);
      expect(requestsOf(result).map(({ name }) => name)).toEqual(['a']);
      expect(result.report.rejects).toMatchObject([
        { line: 3, byte: at, reason: `${reason}; nothing behind it can be read` },
      ]);
      expect(result.report.rejectedRows).toBe(1);
    }
  });

  it('one that goes on beyond what a record may have needs no more memory than that', () => {
    const log = start().request([], 'a', 1, 2).raw([1]).int(3).toBytes();
    const bytes = new Uint8Array(log.length + 3 * (4 + 4 + MAX_RECORD_BYTES / 2) + 100);
    bytes.set(log);
    const words = new DataView(bytes.buffer);
    for (let group = 0; group < 3; group++) {
      const at = log.length + group * (4 + 4 + MAX_RECORD_BYTES / 2 + 1);
      words.setInt32(at, 3 + group);
      words.setInt32(at + 4, MAX_RECORD_BYTES / 2);
    }
    const { report } = read(bytes, 3 << 20);
    expect(report).toMatchObject({ rows: 1, rejectedRows: 1 });
    expect(report.rejects[0]!.reason).toBe('longer than 8 MB; nothing behind it can be read');
  });

  it('one that is cut off at the end of the file', () => {
    const log = start().request([], 'a', 1, 2).request(['g'], 'b', 1, 2);
    for (let end = log.ends[1]! + 1; end < log.ends[2]!; end++) {
      const { report } = read(log.toBytes().slice(0, end));
      expect(report.rejects).toMatchObject([
        { line: 3, byte: log.ends[1], reason: 'cut off at the end of the file' },
      ]);
      expect(report.rows).toBe(1);
    }
  });
});

describe('a file that cannot be read at all', () => {
  it('ends inside its first record', () => {
    const bytes = new LogWriter().run({ assertions: [20] }).toBytes();
    for (let end = 1; end < bytes.length; end++) {
      const error = failureOf(() => read(bytes.slice(0, end)));
      expect(error).toMatchObject({ code: 'file-damaged', place: { byte: 0 } });
      expect(error.message).toBe('simulation.log ends inside its first record.');
    }
  });

  it.each([
    ['another first byte', new LogWriter().request([], 'x', 1, 2)],
    ['no version', new LogWriter().run({ version: 'nightly' })],
    ['no class', new LogWriter().run({ simulationClass: '' })],
    ['a start in the far future', new LogWriter().run({ startMs: 2 ** 53 })],
    ['a start before 1970', new LogWriter().run({ startMs: -1 })],
  ])('has %s', (_, log) => {
    const error = failureOf(() => read(log));
    expect(error.code).toBe('file-damaged');
    expect(error.message).toMatch(/^simulation.log does not start like a log of Gatling: .+\.$/u);
  });

  it('has a first record without end', () => {
    const log = new LogWriter().run().toBytes();
    const many = new LogWriter().run({ scenarios: ['x'] }).toBytes();
    // The number of assertions, the last four bytes, becomes a large one; each has a megabyte.
    const bytes = new Uint8Array(many.length + 20 * (4 + (1 << 20)));
    bytes.set(many);
    new DataView(bytes.buffer).setInt32(many.length - 4, 1000);
    for (let i = 0; i < 20; i++)
      new DataView(bytes.buffer).setInt32(many.length + i * (4 + (1 << 20)), 1 << 20);
    expect(failureOf(() => read(bytes, 4 << 20)).message).toBe(
      'simulation.log has a first record that does not end.',
    );
    expect(read(log).report.rows).toBe(0);
  });

  it('is a draft of the format', () => {
    const draft = (text: string): number[] => [0, 0, 0, Buffer.byteLength(text), ...Buffer.from(text)];
    const bytes = Uint8Array.of(
      0,
      ...draft('3.12.1'),
      ...draft('shop.Buy'),
      ...new LogWriter()
        .int(Math.floor(RUN_MS / 2 ** 32))
        .int(RUN_MS | 0)
        .toBytes(),
      ...draft(''),
      ...new LogWriter().int(1).toBytes(),
      ...draft('Übersicht'),
      ...new LogWriter().int(0).toBytes(),
    );
    for (const piece of [10, 1 << 20]) {
      const error = failureOf(() => read(bytes, piece));
      expect(error.code).toBe('file-damaged');
      expect(error.message).toContain('was written by an unreleased development version of Gatling 3.13');
      expect(error.hint).toContain('3.13.0 or newer');
    }
  });
});
