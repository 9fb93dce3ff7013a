import { describe, expect, it } from 'vitest';
import { jmeterCsv } from './jmeter-csv.ts';
import {
  DEFAULT_HEADER,
  jtl,
  kindsOf,
  labelsOf,
  read,
  reasonsOf,
  row,
  START_MS,
  warningsOf,
} from './testing/jtl.ts';
import { openReader } from './testing/open-reader.ts';
import { headOf } from '../testing/collect.ts';
import { ArrayPool } from '../array-pool.ts';
import { IdAllocator } from '../byte-dictionary.ts';

const START_US = START_MS * 1000;

describe('a row of the default columns', () => {
  it('becomes a sample', () => {
    const { samples, report } = read(jtl(row({ at: 250, failure: 'odd', success: 'false', code: '500' })));
    expect(samples).toEqual([
      {
        transaction: { localId: 0, name: 'Home', kind: 'request', method: null },
        started_at: START_US + 250_000,
        elapsed_ms: 100,
        ok: false,
        code: '500',
        message: 'OK',
        failure: 'odd',
        thread: 'Thread Group 1-1',
        url: 'https://shop.test/',
        received_bytes: 1234,
        sent_bytes: 321,
        group_threads: 5,
        all_threads: 7,
        latency_ms: 80,
        idle_ms: 0,
        connect_ms: 12,
      },
    ]);
    expect(report).toMatchObject({
      rows: 1,
      rejectedRows: 0,
      rejects: [],
      firstInstantUs: START_US + 250_000,
      lastInstantUs: START_US + 250_000,
      clockTickMs: 1,
      toolVersion: null,
      warnings: [],
      properties: {
        header: 'yes',
        delimiter: 'comma',
        columns: DEFAULT_HEADER.replaceAll(',', ', '),
        'line ends': 'LF',
        'time stamps': 'epoch milliseconds',
        'columns not kept': 'dataType',
      },
    });
  });

  it('has nulls for empty cells and for the URL null', () => {
    const { samples } = read(
      jtl(
        row({
          code: '',
          message: '',
          thread: '',
          url: 'null',
          latency: '',
          idle: '',
          connect: '',
          bytes: '',
          sent: '',
        }),
        row(),
      ),
    );
    expect(samples[0]).toMatchObject({
      elapsed_ms: 100,
      code: null,
      message: null,
      thread: null,
      url: null,
      received_bytes: null,
      sent_bytes: null,
      latency_ms: null,
      idle_ms: null,
      connect_ms: null,
    });
  });

  it('keeps large numbers', () => {
    const { samples } = read(
      jtl(row({ elapsed: 4_294_967_297, bytes: 9_007_199_254_740_991, latency: 2_147_483_648 })),
    );
    expect(samples[0]).toMatchObject({
      elapsed_ms: 4_294_967_297,
      received_bytes: 9_007_199_254_740_991,
      latency_ms: 2_147_483_648,
    });
  });

  it('counts success in any letter case, and everything else as failed', () => {
    const { samples, report } = read(
      jtl(
        ...['true', 'TRUE', 'True', '"true"', 'false', 'FALSE', '', 'yes'].map((success) => row({ success })),
      ),
    );
    expect(samples.map(({ ok }) => ok)).toEqual([true, true, true, true, false, false, false, false]);
    expect(warningsOf({ report } as never)).toEqual({ 'odd-success': 2 });
  });

  it('leaves numbers beside elapsed empty when they are wrong, and says so', () => {
    const result = read(
      jtl(row({ latency: 'x', connect: '-5', bytes: '1.5', all: '99999999999' }), row({ latency: 'NaN' })),
    );
    expect(result.samples[0]).toMatchObject({ elapsed_ms: 100, all_threads: null, connect_ms: null });
    expect(result.samples.map((sample) => sample['latency_ms'])).toEqual([undefined, undefined]);
    expect(warningsOf(result)).toEqual({
      'no-number-Latency': 2,
      'no-number-Connect': 1,
      'no-number-bytes': 1,
      'no-number-allThreads': 1,
    });
  });
});

