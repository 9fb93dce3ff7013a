import { describe, expect, it } from 'vitest';
import { detectFormat } from '../detect.ts';
import { reasonsOf, warningsOf } from '../jmeter-csv/testing/jtl.ts';
import { resultFile } from '../jmeter-xml/testing/read-xml.ts';
import { importers } from '../registry.ts';
import { collect, headOf } from '../testing/collect.ts';
import { perfmonXml } from './perfmon-xml.ts';

const ELEMENT = 'kg.apc.jmeter.perfmon.PerfMonSampleResult';

/** A dump as XStream writes it: with settings in it that have the names of fields, too. */
function dump(fields: Readonly<Record<string, string | number>>): string {
  const lines = Object.entries(fields).map(([name, value]) => `  <${name}>${value}</${name}>`);
  return [
    `<${ELEMENT}>`,
    '  <saveConfig>\n    <label>true</label>\n    <success>false</success>\n  </saveConfig>',
    ...lines,
    '  <files class="java.util.concurrent.ConcurrentHashMap$KeySetView"><map><label>no</label></map></files>',
    `</${ELEMENT}>`,
  ].join('\n');
}

const reading = (label: string, elapsedTime: number | string, ts: number | string = 1000): string =>
  dump({ label, timeStamp: ts, startTime: ts, endTime: 0, success: 'true', elapsedTime, ts });

const read = (text: string, pieceBytes = 1 << 20) => collect(perfmonXml, text, { pieceBytes });

const scoresOf = (text: string): Record<string, number> =>
  Object.fromEntries(
    detectFormat(headOf(new TextEncoder().encode(text)), importers, 'none').candidates.map(
      ({ format, score }) => [format, score],
    ),
  );

describe('PerfMon XML', () => {
  it('is known by its elements', () => {
    const text = resultFile(reading('db-1 CPU', 5));
    expect(scoresOf(text)).toEqual({ 'perfmon-xml': 1, 'jmeter-xml': 0.6 });
    expect(scoresOf(resultFile(reading('db-1 CPU', 5), '<sample t="1" lb="x"/>'))).toEqual({
      'perfmon-xml': 0.4,
      'jmeter-xml': 1,
    });
    expect(scoresOf(reading('db-1 CPU', 5))).toEqual({ 'perfmon-xml': 0.85, 'jmeter-xml': 0.6 });
  });

  it.each([1, 13, 1 << 20])('gives points, in pieces of %d bytes', (piece) => {
    const result = read(
      resultFile(
        reading('db-1 CPU combined', 6_299_507, 1_700_000_000_000),
        reading('db-1 R&amp;D load', -1500),
        dump({ label: 'alone', elapsedTime: 1 }),
      ),
      piece,
    );
    expect(
      result.points.map(({ metric, value, at, tag_set: tags }) => [metric, value, at ?? null, tags ?? null]),
    ).toEqual([
      ['CPU combined', 6299.507, 1_700_000_000_000_000, { host: 'db-1' }],
      ['R&D load', -1.5, 1_000_000, { host: 'db-1' }],
      ['alone', 0.001, null, null],
    ]);
    expect(result.samples).toEqual([]);
    expect(result.report).toMatchObject({ rows: 3, rejectedRows: 0 });
  });

  it('takes the time from the fields that are there', () => {
    const { points } = read(
      resultFile(
        dump({ label: 'a CPU', elapsedTime: 1, timeStamp: 5 }),
        dump({ label: 'a CPU', elapsedTime: 1, startTime: 6 }),
      ),
    );
    expect(points.map((point) => point['at'])).toEqual([5000, 6000]);
  });

  it('counts errors of the agent, which are no readings', () => {
    const error = dump({
      label: 'x',
      success: 'false',
      elapsedTime: -1000,
      responseMessage: 'refused',
      ts: 1,
    });
    const result = read(resultFile(error, reading('db-1 CPU', 5)));
    expect(result.points).toHaveLength(1);
    expect(warningsOf(result)).toEqual({ 'perfmon-errors': 1 });
    expect(result.report.warnings[0]!.message).toContain('refused');
  });

  it.each([
    ['a PerfMon reading without a label', dump({ elapsedTime: 1, ts: 1 })],
    ['a PerfMon reading without elapsedTime, which holds its value', dump({ label: 'a CPU', ts: 1 })],
    ['elapsedTime of a PerfMon reading is no whole number: "fast"', reading('a CPU', 'fast')],
    ['elapsedTime of a PerfMon reading is no whole number: ""', reading('a CPU', '')],
    ['the time of a PerfMon reading is no whole number: "today"', reading('a CPU', 1, 'today')],
    ['a PerfMon reading that was not written to its end', reading('a CPU', 1).split('  <files')[0]!],
  ])('rejects %s, and reads on', (reason, element) => {
    const text = resultFile(reading('a CPU', 1), element, reading('a CPU', 2));
    for (const piece of [7, 1 << 20]) {
      const result = read(text, piece);
      expect(reasonsOf(result)).toEqual([reason]);
      expect(result.report.rejects[0]).toMatchObject({
        line: text.slice(0, text.lastIndexOf(element)).split('\n').length,
        byte: text.lastIndexOf(element),
        raw: `<${ELEMENT}>`,
      });
      expect(result.points.map((point) => point['value'])).toEqual([0.001, 0.002]);
    }
  });

  it('rejects a reading that is cut off at the end of the file', () => {
    const whole = resultFile(reading('a CPU', 1), reading('a CPU', 2));
    const cut = whole.slice(0, whole.lastIndexOf('<ts>'));
    const result = read(cut);
    expect(result.points).toHaveLength(1);
    expect(reasonsOf(result)).toEqual(['cut off at the end of the file']);
    expect(warningsOf(result)).toEqual({ 'no-end': 1 });
  });

  it('has samples beside the readings', () => {
    const sample = '<httpSample t="7" ts="1700000000000" s="true" lb="Home" rc="200" rm="OK" tn="T 1-1"/>';
    const { samples, points } = read(resultFile(reading('a CPU', 1), sample, reading('a CPU', 2), sample));
    expect(samples).toHaveLength(2);
    expect(points).toHaveLength(2);
  });

  it('knows readings that were saved again as samples', () => {
    const again = (label: string, thread: string): string =>
      `<sample t="6000" ts="1700000000000" s="true" lb="${label}" rc="" rm=""${thread}/>`;
    const result = read(
      resultFile(again('a CPU', ' tn=""'), again('a CPU', ''), again('a CPU', ' tn="T 1-1"')),
    );
    expect(result.points).toHaveLength(1);
    expect(result.samples).toHaveLength(2);
    expect(warningsOf(result)).toEqual({ 'perfmon-doubtful': 1 });
  });
});
