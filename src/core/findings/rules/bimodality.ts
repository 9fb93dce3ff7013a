import type { TransactionModes } from '#shared/model/diagnostics.ts';
import { count, duration, percent } from '../../diagnostics/honesty/words.ts';
import { evidence, figure, found, option, transactionOf, type FindingDraft, type RunRule } from '../draft.ts';
import type { RowFigures, RunEvidence } from '../evidence.ts';
import { CACHE } from '../metric-evidence.ts';

type Mode = TransactionModes['modes'][number];

/** Transactions whose response times fall into two groups: two ways through the system under one name. */
export const bimodalityRule: RunRule = (run, settings) =>
  found(
    ...run.modes.flatMap(({ transactionId, modes }) => {
      const row = run.figures.rows.get(transactionId);
      const told = modes.filter(({ share }) => share >= settings.modeShare);
      const [fast, slow] = [told[0], told.at(-1)];
      if (row?.counted !== true || fast === undefined || slow === undefined || told.length < 2) return [];
      return slow.peakMs >= settings.modeFactor * fast.peakMs ? [draft(run, row, told, fast, slow)] : [];
    }),
  );

function draft(
  run: RunEvidence,
  row: RowFigures,
  modes: readonly Mode[],
  fast: Mode,
  slow: Mode,
): FindingDraft {
  const hits = run.metrics.find(({ name }) => CACHE.test(name));
  const many = modes.length > 2 ? `${count(modes.length)} modes` : 'Two modes';
  return {
    rule: 'bimodality',
    subject: row.label,
    title: `${many} in ${row.label}: ${percent(slow.share)} near ${duration(slow.peakMs)}`,
    statement: `${percent(fast.share)} of ${row.label} take about ${duration(fast.peakMs)} and ${percent(slow.share)} about ${duration(slow.peakMs)}, with little between: two ways through the system share one name, and a mean or median describes neither.`,
    severity: 'low',
    confidence: (row.samples ?? 0) * slow.share >= 200 ? 'high' : 'medium',
    confidenceReason: `${count(row.samples ?? 0)} samples, of which ${count(Math.round((row.samples ?? 0) * slow.share))} are in the slow group.`,
    affected: { runIds: [run.run.id], transactions: transactionOf(run, row), span: run.judged },
    evidence: [
      evidence(
        'modes',
        'load',
        modes.map(({ peakMs, share }) => `${percent(share)} near ${duration(peakMs)}`).join(', '),
        modes.flatMap(({ peakMs, share }, index) => [
          figure(`mode ${index + 1}`, 'ms', peakMs),
          figure(`share of mode ${index + 1}`, 'ratio', share),
        ]),
        { method: 'diagnostics.modes', params: { filter: { ...run.figures.filter, outcome: 'ok' } } },
      ),
    ],
    unknowns: [
      hits === undefined
        ? 'What tells the two apart: cache hit and miss, two servers, two kinds of data. No cache hit rate was recorded.'
        : `What tells the two apart: the recorded ${hits.name} can be held against the share of the fast group.`,
    ],
    options: [
      option(
        'Drill down to samples of both groups and compare host, data and code',
        'Takes what the test recorded of them.',
      ),
      option('Give the two ways names of their own in the test', 'History under the old name ends.'),
    ],
    impact: (row.samples ?? 0) * slow.share * Math.max(0, slow.peakMs - fast.peakMs),
  };
}