describe('columns', () => {
  it('may come in any order and number', () => {
    const { samples } = read('success,Connect,label,elapsed,timeStamp\ntrue,3,Home,7,1700000000000\n');
    expect(samples).toEqual([
      {
        transaction: { localId: 0, name: 'Home', kind: 'request', method: null },
        started_at: START_US,
        elapsed_ms: 7,
        ok: true,
        connect_ms: 3,
      },
    ]);
  });

  it('that are not of JMeter itself become tags', () => {
    const { samples, texts } = read(
      'timeStamp,elapsed,label,success,Filename,Encoding,SampleCount,ErrorCount,Hostname,"user","region, code"\n' +
        '1700000000000,1,A,true,a.txt,UTF-8,1,0,gen-1,ann,north\n' +
        '1700000000001,1,A,true,,,1,0,,,\n' +
        '1700000000002,1,A,false,,,3,2,gen-1,"b ""o"" b","south,\neast"\n' +
        '1700000000003,1,A,true,a.txt,UTF-8,1,0,gen-1,ann,north\n',
    );
    const first = { file: 'a.txt', encoding: 'UTF-8', host: 'gen-1', user: 'ann', 'region, code': 'north' };
    expect(samples.map((sample) => sample['tag_set'])).toEqual([
      first,
      null,
      { SampleCount: '3', ErrorCount: '2', host: 'gen-1', user: 'b "o" b', 'region, code': 'south,\neast' },
      first,
    ]);
    expect(texts.size).toBe(0);
  });

  it('of success, elapsed and time may be missing: that is said', () => {
    const result = read('label,responseCode,responseMessage\nA,200,OK\nB,,\n');
    expect(labelsOf(result)).toEqual(['A', 'B']);
    expect(result.samples[0]).toEqual({
      transaction: { localId: 0, name: 'A', kind: 'request', method: null },
      code: '200',
      message: 'OK',
    });
    expect(Object.keys(warningsOf(result))).toEqual(['no-success', 'no-elapsed']);
    expect(result.report).toMatchObject({ firstInstantUs: null, lastInstantUs: null });
  });

  it('of label may be missing or empty', () => {
    expect(labelsOf(read('timeStamp,elapsed,success\n1700000000000,5,true\n'))).toEqual(['(no label)']);
    expect(labelsOf(read(jtl(row({ label: '' }), row({ label: '""' }), row())))).toEqual([
      '(no label)',
      '(no label)',
      'Home',
    ]);
  });
});

describe('a file without a header', () => {
  it('is read by the columns that are assumed, and that is said', () => {
    const result = read(`${row()}\n${row({ at: 1, label: 'Cart' })}\n`);
    expect(labelsOf(result)).toEqual(['Home', 'Cart']);
    expect(result.samples[0]).toMatchObject({ connect_ms: 12, url: 'https://shop.test/' });
    expect(result.report.warnings).toEqual([
      {
        code: 'no-header',
        count: 1,
        message:
          'The file has no header; its 17 columns were taken for those of JMeter 5 and later by default.',
      },
    ]);
    expect(result.report.properties).toMatchObject({ header: 'no' });
  });
});

