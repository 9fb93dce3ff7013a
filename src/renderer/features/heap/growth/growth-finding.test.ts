import { describe, expect, it } from 'vitest';
import type { GrowthSeries, SeriesGrowth } from '#shared/model/heap-growth.ts';
import { growthFinding } from './growth-finding.ts';

const row: GrowthSeries = {
  kind: 'class',
  key: 'Session',
  name: 'Session',
  family: 'object',
  counts: [10, 20, 30],
  bytes: [10_000, 20_000, 30_000],
  retained: null,
  slope: { perOperation: 20, low: 19, high: 21, level: 0.95 },
  countPerOperation: 1,
  p: 0.01,
  q: 0.02,
  verdict: 'leak',
  evidence: [{ code: 'equal-steps', message: '10 more in every step.' }],
  retainerPath: ['.pending › Map', '[*] › Session'],
  noGrowthAbove: null,
};
const series: SeriesGrowth = {
  seriesId: 1,
  snapshots: [],
  operationsFrom: 'typed',
  checks: [{ code: 'operations', name: 'Operations', state: 'failed', value: '', message: 'They go back.' }],
  growth: {
    snapshots: ['a', 'b', 'c'],
    operations: [0, 500, 1000],
    totalBytes: [1e6, 1e6, 1e6],
    series: [row],
    noise: [],
    belowFloor: { series: 0, bytes: 0 },
    warnings: [{ code: 'few-snapshots', message: 'Three snapshots are few.' }],
  },
  missing: null,
  bands: [],
  exhaustion: null,
};

describe('growth as a finding', () => {
  it('says what grows, how fast, what holds it, and what is not known', () => {
    const finding = growthFinding(series, row, 1000);
    expect(finding.title).toBe('Session, held by .pending › Map: leak, +20 kB per 1,000 requests');
    expect(finding.severity).toBe('high');
    expect(finding.statement).toBe(
      'From 10 kB to 30 kB. 10 more in every step. Held by .pending › Map › [*] › Session.',
    );
    expect(finding.unknowns).toEqual(['They go back.', 'Three snapshots are few.']);
  });

  it('is told per snapshot where requests are not known', () => {
    const unknown = { ...series, growth: { ...series.growth!, operations: null } };
    expect(growthFinding(unknown, row, 1000).title).toMatch(/\+20 B per snapshot$/u);
  });
});
