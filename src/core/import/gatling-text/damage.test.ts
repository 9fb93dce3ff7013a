import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentsOf, pointsOf, requestsOf, samplesOf } from '../gatling/testing/contents.ts';
import { MAX_RECORD_BYTES, MAX_TEXT_BYTES } from '../importer.ts';
import { fuzzRuns } from '../testing/fuzz-runs.ts';
import {
  layouts,
  logText,
  read,
  RUN_MS,
  runLine,
  type LogRecord,
  type TextLayout,
} from './testing/log-lines.ts';

/** Pieces in which each case is read: with one byte at a time, no line goes through the reader of regular ones. */
const PIECES = [1, 7, 64, 1 << 20];

const good = (name: string): string => `REQUEST\t\t${name}\t${RUN_MS}\t${RUN_MS + 5}\tOK\t `;
const namesOf = (text: string | Uint8Array, piece?: number): string[] =>
  requestsOf(read(text, piece)).map(({ name }) => name);

describe('bad lines are counted with place and reason, and no good line is lost', () => {
  it.each([
    ['of no type', 'BOGUS\t1\t2', 'not a record of Gatling'],
    ['of text', 'at java.lang.Thread.run', 'not a record of Gatling'],
    [
      'a request without status',
      `REQUEST\t\tx\t${RUN_MS}\t${RUN_MS}\tMAYBE\t `,
      'no OK or KO behind two time stamps',
    ],
    [
      'a request with a word for a time',
      `REQUEST\t\tx\tsoon\t${RUN_MS}\tOK\t `,
      'no OK or KO behind two time stamps',
    ],
    [
      'a request with an empty time',
      `REQUEST\t\tx\t\t${RUN_MS}\tOK\t `,
      'no OK or KO behind two time stamps',
    ],
    [
      'a request of the far future',
      `REQUEST\t\tx\t9999999999999\t9999999999999\tOK\t `,
      'a time stamp is not between 1970 and 2255',
    ],
    [
      'a request with too many cells',
      `REQUEST\ta\tb\tc\td\te\t1\t2\tOK\t `,
      'no OK or KO behind two time stamps',
    ],
    ['a user without event', `USER\tSc\t${RUN_MS}`, 'no START or END before a time stamp'],
    ['a user without time', 'USER\tSc\tSTART\tnow', 'no time stamp behind START or END'],
    ['a group without status', `GROUP\tg\t${RUN_MS}\t${RUN_MS}\t5`, 'no OK or KO behind three numbers'],
    ['a group without a name', `GROUP\t\t${RUN_MS}\t${RUN_MS}\t5\tOK`, 'a group without a name'],
    [
      'a group with a negative sum',
      `GROUP\tg\t${RUN_MS}\t${RUN_MS}\t-5\tOK`,
      'no OK or KO behind three numbers',
    ],
    ['an error without time', 'ERROR\twhat\tnever', 'an error without a time stamp'],
    ['a run without start', 'RUN\tshop.Buy\tbuy\tx\t \t3.0', 'RUN without the cells of a known version'],
    ['a lone type', 'REQUEST', 'no OK or KO behind two time stamps'],
  ])('%s', (_, line, reason) => {
    for (const piece of PIECES) {
      const text = `${runLine('3.4')}\n${good('first')}\n${line}\n${good('last')}\n`;
      const result = read(text, piece);
      expect(namesOf(text, piece)).toEqual(['first', 'last']);
      expect(result.report.rejects).toEqual([
        { line: 3, byte: text.indexOf(`\n${line}\n`) + 1, reason, raw: line.slice(0, 240) },
      ]);
      expect(result.transactions.map(({ name }) => name)).toEqual(['first', 'last']);
    }
  });

  it('in a hole of zero bytes', () => {
    for (const piece of PIECES) {
      for (const [text, names, rejects] of [
        [`${good('a')}\n${'\0'.repeat(5000)}${good('b')}\n`, ['a', 'b'], [2]],
        [`${good('a')}\nREQUEST\t\tx${'\0'.repeat(5000)}${good('b')}\n${good('c')}\n`, ['a', 'b', 'c'], [2]],
        [`${good('a')}\nREQUEST\t\tx${'\0'.repeat(50)}y\t1\n${good('c')}\n`, ['a', 'c'], [2, 2]],
        [`${good('a')}\n${'\0'.repeat(100)}`, ['a'], [2]],
      ] as const) {
        expect(namesOf(text, piece)).toEqual(names);
        const result = read(text, piece);
        expect(result.report.rejects.map(({ line }) => line)).toEqual(rejects);
        expect(result.report.rejects[0]!.reason).toContain('zero bytes');
      }
    }
  });

  it('in lines without end', () => {
    const long = 'x'.repeat(MAX_RECORD_BYTES + 100);
    const text = `${good('a')}\nREQUEST\t\t${long}\n${good('b')}\n`;
    const results = [3_333_333, 64 << 20].map((piece) => read(text, piece));
    for (const result of results) {
      expect(result.report.rejects).toMatchObject([{ line: 2, reason: 'longer than 8 MB' }]);
      expect(requestsOf(result).map(({ name }) => name)).toEqual(['a', 'b']);
    }
    expect(contentsOf(results[1]!)).toEqual(contentsOf(results[0]!));
  });
});