describe('text', () => {
  it('keeps delimiters, quotes and line breaks of quoted cells', () => {
    const { samples } = read(
      jtl(
        row({
          label: '"a, ""b"""',
          message: '"one\r\ntwo"',
          failure: '"""id"" is 5"',
          url: '"https://x/?a=1,2"',
        }),
        row({ label: '"  "', message: '","', failure: '""""' }),
      ),
    );
    expect(samples).toMatchObject([
      {
        transaction: { name: 'a, "b"' },
        message: 'one\r\ntwo',
        failure: '"id" is 5',
        url: 'https://x/?a=1,2',
      },
      { transaction: { name: '  ' }, message: ',', failure: '"' },
    ]);
  });

  it('keeps quotes inside cells that do not start with one', () => {
    expect(labelsOf(read(jtl(row({ label: 'say "hi"' }), row({ label: 'x"' }))))).toEqual(['say "hi"', 'x"']);
  });

  it('is one transaction, quoted or not', () => {
    const result = read(jtl(row({ label: 'Home' }), row({ label: '"Home"' }), row({ label: 'Home' })));
    expect(result.transactions).toHaveLength(1);
  });

  it('with a delimiter in quotes is not found again where two cells look like it', () => {
    // The second row has one cell too many: `a` and `b` are not the text `a,b` of the first.
    const result = read(
      jtl(row({ failure: '"a,b"' }), row({ failure: 'a,b' }), row({ failure: '"a,b"' }), row()),
    );
    expect(result.samples.map((sample) => sample['failure'])).toEqual(['a,b', 'a,b', null]);
    expect(reasonsOf(result)).toEqual(['18 columns, 17 expected']);
  });

  it('may hold anything that is text', () => {
    const labels = ['Ünïcödé 日本 😀', ' leading and trailing ', "it's; a|b\tc", '\u0000x', 'null', 'a\rb'];
    expect(labelsOf(read(jtl(...labels.map((label) => row({ label })), row({ label: 'end' }))))).toEqual([
      ...labels,
      'end',
    ]);
  });

  it('that is not UTF-8 is read as Latin-1', () => {
    const bytes = new TextEncoder().encode(
      jtl(row({ label: 'Gr#n', message: 'Gr#n' }), row({ label: 'Gr#n' })),
    );
    const result = read(bytes.map((byte) => (byte === 35 ? 0xfc : byte)));
    expect(labelsOf(result)).toEqual(['Grün', 'Grün']);
    expect(result.samples[0]).toMatchObject({ message: 'Grün' });
    expect(warningsOf(result)).toEqual({ 'not-utf8': 1 });
  });

  it('longer than 64 kB is cut between characters', () => {
    const label = `x${'é'.repeat(600_000)}`;
    const result = read(jtl(row({ label }), row()), 100_000);
    expect(labelsOf(result)).toEqual([`x${'é'.repeat(32_767)}`, 'Home']);
    expect(warningsOf(result)).toEqual({ 'text-cut': 1 });
    expect(result.report.rejectedRows).toBe(0);
  });

  it('of 100,000 different labels is kept', () => {
    const rows = Array.from({ length: 100_000 }, (_, i) =>
      row({ label: `Label ${i}`, url: `https://shop.test/${i}` }),
    );
    const bytes = new TextEncoder().encode(jtl(...rows));
    const { reader, transactions, textCount } = openReader(bytes);
    expect(reader.consume(bytes, bytes.length, true)).toBe(bytes.length);
    expect(reader.finish()).toMatchObject({ rows: 100_000, rejectedRows: 0 });
    expect(transactions.map(({ name }) => name)).toEqual(rows.map((_, i) => `Label ${i}`));
    // The URLs, and one code, message and thread.
    expect(textCount()).toBe(100_003);
  });

  it('of more different messages than a dictionary holds is kept', () => {
    const rows = Array.from({ length: 230_000 }, (_, i) =>
      row({ thread: `T ${i}`, message: i % 3 === 0 ? '"a,b"' : `message ${i}` }),
    );
    const { report, samples } = read(
      [DEFAULT_HEADER, ...rows, row({ thread: 'T 0', message: 'a,b' }), ''].join('\n'),
    );
    expect(report.rows).toBe(230_000);
    expect(report.rejects.map(({ reason }) => reason)).toEqual(['18 columns, 17 expected']);
    expect(samples.every((sample, i) => sample['thread'] === `T ${i}`)).toBe(true);
    expect(samples[229_999]).toMatchObject({ message: 'message 229999' });
    expect(samples[229_998]).toMatchObject({ message: 'a,b' });
  });
});

