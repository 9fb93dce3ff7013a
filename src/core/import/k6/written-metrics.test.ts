import { describe, expect, it } from 'vitest';
import { WarningLog } from '../warning-log.ts';
import { MetricCatalog } from './metric-catalog.ts';
import { TextLimit } from './text-limit.ts';
import { WrittenMetric, WrittenMetrics } from './written-metrics.ts';

const QUOTE = 34;

class Written extends WrittenMetric<Written> {}

function open(): { find: (text: string | Uint8Array) => Written | null } {
  const limit = new TextLimit(new WarningLog());
  const metrics = new WrittenMetrics<Written>(limit, [QUOTE], (written) => new Written(written));
  return {
    find(text) {
      const bytes = Buffer.concat([Buffer.from('<<'), Buffer.from(text as string), Buffer.from('>')]);
      return metrics.find(bytes, 2, bytes.length - 1);
    },
  };
}

describe('metrics by the bytes of their names', () => {
  it('are the same for the same bytes, also where hashes are equal', () => {
    const { find } = open();
    // 31 · 'A' + 'a' is 31 · 'B' + 'B'.
    const [first, second] = [find('Aa'), find('BB')];
    expect([first?.name, second?.name]).toEqual(['Aa', 'BB']);
    expect(find('Aa')).toBe(first);
    expect(find('BB')).toBe(second);
    expect(find('B')?.name).toBe('B');
  });

  it.each([['', 'a"b', 'a\u0001', 'a\n'], [Uint8Array.of(0x61, 0xff)]])('are none for %j', (...texts) => {
    const { find } = open();
    for (const text of texts) expect(find(text)).toBeNull();
  });

  it('are forgotten when there are too many, and stay the same metrics', () => {
    const { find } = open();
    const catalog = new MetricCatalog(new WarningLog());
    const first = find('waiting');
    const metric = first?.metricIn(catalog);
    for (let i = 0; i < 10_000; i++) find(`m${i}`);
    const again = find('waiting');
    expect(again).not.toBe(first);
    expect(again?.metricIn(catalog)).toBe(metric);
  });
});