describe('oddities', () => {
  it('an end before the start: no duration, and counted', () => {
    const text = `${good('a')}\nREQUEST\t\tws\t${RUN_MS + 10}\t${RUN_MS}\tOK\t \nGROUP\tg\t${RUN_MS}\t5\t3\tOK\n${good('b')}\n`;
    for (const piece of PIECES) {
      const result = read(text, piece);
      expect(samplesOf(result).map(({ elapsedMs }) => elapsedMs)).toEqual([5, null, null, 5]);
      expect(result.report.warnings).toMatchObject([{ code: 'no-duration', count: 2 }]);
      expect(result.report.lastInstantUs).toBe((RUN_MS + 10) * 1000);
    }
  });

  it('an event that belongs to no request has no duration', () => {
    for (const end of ['-9223372036854775808', '9223372036854775808', '-1']) {
      const result = read(`REQUEST\t\tws\t${RUN_MS}\t${end}\tOK\t \n`);
      expect(samplesOf(result)).toMatchObject([{ startMs: RUN_MS, elapsedMs: null }]);
    }
    for (const end of ['-', '--1', '1-', '9'.repeat(20)]) {
      expect(read(`REQUEST\t\tws\t${RUN_MS}\t${end}\tOK\t \n`).report).toMatchObject({
        rows: 0,
        rejectedRows: 1,
      });
    }
  });

  it('a file without durations at all', () => {
    const result = read(`REQUEST\t\tws\t${RUN_MS + 10}\t${RUN_MS}\tOK\t \n`);
    expect(samplesOf(result)).toMatchObject([{ elapsedMs: null, ok: true }]);
  });

  it('a name that is missing', () => {
    expect(namesOf(`REQUEST\t\t\t${RUN_MS}\t${RUN_MS}\tOK\t \n`.repeat(3))).toEqual(
      Array(3).fill('(no name)'),
    );
  });

  it('texts that are too long are cut, between characters', () => {
    const long = `${'x'.repeat(MAX_TEXT_BYTES - 1)}ü${'y'.repeat(10)}`;
    const kept = 'x'.repeat(MAX_TEXT_BYTES - 1);
    for (const piece of [100_000, 1 << 20]) {
      const text = `REQUEST\t\t${long}\t${RUN_MS}\t${RUN_MS}\tKO\t${long}\n${good('b')}\n`.repeat(2);
      const result = read(text, piece);
      expect(requestsOf(result)).toMatchObject([{ name: kept, message: kept }, {}, { name: kept }, {}]);
      expect(result.report.warnings).toMatchObject([{ code: 'text-cut' }]);
    }
  });

  it('texts that are not UTF-8 are read as Latin-1', () => {
    const line = Buffer.from(`REQUEST\t\tMenü\t${RUN_MS}\t${RUN_MS}\tKO\tzurück\n`, 'latin1');
    const result = read(Buffer.concat([line, line]));
    expect(requestsOf(result)).toMatchObject([
      { name: 'Menü', message: 'zurück' },
      { name: 'Menü', message: 'zurück' },
    ]);
    expect(result.report.warnings).toMatchObject([{ code: 'not-utf8' }]);
  });

  it('a byte order mark, blank lines and assertions are passed over', () => {
    const text = `\uFEFFASSERTION\tAAEC\nASSERTION\tx\ty\n\n${runLine('3.4')}\r\n\r\n${good('a')}\n\n`;
    for (const piece of PIECES) {
      const { report } = read(text, piece);
      expect(report).toMatchObject({ rows: 1, rejectedRows: 0, toolVersion: '3.11.5' });
      expect(report.properties['assertions']).toBe('2');
    }
  });

  it('messages with cells behind them, with tabs, and of good requests', () => {
    const text =
      `REQUEST\tSc\t7\t\ta\t${RUN_MS}\t${RUN_MS}\tKO\tbroken\textra\tmore\n` +
      `REQUEST\tSc\t7\t\tb\t${RUN_MS}\t${RUN_MS}\tOK\n` +
      `REQUEST\tSc\t7\t\tc\t${RUN_MS}\t${RUN_MS}\tOK\tfine\n` +
      `REQUEST\tSc\t7\t\td\t${RUN_MS}\t${RUN_MS}\tKO\t\n`;
    expect(requestsOf(read(text.repeat(2))).map(({ message }) => message)).toEqual([
      'broken',
      null,
      'fine',
      null,
      'broken',
      null,
      'fine',
      null,
    ]);
    const error = `ERROR\tone\ttwo\t${RUN_MS}\n`;
    expect(pointsOf(read(error), 'errors')).toMatchObject([{ tags: { error: 'one two' } }]);
  });

  it('many different messages and names', () => {
    const lines = Array.from(
      { length: 3000 },
      (_, i) => `REQUEST\t\tname ${i % 700}\t${RUN_MS + i}\t${RUN_MS + i + 1}\tKO\tmessage ${i}\n`,
    );
    const result = read(lines.join(''));
    expect(requestsOf(result).map(({ name, message }) => `${name}, ${message}`)).toEqual(
      Array.from({ length: 3000 }, (_, i) => `name ${i % 700}, message ${i}`),
    );
    expect(contentsOf(read(lines.join(''), 1000))).toEqual(contentsOf(result));
  });

  it('the same request name in several groups stays apart by its tag', () => {
    const line = (groups: string): string => `REQUEST\t${groups}\tPOST\t${RUN_MS}\t${RUN_MS}\tOK\t \n`;
    const result = read([line('a'), line('a,b'), line(''), line('a')].join(''));
    expect(requestsOf(result).map(({ group }) => group)).toEqual(['::a', '::a::b', undefined, '::a']);
    expect(result.transactions).toHaveLength(1 + 2);
  });
});