describe('time stamps', () => {
  it.each([
    ['1700000000', 1_700_000_000_000_000, 'epoch seconds'],
    ['1700000000123456', 1_700_000_000_123_456, 'epoch microseconds'],
    ['2023/11/14 22:13:20.000', START_US, 'local date and time'],
    ['2023/11/14 22:13:20', START_US, 'local date and time'],
    ['2023-11-14 22:13:20.000', START_US, 'local date and time'],
    ['11/14/23 22:13:20', START_US, 'local date and time'],
    ['2023-11-14T23:13:20+0100', START_US, 'date and time with zone'],
  ])('%s', (at, us, form) => {
    const { samples, report } = read(jtl(row({ at }), row({ at })));
    expect(samples.map((sample) => [sample['started_at'], sample['elapsed_ms']])).toEqual([
      [us, 100],
      [us, 100],
    ]);
    expect(report).toMatchObject({ clockTickMs: 1, firstInstantUs: us, properties: { 'time stamps': form } });
  });

  it('of 19 digits make all times nanoseconds', () => {
    const { samples, report } = read(
      jtl(row({ at: '1700000000123456789', elapsed: 351_000_000, latency: 2_500_000, idle: 0, connect: 1 })),
    );
    expect(samples[0]).toMatchObject({
      started_at: 1_700_000_000_123_456,
      elapsed_ms: 351,
      latency_ms: 2.5,
      idle_ms: 0,
      connect_ms: 1e-6,
    });
    expect(report).toMatchObject({ clockTickMs: 1e-6, warnings: [{ code: 'nanoseconds', count: 1 }] });
  });

  it('without a zone are taken for the clock of the chosen zone', () => {
    const text = jtl(row({ at: '2024/10/27 01:59:59' }), row({ at: '2024/10/27 02:30:00' }));
    const { samples, report } = read(text, 1 << 20, 'Europe/Berlin');
    expect(samples.map((sample) => sample['started_at'])).toEqual([
      Date.parse('2024-10-26T23:59:59Z') * 1000,
      Date.parse('2024-10-27T01:30:00Z') * 1000,
    ]);
    expect(report.properties).toMatchObject({ 'time zone': 'Europe/Berlin' });
    expect(report.warnings).toMatchObject([{ code: 'time-twice', count: 1 }]);
    expect(read(text, 1 << 20, 'Asia/Tokyo').report.warnings).toEqual([]);
    expect(read(jtl(row({ at: '2024/03/31 02:30:00' })), 1, 'Europe/Berlin').report.warnings).toMatchObject([
      { code: 'time-skipped', count: 1 },
    ]);
  });

  it('of 0 or nothing have no instant, but 0 counts as the first', () => {
    const { samples, report } = read(jtl(row({ at: '0' }), row({ at: '' }), row()));
    expect(samples.map((sample) => sample['started_at'])).toEqual([null, null, START_US]);
    expect(report).toMatchObject({
      rows: 3,
      firstInstantUs: 0,
      lastInstantUs: START_US,
      warnings: [{ code: 'zero-time-stamp', count: 1 }],
    });
  });

  it('may run backwards', () => {
    const { samples, report } = read(jtl(row({ at: 500 }), row({ at: -200_000 }), row({ at: 100 })));
    expect(samples).toHaveLength(3);
    expect(report).toMatchObject({
      firstInstantUs: START_US - 200_000_000,
      lastInstantUs: START_US + 500_000,
    });
  });
});

describe('kinds of rows', () => {
  const controller = (samples: number): string =>
    `"Number of samples in transaction : ${samples}, number of failing samples : 0"`;

  it('are told by message, label and time', () => {
    const result = read(
      jtl(
        row({ label: 'Home', elapsed: 100 }),
        row({ label: 'Home-0', elapsed: 40 }),
        row({ label: 'Home-1', at: 40, elapsed: 60 }),
        row({ label: 'Cart', at: 110, message: 'Number of things' }),
        row({ label: 'Shopping', elapsed: 210, message: controller(2) }),
        row({ label: 'Nothing', at: 999_999, elapsed: 0, message: controller(0), thread: '' }),
        row({ label: 'Shopping', at: 300, message: controller(12) }),
      ),
    );
    expect(kindsOf(result)).toEqual([
      'request',
      'sub-result',
      'sub-result',
      'request',
      'transaction',
      'transaction',
    ]);
    expect(labelsOf(result)).not.toContain('Nothing');
    expect(result.report).toMatchObject({
      rows: 6,
      rejectedRows: 0,
      // The left out row stands in the file, too.
      lastInstantUs: START_US + 999_999_000,
      properties: {
        'transaction controller rows': '2',
        'empty transaction controller rows': '1',
        'sub-result rows': '2',
      },
    });
    expect(warningsOf(result)).toEqual({ 'empty-transactions': 1 });
  });

  it('are told per load generator where the file names it', () => {
    const header = 'timeStamp,elapsed,label,threadName,success,Hostname\n';
    const line = (at: number, elapsed: number, label: string, host: string): string =>
      `${START_MS + at},${elapsed},${label},T 1-1,true,${host}\n`;
    const rows = Array.from({ length: 9 }, (_, i) => line(i, 100, 'Home', `gen-${i}`));
    const redirects = Array.from({ length: 9 }, (_, i) => line(i, 100 - i, 'Home-0', `gen-${i}`));
    const result = read(header + rows.join('') + redirects.join(''));
    expect(kindsOf(result).filter((kind) => kind === 'sub-result')).toHaveLength(9);
  });

  it('warn of rows that lie inside each other without being told apart', () => {
    const result = read(
      jtl(row({ elapsed: 1000 }), row({ label: 'style.css', at: 20 }), row({ label: 'Cart', at: 1000 })),
    );
    expect(kindsOf(result)).toEqual(['request', 'request', 'request']);
    expect(result.report.warnings).toMatchObject([{ code: 'covered-rows', count: 1 }]);
  });
});

