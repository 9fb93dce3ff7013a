import type { FindingSettings } from '#shared/model/finding.ts';
import { count, duration, number } from '../../diagnostics/honesty/words.ts';
import { evidence, figure, type FindingDraft, option, type RunRule } from '../draft.ts';
import type { MetricEvidence, RunEvidence } from '../evidence.ts';
import { WEB_VITAL } from '../metric-evidence.ts';
import { gateOutcomeOf } from './resource-limit.ts';

interface Vital {
  readonly name: string;
  readonly limit: (settings: FindingSettings) => number;
  /** From this multiple of the limit on it is "poor" by web.dev's scale. */
  readonly poor: number;
  readonly advice: string;
}

const VITALS: Readonly<Record<string, Vital>> = {
  lcp: {
    name: 'Largest contentful paint',
    limit: ({ lcpMs }) => lcpMs,
    poor: 1.6,
    advice: 'Send the largest picture or text of the page earlier: size, priority, render-blocking files',
  },
  inp: {
    name: 'Interaction to next paint',
    limit: ({ inpMs }) => inpMs,
    poor: 2.5,
    advice: 'Break up long tasks of the page',
  },
  fid: {
    name: 'First input delay',
    limit: ({ fidMs }) => fidMs,
    poor: 3,
    advice: 'Break up long tasks at the start of the page',
  },
  cls: {
    name: 'Cumulative layout shift',
    limit: ({ cls }) => cls,
    poor: 2.5,
    advice: 'Give pictures, adverts and fonts their size before they load',
  },
  fcp: {
    name: 'First contentful paint',
    limit: ({ fcpMs }) => fcpMs,
    poor: 1.67,
    advice: 'Send less before the first paint: render-blocking styles and scripts',
  },
  ttfb: {
    name: 'Time to first byte',
    limit: ({ ttfbMs }) => ttfbMs,
    poor: 2.25,
    advice: 'Answer the document itself faster, or nearer to the user',
  },
};

/** p75 of fewer page loads says little. */
const MIN_READINGS = 10;

/** Web vitals of the browser at p75, as web.dev judges them. */
export const webVitalsRule: RunRule = (run, settings) => ({
  notMeasured: [],
  findings: run.metrics.flatMap((metric) => {
    const vital = VITALS[WEB_VITAL.exec(metric.name)?.[1] ?? ''];
    if (vital === undefined || metric.count < 1) return [];
    const limit = vital.limit(settings);
    const outcome = gateOutcomeOf(run, metric.name);
    if (outcome === 'passed' || (outcome !== 'failed' && metric.p75 < limit)) return [];
    if (outcome !== 'failed' && metric.count < MIN_READINGS) return [];
    return [draft(run, metric, vital, limit)];
  }),
});

function draft(run: RunEvidence, metric: MetricEvidence, vital: Vital, limit: number): FindingDraft {
  const isTime = metric.contains === 'time';
  const shown = (value: number): string => (isTime ? duration(value) : number(value));
  const poor = metric.p75 >= vital.poor * limit;
  return {
    rule: 'web-vitals',
    subject: metric.name,
    title: `${vital.name} is ${shown(metric.p75)} at p75, ${poor ? 'poor' : 'needs improvement'}`,
    statement: `${vital.name} was ${shown(metric.p75)} at p75 over ${count(metric.count)} readings; good is below ${shown(limit)}.`,
    severity: poor ? 'high' : 'medium',
    confidence: metric.count >= 100 ? 'high' : 'medium',
    confidenceReason: `${count(metric.count)} page loads of a test browser: devices and networks of users differ.`,
    affected: { runIds: [run.run.id], transactions: [], span: null },
    evidence: [
      evidence(
        'vital',
        'resource',
        `${metric.name} p75 ${shown(metric.p75)}`,
        [
          figure('p75', isTime ? 'ms' : 'number', metric.p75),
          figure('p95', isTime ? 'ms' : 'number', metric.p95),
          figure('readings', 'count', metric.count),
        ],
        metric.query,
      ),
    ],
    unknowns: ['How it is for users: measure it in their browsers.'],
    options: [
      option(vital.advice, 'Takes work on the page.'),
      option('Judge by measurements of real users', 'Takes their measurement.'),
    ],
    impact: isTime ? Math.max(0, metric.p75 - limit) * metric.count * 0.25 : 0,
    metrics: [metric.name],
  };
}