describe('the end of the file', () => {
  it.each([
    [
      'a request',
      good('x').slice(0, -4),
      'cut off at the end of the file: no OK or KO behind two time stamps',
    ],
    ['half a type', 'REQ', 'cut off at the end of the file: not a record of Gatling'],
    [
      'a user',
      `USER\tSc\tEND\t${String(RUN_MS).slice(0, 9)}`,
      'cut off at the end of the file: the time stamp is cut off',
    ],
    [
      'an error',
      `ERROR\tno\t${String(RUN_MS).slice(0, 9)}`,
      'cut off at the end of the file: the time stamp is cut off',
    ],
  ])('inside %s makes one reject', (_, tail, reason) => {
    for (const piece of PIECES) {
      const result = read(`${runLine('3.4')}\n${good('a')}\n${tail}`, piece);
      expect(requestsOf(result)).toHaveLength(1);
      expect(result.report.rejects).toMatchObject([{ line: 3, reason, raw: tail }]);
    }
  });

  it('may come before the last line end', () => {
    for (const last of [good('b'), good('b').slice(0, -2), good('b').slice(0, -1)]) {
      expect(namesOf(`${runLine('3.4')}\n${good('a')}\n${last}`)).toEqual(['a', 'b']);
    }
    const user = `${runLine('3.4')}\nUSER\tSc\tSTART\t${RUN_MS}`;
    expect(read(user).report).toMatchObject({ rows: 1, rejectedRows: 0 });
  });

  it('may come before anything', () => {
    for (const text of [runLine('3.4'), `${runLine('2.0')}\n`, 'ASSERTION\tAAEC\n']) {
      expect(read(text).report).toMatchObject({
        rows: 0,
        rejectedRows: 0,
        firstInstantUs: null,
        lastInstantUs: null,
      });
    }
  });
});

