import { percent } from '../../diagnostics/honesty/words.ts';
import {
  change,
  evidence,
  figure,
  found,
  option,
  SILENT,
  type BundleRule,
  type FindingDraft,
  type RunRule,
} from '../draft.ts';
import type { FindingEvidence } from '#shared/model/finding.ts';
import type { MetricEvidence } from '../evidence.ts';
import { GC } from '../metric-evidence.ts';

/** Time in garbage collection by the profile. */
export const gcProfileRule: BundleRule = ({ profile, candidate }, { gcShare }) => {
  const gc = profile?.gc ?? null;
  if (gc === null || gc.share <= gcShare) return SILENT;
  return found(
    draft(
      'profile',
      `${percent(gc.share)} of the profiled time is garbage collection`,
      gc.share,
      gc.share >= 2 * gcShare,
      evidence(
        'gc',
        'profile',
        `Garbage collection ${percent(gc.share)} of the profile`,
        [
          gc.baseline === null
            ? figure('garbage collection', 'ratio', gc.share)
            : change('garbage collection', 'ratio', gc.baseline, gc.share),
        ],
        gc.query,
      ),
      candidate.map(({ run }) => run.id),
    ),
  );
};

/** Time in garbage collection by the readings of a server, where their unit is beyond doubt. */
export const gcResourceRule: RunRule = (run, { gcShare }) =>
  found(
    ...run.metrics.flatMap((metric) => {
      const share = gcShareOf(metric);
      if (share === null || share <= gcShare) return [];
      const name = metric.host === null ? metric.name : `${metric.name} of ${metric.host}`;
      return [
        {
          ...draft(
            name,
            `${name}: ${percent(share)} of the time is garbage collection`,
            share,
            share >= 2 * gcShare,
            evidence(
              'gc',
              'resource',
              `${name}, mean`,
              [figure('garbage collection', 'ratio', share)],
              metric.query,
            ),
            [run.run.id],
          ),
          metrics: [metric.name],
        },
      ];
    }),
  );

const PER_CENT = /%|per ?cent|ratio|share|fraction/iu;

/** Null where the name does not say that it is a share of time, or the values cannot be one. */
function gcShareOf({ name, kind, mean, max, nonZero }: MetricEvidence): number | null {
  if (!GC.test(name) || kind === 'counter') return null;
  if (kind === 'rate') return nonZero;
  if (!PER_CENT.test(name) || max > 100) return null;
  return /ratio|share|fraction/iu.test(name) && max <= 1 ? mean : mean / 100;
}

function draft(
  subject: string,
  title: string,
  share: number,
  grave: boolean,
  line: FindingEvidence,
  runIds: readonly number[],
): FindingDraft {
  return {
    rule: 'gc-pressure',
    subject,
    title,
    statement: `Garbage collection takes ${percent(share)} of the time. What is not collecting is left for requests, and pauses make the slowest of them slower.`,
    severity: grave ? 'high' : 'medium',
    confidence: 'medium',
    confidenceReason:
      'The share is measured; how much of the response time it is depends on whether requests wait for it.',
    affected: { runIds, transactions: [], span: null },
    evidence: [line],
    unknowns: [
      'Which code allocates: an allocation profile names it.',
      'How long single pauses are: the log of the collector has them.',
    ],
    options: [
      option(
        'Record an allocation profile and allocate less where most is',
        'Readable code may get less so.',
      ),
      option('Give the process more memory', 'Fewer collections, and longer ones.', { effort: 'low' }),
    ],
    impact: 0,
  };
}
