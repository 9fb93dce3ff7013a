import { expect, it } from 'vitest';
import { metricFigure, verdictMetricName } from './figure-text.ts';

it('throughput is a rate, or of an open-loop test the share of the offered load that was achieved', () => {
  const rate = { metric: 'throughput', shareOfOffered: false } as const;
  expect([verdictMetricName(rate), metricFigure(rate, 42.25)]).toEqual(['throughput', '42.3/s']);
  const share = { metric: 'throughput', shareOfOffered: true } as const;
  expect([verdictMetricName(share), metricFigure(share, 0.704)]).toEqual(['achieved ÷ offered', '70.4 %']);
  expect(metricFigure(share, null)).toBe('–');
});