const records: readonly LogRecord[] = [
  { type: 'user', scenario: 'Browse', isStart: true, at: 100 },
  { type: 'request', name: 'Home', start: 110, end: 160 },
  {
    type: 'request',
    name: 'View',
    groups: ['shop', 'list'],
    start: 170,
    end: 190,
    ok: false,
    message: 'is "ünknown"',
  },
  { type: 'group', groups: ['shop', 'list'], start: 165, end: 195, cumulated: 20 },
  { type: 'error', message: 'Never built', at: 400 },
  { type: 'request', name: 'Home', start: 900, end: 901 },
  { type: 'user', scenario: 'Browse', isStart: false, at: 1500 },
];

/** All that was read, record by record: what comes first must not depend on what comes later. */
function recordsOf(
  text: Uint8Array,
  piece = 1 << 20,
): { readonly samples: unknown[]; readonly rows: number } {
  const result = read(text, piece);
  return { samples: samplesOf(result), rows: result.report.rows };
}

describe.each(layouts)('any damage to layout %s', (layout: TextLayout) => {
  const bytes = new TextEncoder().encode(logText(layout, records));
  const lineEnds = [...bytes.keys()].filter((at) => bytes[at] === 10).map((at) => at + 1);
  const wholes = new Map([0, ...lineEnds].map((end) => [end, recordsOf(bytes.slice(0, end))]));
  const behinds = new Map(
    [...lineEnds, bytes.length].map((end) => [end, recordsOf(bytes.slice(end)).samples]),
  );
  const wholeUntil = (at: number) => wholes.get(lineEnds.filter((end) => end <= at).at(-1) ?? 0)!;

  it('cutting it anywhere keeps the lines before the cut', () => {
    for (let at = 0; at <= bytes.length; at++) {
      const cut = recordsOf(bytes.slice(0, at));
      const whole = wholeUntil(at);
      expect(cut.samples.slice(0, whole.samples.length)).toEqual(whole.samples);
      expect(cut.rows - whole.rows).toBeGreaterThanOrEqual(0);
      expect(cut.rows - whole.rows).toBeLessThanOrEqual(1);
    }
  });

  it('changing it keeps the lines before and behind, and reads the same in any pieces', () => {
    const change = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 30 }),
      fc
        .string({
          unit: fc.constantFrom('\t', '\n', '\r', '\0', '0', '9', 'K', 'O', 'x', ','),
          minLength: 1,
          maxLength: 20,
        })
        .map((text) => new TextEncoder().encode(text)),
    );
    fc.assert(
      fc.property(
        fc.nat(bytes.length - 1),
        change,
        fc.nat(5),
        fc.integer({ min: 1, max: 200 }),
        (at, by, gap, piece) => {
          // Overwrites, and takes away or pushes apart.
          const damaged = Uint8Array.of(...bytes.subarray(0, at), ...by, ...bytes.subarray(at + gap));
          const result = read(damaged);
          const whole = wholeUntil(at);
          expect(samplesOf(result).slice(0, whole.samples.length)).toEqual(whole.samples);
          const next = lineEnds.find((end) => end > at + gap + 1) ?? bytes.length;
          const behind = behinds.get(next)!;
          expect(samplesOf(result).slice(samplesOf(result).length - behind.length)).toEqual(behind);
          expect(contentsOf(read(damaged, piece))).toEqual(contentsOf(result));
        },
      ),
      { numRuns: fuzzRuns(60) },
    );
  });
});

it('any bytes at all are read without an exception', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.integer({ min: 1, max: 50 }), (bytes, piece) => {
      expect(contentsOf(read(bytes, piece))).toEqual(contentsOf(read(bytes)));
    }),
    { numRuns: fuzzRuns(200) },
  );
});
