import type { Spike } from '#shared/model/phases.ts';
import type { FindingSettings } from '#shared/model/finding.ts';
import { count, duration, offset } from '../../diagnostics/honesty/words.ts';
import { evidence, figure, found, option, type FindingDraft, type RunRule } from '../draft.ts';
import type { RunEvidence } from '../evidence.ts';

/** How a sudden load was survived (method E7): failures on top, and how long response times took to be normal again. */
export const spikeRecoveryRule: RunRule = (run, settings) =>
  found(...run.phases.spikes.map((spike) => draft(run, spike, settings)));

function draft(run: RunEvidence, spike: Spike, settings: FindingSettings): FindingDraft {
  const { span, recoveryMs, waitedMs, excessFailures, baselineP95Ms, peakP95Ms, backlog } = spike;
  const never = recoveryMs === null;
  const slow = never || recoveryMs > settings.recoveryMs;
  const failing = excessFailures >= settings.burstFailures;
  const came = never
    ? `not back to normal within ${duration(waitedMs)}`
    : `normal again after ${duration(recoveryMs)}`;
  const until = never ? span.toMs + waitedMs : span.toMs + recoveryMs;
  const excess = run.incidents
    .filter(({ kind, fromMs, toMs }) => kind === 'slow' && fromMs < until && toMs > span.fromMs)
    .reduce((sum, incident) => sum + incident.excess, 0);
  return {
    rule: 'spike-recovery',
    subject: `${Math.round(span.fromMs / 1000)}s`,
    title: `Spike at ${offset(span.fromMs)}: ${failing ? `${count(Math.round(excessFailures))} failures, ` : ''}${came}`,
    statement: `Load was suddenly higher from ${offset(span.fromMs)} to ${offset(span.toMs)}. p95 went from ${duration(baselineP95Ms)} to ${duration(peakP95Ms)}${failing ? `, ${count(Math.round(excessFailures))} more requests failed than before` : ''}, and was ${came}; up to ${count(Math.round(backlog))} more requests were under way.`,
    severity: never ? 'high' : slow || failing ? 'medium' : 'info',
    confidence: never && waitedMs < settings.recoveryMs ? 'low' : 'high',
    confidenceReason:
      never && waitedMs < settings.recoveryMs
        ? `The run ended ${duration(waitedMs)} after the spike: it may have recovered soon after.`
        : 'Recovered is what stays for 30 s at the level before the spike.',
    affected: {
      runIds: [run.run.id],
      transactions: [],
      span: { fromMs: span.fromMs, toMs: Math.max(until, span.toMs) },
    },
    evidence: [
      evidence(
        'spike',
        'load',
        `p95 ${duration(baselineP95Ms)} → ${duration(peakP95Ms)}, ${came}`,
        [
          figure('p95 before', 'ms', baselineP95Ms),
          figure('highest p95', 'ms', peakP95Ms),
          figure('recovery', 'ms', recoveryMs),
          figure('failures above those before', 'count', excessFailures),
          figure('backlog', 'count', backlog),
        ],
        { method: 'phases.get', params: { runId: run.run.id } },
      ),
    ],
    unknowns: slow
      ? ['What keeps it busy after the load is gone: queues, retries, caches that were pushed out.']
      : [],
    options: slow
      ? [
          option(
            'Bound the queues, and refuse what does not fit',
            'Some requests fail at once instead of waiting.',
          ),
          option('Let clients back off before they retry', 'Takes a change of the clients.'),
        ]
      : [],
    impact: excessFailures * settings.failureCostMs + excess,
  };
}
