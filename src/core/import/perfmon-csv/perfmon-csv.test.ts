import { describe, expect, it } from 'vitest';
import { detectFormat } from '../detect.ts';
import { jtl, row, warningsOf } from '../jmeter-csv/testing/jtl.ts';
import { jmeterCsv } from '../jmeter-csv/jmeter-csv.ts';
import { importers } from '../registry.ts';
import { collect, headOf } from '../testing/collect.ts';
import { perfmonCsv } from './perfmon-csv.ts';
import { probePerfmonCsv } from './probe.ts';

/** A row as the plugin writes it. */
const reading = (label: string, thousandfold: number | string, at = 0): string =>
  row({
    at,
    label,
    elapsed: thousandfold,
    code: '',
    message: '',
    thread: '',
    dataType: '',
    bytes: 0,
    sent: 0,
    group: 0,
    all: 0,
    url: 'null',
    latency: 0,
    connect: 0,
  });

const probe = (text: string) => probePerfmonCsv(headOf(new TextEncoder().encode(text)));
const formatOf = (text: string): string | undefined =>
  detectFormat(headOf(new TextEncoder().encode(text), 'perfmon.jtl'), importers, 'none').best?.format;

describe('probing PerfMon CSV', () => {
  it('is certain where every row is a reading, and says why', () => {
    expect(probe(jtl(reading('db-1 CPU', 1), reading('db-1 Network I/O bytesrecv', 2)))).toEqual({
      score: 1,
      reasons: [
        'labels of host and metric: db-1 CPU, db-1 Network I/O bytesrecv',
        'no thread, code or message in any row',
      ],
    });
    expect(formatOf(jtl(reading('db-1 CPU', 1)))).toBe('perfmon-csv');
  });

  it.each([
    'CPU',
    'Memory unit=mb:free',
    'Swap',
    'Disks I/O',
    'Network I/O',
    'TCP',
    'JMX gc-time',
    'EXEC x y',
    'TAIL f',
  ])('knows the metric %s', (metric) => {
    expect(formatOf(jtl(reading(`10.0.0.1 ${metric}`, 5)))).toBe('perfmon-csv');
  });

  it.each([
    ['a thread', row({ label: 'db-1 CPU' })],
    ['another label', reading('db-1 CPUs', 5)],
    ['no host', reading('CPU', 5)],
  ])('is not so for rows with %s', (_, line) => {
    expect(probe(jtl(line)).score).toBe(0);
    expect(formatOf(jtl(line))).toBe('jmeter-csv');
  });

  it('gives way to JMeter where samples stand between the readings', () => {
    const mixed = jtl(reading('db-1 CPU', 5), row());
    expect(probe(mixed)).toMatchObject({ score: 0.4 });
    expect(probe(mixed).reasons).toContain('samples between the readings: 1 of 2 rows');
    expect(formatOf(mixed)).toBe('jmeter-csv');
  });

  it('gives way where nothing tells readings from samples', () => {
    const text = 'timeStamp,elapsed,label,success\n1700000000000,5,db-1 CPU,true\n';
    expect(probe(text)).toMatchObject({ score: 0.65 });
    expect(formatOf(text)).toBe('jmeter-csv');
  });

  it('knows a file without a header', () => {
    const rows = Array.from({ length: 5 }, (_, i) => reading('db-1 CPU', 100, i));
    expect(formatOf(`${rows.join('\n')}\n`)).toBe('perfmon-csv');
  });
});

describe('readings among the rows of a JTL', () => {
  it('become points: value, time, host and metric', () => {
    const { points, samples, metrics, report } = collect(
      perfmonCsv,
      jtl(
        reading('db-1 CPU combined', 23_456, 7),
        reading('db-2 CPU combined', -1500, 8),
        reading('db-1 TCP', 0, 9),
      ),
    );
    expect(points).toEqual([
      { metric: 'CPU combined', at: 1_700_000_000_007_000, value: 23.456, tag_set: { host: 'db-1' } },
      { metric: 'CPU combined', at: 1_700_000_000_008_000, value: -1.5, tag_set: { host: 'db-2' } },
      { metric: 'TCP', at: 1_700_000_000_009_000, value: 0, tag_set: { host: 'db-1' } },
    ]);
    expect(samples).toEqual([]);
    expect(metrics).toEqual([
      { localId: 0, name: 'CPU combined', kind: 'gauge', contains: 'default', thresholds: [] },
      { localId: 1, name: 'TCP', kind: 'gauge', contains: 'default', thresholds: [] },
    ]);
    expect(report).toMatchObject({ rows: 3, rejectedRows: 0, properties: { 'PerfMon readings': '3' } });
  });

  it('never become samples, wherever they stand', () => {
    const rows = Array.from({ length: 3000 }, (_, i) =>
      i % 3 === 0 ? reading('db-1 CPU', 6_299_507, i) : row({ at: i, elapsed: 10, label: 'Home' }),
    );
    const { samples, points } = collect(jmeterCsv, jtl(...rows));
    expect(points).toHaveLength(1000);
    expect(samples).toHaveLength(2000);
    expect(new Set(samples.map((sample) => sample['elapsed_ms']))).toEqual(new Set([10]));
    expect(new Set(points.map((point) => point['value']))).toEqual(new Set([6299.507]));
  });

  it('are not made of samples with a thread', () => {
    const { samples, points } = collect(perfmonCsv, jtl(reading('db-1 CPU', 5), row({ label: 'web CPU' })));
    expect(points).toHaveLength(1);
    expect(samples).toHaveLength(1);
  });

  it('are doubtful without a thread column: a warning for JMeter, readings for PerfMon', () => {
    const text =
      'timeStamp,elapsed,label,success\n1700000000000,5000,db-1 CPU,true\n1700000000000,7,Home,true\n';
    const asJmeter = collect(jmeterCsv, text);
    expect(asJmeter.samples).toHaveLength(2);
    expect(warningsOf(asJmeter)).toEqual({ 'perfmon-doubtful': 1 });
    const asPerfmon = collect(perfmonCsv, text);
    expect(asPerfmon.points).toMatchObject([{ metric: 'CPU', value: 5 }]);
    expect(asPerfmon.samples).toHaveLength(1);
  });

  it('counts errors of the plugin, which are no readings', () => {
    const error = row({
      label: 'Connection refused',
      elapsed: -1000,
      code: '',
      message: 'Connection refused (db-1 CPU)',
      thread: '',
      success: 'false',
    });
    const result = collect(jmeterCsv, jtl(reading('db-1 CPU', 5), error, error));
    expect(result.points).toHaveLength(1);
    expect(result.samples).toEqual([]);
    expect(result.report).toMatchObject({ rows: 1, rejectedRows: 0 });
    expect(result.report.warnings).toEqual([
      {
        code: 'perfmon-errors',
        message: 'PerfMon wrote errors instead of readings; the first is: Connection refused (db-1 CPU).',
        count: 2,
      },
    ]);
  });

  it('still rejects samples with a negative time', () => {
    const { report, samples } = collect(
      jmeterCsv,
      jtl(row({ elapsed: -5 }), row({ elapsed: -5, thread: '' }), row()),
    );
    expect(report.rejects.map(({ reason }) => reason)).toEqual([
      'elapsed is negative',
      'elapsed is negative',
    ]);
    expect(samples).toHaveLength(1);
  });
});