describe('line ends', () => {
  it.each([
    ['LF', '\n', 'LF'],
    ['CR LF', '\r\n', 'CR LF'],
  ])('%s', (_, end, property) => {
    const { report, samples } = read(jtl(row(), row({ label: 'Cart' })).replaceAll('\n', end));
    expect(samples).toHaveLength(2);
    expect(samples[1]).toMatchObject({ connect_ms: 12 });
    expect(report.properties['line ends']).toBe(property);
  });

  it('may be mixed, and missing behind the last row', () => {
    const { report, samples } = read(`${DEFAULT_HEADER}\r\n${row()}\n${row()}\r\n${row()}`);
    expect(samples).toHaveLength(3);
    expect(report.properties['line ends']).toBe('mixed');
    expect(read(`${DEFAULT_HEADER}\r\n${row()}\r\n${row()}`).report.properties['line ends']).toBe('CR LF');
  });

  it('are no part of a text in the last column', () => {
    const text = 'timeStamp,elapsed,label,success,Hostname\r\n1700000000000,5,A,true,gen-1\r\n';
    for (const copies of [1, 20]) {
      const { samples } = read(text + '1700000000001,5,A,true,gen-1\r\n'.repeat(copies));
      expect(new Set(samples.map((sample) => (sample['tag_set'] as { host: string }).host))).toEqual(
        new Set(['gen-1']),
      );
    }
  });

  it('may stand on lines of their own', () => {
    const { report } = read(`\n\r\n${DEFAULT_HEADER}\n\n${row()}\n\r\n\n${row({ elapsed: 'x' })}\n\n`);
    expect(report).toMatchObject({ rows: 1, rejectedRows: 1, rejects: [{ line: 8 }] });
  });
});

describe('a byte order mark', () => {
  it('is passed over', () => {
    expect(read(`\uFEFF${jtl(row())}`).report.rows).toBe(1);
    expect(read(`\uFEFF${jtl(row())}`, 1).report.rows).toBe(1);
    expect(read(`\uFEFF${row()}\n`).report.rows).toBe(1);
  });
});

describe('a header in the middle', () => {
  it('of the same columns is passed over', () => {
    const result = read(jtl(row(), DEFAULT_HEADER, row({ label: 'Cart' })));
    expect(labelsOf(result)).toEqual(['Home', 'Cart']);
    expect(result.report.rejectedRows).toBe(0);
    expect(warningsOf(result)).toEqual({ 'header-repeated': 1 });
  });

  it('of other columns holds for the rows below it', () => {
    const result = read(
      jtl(
        row({ connect: 9 }),
        'timeStamp,elapsed,label,success,Connect,"user"',
        '1700000000001,7,Cart,true,5,ann',
        '1700000000002,8,Cart,false,6,bob',
        DEFAULT_HEADER,
        row(),
      ),
    );
    expect(labelsOf(result)).toEqual(['Home', 'Cart', 'Cart', 'Home']);
    expect(result.transactions).toHaveLength(2);
    expect(result.samples).toMatchObject([
      { connect_ms: 9, code: '200' },
      { connect_ms: 5, tag_set: { user: 'ann' } },
      { connect_ms: 6, tag_set: { user: 'bob' }, ok: false },
      { connect_ms: 12, code: '200' },
    ]);
    expect(warningsOf(result)).toEqual({ 'header-changed': 2 });
    expect(result.report.rejectedRows).toBe(0);
  });
});

describe('a file that is no JTL', () => {
  it('cannot be opened as one', () => {
    const emit = {
      batch: never,
      texts: never,
      tagSets: never,
      transactions: never,
      metrics: never,
      report: never,
    };
    const open = () =>
      jmeterCsv.open({
        head: headOf(new TextEncoder().encode('a,b,c\n1,2,3\n'), 'other.csv'),
        options: { timeZone: 'UTC' },
        arrays: new ArrayPool(),
        textIds: new IdAllocator(1),
        tagSetIds: new IdAllocator(1),
        emit,
      });
    expect(open).toThrow('other.csv does not start like a JMeter CSV file.');
  });
});

function never(): never {
  throw new Error('Nothing should be emitted');
}
