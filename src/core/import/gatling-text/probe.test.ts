import { describe, expect, it } from 'vitest';
import { headOf } from '../testing/collect.ts';
import { probeGatlingText } from './probe.ts';
import { layouts, logText, recordLine, runLine, type LogRecord } from './testing/log-lines.ts';

/** By layout, where the RUN line can be trusted. */
const versions = new Map<string, string>([
  ['3.0', '3.3.1'],
  ['3.4', '3.11.5'],
]);

const probe = (text: string) => probeGatlingText(headOf(new TextEncoder().encode(text)));

const records: readonly LogRecord[] = [
  { type: 'user', scenario: 'Browse', isStart: true, at: 100 },
  { type: 'request', name: 'Home', start: 110, end: 160 },
  { type: 'group', groups: ['shop'], start: 165, end: 195, cumulated: 20 },
  { type: 'error', message: 'Never built', at: 400 },
];

describe('the text log is recognised', () => {
  it.each(layouts)('by the RUN line of layout %s', (layout) => {
    for (const text of [runLine(layout), logText(layout, records), logText(layout, records, '\r\n')]) {
      expect(probe(text).score).toBe(0.98);
      expect(probe(`ASSERTION\tAAEC\nASSERTION\tAAED\n${text}`).score).toBe(0.98);
      expect(probe(`\uFEFF${text}`).score).toBe(0.98);
    }
    expect(probe(runLine(layout)).toolVersion).toBe(versions.get(layout));
  });

  it.each(layouts)('by the records of layout %s where the RUN line is lost', (layout) => {
    for (const record of records) {
      const line = recordLine(layout, record);
      if (line === null) continue;
      // What is written under the wrong header tells nothing by itself.
      if (layout === '2.2' && record.type === 'error') continue;
      expect(probe(`${line}\n`).score).toBeCloseTo(0.9);
      expect(probe(`${line}\r\n`).score).toBeCloseTo(0.9);
      expect(probe(`half a line\n${`${line}\n`.repeat(9)}`).score).toBeGreaterThan(0.5);
    }
  });
});

it.each([
  ['nothing', ''],
  ['text', 'RUN for your life\nREQUEST denied\n'],
  ['JMeter', 'timeStamp,elapsed,label\n1,2,3\n'],
  ['tab separated JMeter', 'timeStamp\telapsed\tlabel\n1700000000000\t2\tRUN\n'],
  ['k6', '{"type":"Point","metric":"vus"}\n'],
  ['tab separated columns', 'a\tb\tRUN\n1\t2\t3\n'],
  ['a single known line among others', `${'x\ty\n'.repeat(5)}USER\tSc\tSTART\t1700000000000\n`],
])('%s is not', (_, text) => {
  expect(probe(text).score).toBe(0);
});
