import type { Finding, FindingSeverity } from '#shared/model/finding.ts';
import { DEFAULT_REPORT_SETTINGS, subjectOf, type Report } from '#shared/model/report.ts';

/** A finding of the fake run about its slow transaction. */
export function fakeFinding(id: string, severity: FindingSeverity): Finding {
  return {
    id,
    rule: 'errors',
    title: `Title of ${id}`,
    statement: `What ${id} says.`,
    severity,
    confidence: 'high',
    confidenceReason: 'Counted.',
    affected: {
      runIds: [1],
      transactions: [{ id: null, runId: null, label: 'Checkout: place order' }],
      span: { fromMs: 60_000, toMs: 70_000 },
    },
    evidence: [
      {
        id: `${id}-errors`,
        kind: 'load',
        label: '10 of 100 samples failed',
        figures: [
          {
            name: 'Error rate',
            unit: 'ratio',
            baseline: null,
            value: 0.1,
            change: null,
            low: 0.05,
            high: 0.17,
          },
        ],
        query: {
          method: 'latency.errors',
          params: {
            filter: {
              runId: 1,
              time: { fromMs: 60_000, toMs: 70_000 },
              transactions: [2],
              outcome: 'failed',
              latency: null,
              conditions: [],
            },
            limit: 100,
          },
        },
      },
    ],
    unknowns: ['Why the upstream was gone.'],
    options: [
      { action: 'Retry once', expected: 'no failures', effort: '1 hour', tradeOff: 'More load.' },
      { action: 'Scale out', expected: null, effort: null, tradeOff: 'Costs.' },
    ],
    impact: 1000,
  };
}

export function fakeReport(change: Partial<Report> = {}): Report {
  return {
    id: 1,
    name: 'Release 4.18',
    subject: subjectOf([1], []),
    settings: DEFAULT_REPORT_SETTINGS,
    items: [],
    ownFindings: [],
    attachments: [],
    createdAtUs: 1_773_450_004_000_000,
    changedAtUs: 1_773_450_004_000_000,
    ...change,
  };
}
