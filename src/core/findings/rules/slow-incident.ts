import type { Incident } from '#shared/model/diagnostics.ts';
import { count, duration, offset, percent } from '../../diagnostics/honesty/words.ts';
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
import { someOf } from '../words.ts';

const JUDGED: ReadonlySet<Incident['phase']> = new Set(['steady', 'drift', 'unjudged', null]);
/** Medium and high from these multiples of the threshold on. */
const LARGE = 4;
const GRAVE = 10;

/** Stretches of the constant load in which requests were slower than around them (method E11). */
export const slowIncidentRule: RunRule = (run, settings) => {
  const { samples, meanMs } = run.whole.overall;
  const all = (samples ?? 0) * (meanMs ?? 0);
  if (all <= 0) return found();
  return found(
    ...run.incidents
      .filter(
        ({ kind, excess, phase }) =>
          kind === 'slow' && JUDGED.has(phase) && excess >= settings.incidentShare * all,
      )
      .map((incident) => draft(run, incident, incident.excess / all, settings.incidentShare)),
  );
};

function draft(run: RunEvidence, incident: Incident, share: number, threshold: number): FindingDraft {
  const { fromMs, toMs, excess, transactionIds, peakScore } = incident;
  const transactions = transactionsById(run, transactionIds);
  const everybody = transactions.length >= 3;
  return {
    rule: 'slow-incident',
    subject: `${Math.round(fromMs / 1000)}s`,
    title: `Slow for ${duration(toMs - fromMs)} at ${offset(fromMs)}: ${someOf(
      transactions.map(({ label }) => label),
      2,
    )}`,
    statement: `From ${offset(fromMs)} to ${offset(toMs)} requests took together ${duration(excess)} longer than is typical of this run, ${percent(share)} of all response time. ${
      everybody
        ? `${count(transactions.length)} transactions were slow at once: something that they share stood still.`
        : `Only ${someOf(transactions.map(({ label }) => label))} ${transactions.length === 1 ? 'was' : 'were'} slow.`
    }`,
    severity: share >= GRAVE * threshold ? 'high' : share >= LARGE * threshold ? 'medium' : 'low',
    confidence: peakScore >= 8 ? 'high' : 'medium',
    confidenceReason: `Response times stand ${Number(peakScore.toPrecision(2))} robust deviations above those around.`,
    affected: { runIds: [run.run.id], transactions, span: { fromMs, toMs } },
    evidence: [
      evidence(
        'incident',
        'load',
        `${duration(excess)} above the typical time`,
        [
          figure('excess time', 'ms', excess),
          figure('share of all response time', 'ratio', share),
          figure('length', 'ms', toMs - fromMs),
        ],
        { method: 'diagnostics.incidents', params: { runId: run.run.id } },
      ),
    ],
    unknowns: [
      'What stood still: a pause for garbage collection, a job, a neighbour or the network look alike from here.',
    ],
    options: [
      option(
        `Look at garbage collection, jobs and the database from ${offset(Math.max(0, fromMs - 5000))} on`,
        'Takes logs of that time.',
      ),
      option('Repeat the run and see whether it comes back', 'What happens once a day stays unseen.', {
        effort: `one run of ${duration(run.run.durationMs)}`,
      }),
    ],
    impact: excess,
  };
}
