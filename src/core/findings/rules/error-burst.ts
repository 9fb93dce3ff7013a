import type { Incident } from '#shared/model/diagnostics.ts';
import type { FindingSettings } from '#shared/model/finding.ts';
import { count, duration, offset } from '../../diagnostics/honesty/words.ts';
import {
  evidence,
  figure,
  found,
  option,
  transactionsById,
  type FindingDraft,
  type RunRule,
} from '../draft.ts';
import type { RunEvidence } from '../evidence.ts';
import { failureName, someOf } from '../words.ts';

/** A kind of failure that is missed for this many expected times was not there before. */
const SURELY_ABSENT = 20;
/** Phases whose failures are told with what made them. */
const EXPLAINED: ReadonlySet<Incident['phase']> = new Set(['spike', 'recovery']);
/** What comes until here has not ended. */
const AT_END = 0.98;
const GRAVE_SHARE = 0.01;

/** Failures that come all at once, or begin at some time and do not end (method E11). */
export const errorBurstRule: RunRule = (run, settings) => {
  const bursts = run.incidents.filter(
    ({ kind, excess, phase }) =>
      kind === 'errors' && excess >= settings.burstFailures && !EXPLAINED.has(phase),
  );
  return found(
    ...bursts.map((incident) => burstDraft(run, incident, settings)),
    ...onsets(run, settings).map((onset) => onsetDraft(run, onset, settings)),
  );
};

interface Onset {
  readonly name: string;
  readonly count: number;
  readonly atMs: number;
  readonly transactions: readonly string[];
}

/** Kinds of failures that were not there at first, and then came until the end. */
function onsets({ run, judged, errors }: RunEvidence, { burstFailures }: FindingSettings): Onset[] {
  const { fromMs, toMs } = judged ?? { fromMs: 0, toMs: run.durationMs };
  const kinds = new Map<string, { count: number; firstMs: number; lastMs: number; transactions: string[] }>();
  for (const { code, message, transaction, count: times, firstMs, lastMs } of errors) {
    if (firstMs === null || lastMs === null) continue;
    const name = failureName(code, message);
    const known = kinds.get(name) ?? { count: 0, firstMs: Infinity, lastMs: 0, transactions: [] };
    kinds.set(name, {
      count: known.count + times,
      firstMs: Math.min(known.firstMs, firstMs),
      lastMs: Math.max(known.lastMs, lastMs),
      transactions: transaction === '' ? known.transactions : [...known.transactions, transaction],
    });
  }
  return [...kinds].flatMap(([name, { count: times, firstMs, lastMs, transactions }]) => {
    const stays = lastMs >= fromMs + AT_END * (toMs - fromMs);
    const expectedBefore = (times / Math.max(1, toMs - firstMs)) * (firstMs - fromMs);
    return stays && times >= burstFailures && expectedBefore >= SURELY_ABSENT
      ? [{ name, count: times, atMs: firstMs, transactions }]
      : [];
  });
}

function onsetDraft(run: RunEvidence, onset: Onset, settings: FindingSettings): FindingDraft {
  const toMs = run.judged?.toMs ?? run.run.durationMs;
  const share = onset.count / Math.max(1, run.figures.overall.samples ?? 0);
  return {
    rule: 'error-burst',
    subject: `onset ${onset.name}`,
    title: `${onset.name} begins at ${offset(onset.atMs)} and does not end`,
    statement: `Until ${offset(onset.atMs)} no request failed with ${onset.name}; from then until the end ${count(onset.count)} did, of ${someOf(onset.transactions)}. Something broke then, or ran out.`,
    severity: share >= GRAVE_SHARE ? 'high' : 'medium',
    confidence: 'high',
    confidenceReason: 'At the later rate, at least twenty would have been expected before.',
    affected: {
      runIds: [run.run.id],
      transactions: onset.transactions.map((label) => ({ id: null, runId: run.run.id, label })),
      span: { fromMs: onset.atMs, toMs: Math.max(toMs, onset.atMs + 1) },
    },
    evidence: [
      evidence(
        'onset',
        'load',
        `${onset.name}: ${count(onset.count)}, first at ${offset(onset.atMs)}`,
        [figure('failures', 'count', onset.count), figure('first at', 'ms', onset.atMs)],
        { method: 'latency.errors', params: { filter: run.figures.filter, limit: 100 } },
      ),
    ],
    unknowns: [
      'What happened at that time: deployments, restarts and limits of the server are not in the file.',
    ],
    options: [
      option(
        `Look at the server's log from ${offset(Math.max(0, onset.atMs - 10_000))} on`,
        'Takes its log, and clocks that agree.',
      ),
    ],
    impact: onset.count * settings.failureCostMs,
  };
}

function burstDraft(run: RunEvidence, incident: Incident, settings: FindingSettings): FindingDraft {
  const { fromMs, toMs, excess, transactionIds, peakScore, phase } = incident;
  const transactions = transactionsById(run, transactionIds);
  const names = someOf(transactions.map(({ label }) => label));
  const started = run.errors.find(
    ({ firstMs }) =>
      firstMs !== null && firstMs >= fromMs - 1000 && firstMs < toMs && run.phases.phases.length > 0,
  );
  const onset =
    started === undefined
      ? ''
      : ` The first ${failureName(started.code, started.message)} came at ${offset(started.firstMs ?? 0)}.`;
  const share = excess / Math.max(1, run.whole.overall.samples ?? 0);
  return {
    rule: 'error-burst',
    subject: `${Math.round(fromMs / 1000)}s`,
    title: `${count(Math.round(excess))} failures in ${duration(toMs - fromMs)} from ${offset(fromMs)}`,
    statement: `Between ${offset(fromMs)} and ${offset(toMs)} about ${count(Math.round(excess))} more requests failed than is usual in this run, of ${names}.${onset}`,
    severity: share >= GRAVE_SHARE ? 'high' : 'medium',
    confidence: peakScore >= 8 ? 'high' : 'medium',
    confidenceReason: `Failures stand ${peakScore >= 8 ? 'far' : 'clearly'} above what chance makes of this run's rate (score ${Number(peakScore.toPrecision(2))}).`,
    affected: { runIds: [run.run.id], transactions, span: { fromMs, toMs } },
    evidence: [
      evidence(
        'burst',
        'load',
        `${count(Math.round(excess))} failures above the usual number`,
        [figure('failures above usual', 'count', excess), figure('length', 'ms', toMs - fromMs)],
        { method: 'diagnostics.incidents', params: { runId: run.run.id } },
      ),
      evidence(
        'burst:errors',
        'load',
        'Failures of this time by message',
        [figure('failures above usual', 'count', excess)],
        {
          method: 'latency.errors',
          params: { filter: { ...run.whole.filter, time: { fromMs, toMs } }, limit: 100 },
        },
      ),
    ],
    unknowns: [
      'What happened at that time: deployments, restarts and jobs of the server are not in the file.',
      ...(phase === 'ramp'
        ? ['Load was not constant then: the failures may be what this load leads to.']
        : []),
    ],
    options: [
      option(
        `Look at the server's log from ${offset(Math.max(0, fromMs - 10_000))} on`,
        'Takes its log, and clocks that agree.',
      ),
      option(
        'Leave this time out of the judged phase, and judge again',
        'Only if its cause cannot happen in production.',
      ),
    ],
    impact: excess * settings.failureCostMs,
  };
}
