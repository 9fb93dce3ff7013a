import { count } from '../../diagnostics/honesty/words.ts';
import { evidence, figure, found, option, type BundleRule, type FindingDraft } from '../draft.ts';
import type { HeapEvidence } from '../evidence.ts';
import { bytes } from '../words.ts';

type Growing = HeapEvidence['growing'][number];

/** What grows from snapshot to snapshot with the work that was done (method P10). */
export const heapLeakRule: BundleRule = ({ heap }, { maxPerRule }) =>
  found(
    ...heap.flatMap((series) => {
      const leaks = series.growing.filter(({ verdict }) => verdict === 'leak').slice(0, maxPerRule);
      // A candidate beside a leak is mostly a part of it.
      const told = leaks.length > 0 ? leaks : series.growing.slice(0, 1);
      return told.map((growing) => draft(series, growing));
    }),
  );

function draft(series: HeapEvidence, growing: Growing): FindingDraft {
  const { name, verdict, perOperation, low, high, operationsKnown, retainerPath } = growing;
  const per = operationsKnown ? 'per request' : 'per snapshot';
  const [scaled, scale] = operationsKnown
    ? [perOperation * 1000, ' per 1,000 requests']
    : [perOperation, ' per snapshot'];
  const [from, to] = growing.bytes;
  const leak = verdict === 'leak';
  return {
    rule: 'heap-leak',
    subject: `${series.seriesName}|${growing.key}`,
    title: leak ? `${name} leaks ${bytes(scaled)}${scale}` : `${name} may leak: it grew in every snapshot`,
    statement: `Over ${count(series.snapshots)} snapshots of ${series.seriesName} ${name} went from ${bytes(from)} to ${bytes(to)}, ${bytes(perOperation)} ${per} (${bytes(low)} to ${bytes(high)}).${retainerPath.length === 0 ? '' : ` Most of what is new is held by ${shortPath(retainerPath)}.`}`,
    severity: leak ? 'high' : 'low',
    confidence: leak ? 'high' : 'low',
    confidenceReason:
      growing.evidence.length === 0 ? 'By the trend over the snapshots alone.' : growing.evidence.join(' '),
    affected: { runIds: series.runId === null ? [] : [series.runId], transactions: [], span: null },
    evidence: [
      evidence(
        'growth',
        'heap',
        `${bytes(from)} → ${bytes(to)} over ${count(series.snapshots)} snapshots`,
        [
          figure(
            operationsKnown ? 'growth per operation' : 'growth per snapshot',
            operationsKnown ? 'bytes-per-operation' : 'bytes',
            perOperation,
            [low, high],
          ),
          figure('first snapshot', 'bytes', from),
          figure('last snapshot', 'bytes', to),
        ],
        series.query,
      ),
    ],
    unknowns: [
      ...(leak ? [] : ['Whether it goes on: more snapshots tell.']),
      ...(operationsKnown
        ? []
        : ['Growth per request: how many were done before each snapshot is not known.']),
    ],
    options: [
      option(
        retainerPath.length === 0
          ? `Find what holds on to ${name}`
          : `Let ${retainerPath.at(-1)!} go of ${name} when it is done`,
        'Whoever still reads it must not.',
      ),
      option('Bound what holds it, as a cache with a size', 'What falls out is made again.'),
      option('Restart before memory runs out', 'Hides it.', { effort: 'low' }),
    ],
    impact: 0,
  };
}

/** Where a path starts and what holds on to it; what lies between is on the heap screen. */
function shortPath(steps: readonly string[]): string {
  const shown = steps.length <= 7 ? steps : [...steps.slice(0, 2), '…', ...steps.slice(-4)];
  return shown.join(' → ');
}
