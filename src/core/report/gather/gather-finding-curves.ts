import { wholeRun } from '#shared/model/filter.ts';
import type { Finding, FindingRule } from '#shared/model/finding.ts';
import type { AskEngine } from './gather-report.ts';
import type { FindingCurves, RunFacts } from './report-data.ts';

/** Findings about the distribution of response times of one transaction: a curve shows what they say. */
const RULES_WITH_CURVES: ReadonlySet<FindingRule> = new Set([
  'gate-failed',
  'regression',
  'improvement',
  'bimodality',
  'tail-concentration',
]);
const MAX_FINDINGS = 12;
const MAX_POINTS = 240;

/** Curves of the windows that are judged, for the first run of each side; the most important findings first. */
export async function gatherFindingCurves(
  ask: AskEngine,
  findings: readonly Finding[],
  runs: readonly RunFacts[],
): Promise<FindingCurves[]> {
  const sides = (['baseline', 'candidate'] as const).flatMap(
    (side) => runs.find((facts) => facts.side === side && facts.detail !== null) ?? [],
  );
  const gathered: FindingCurves[] = [];
  for (const { id, rule, affected } of findings) {
    if (gathered.length >= MAX_FINDINGS) break;
    const [transaction, another] = affected.transactions;
    if (!RULES_WITH_CURVES.has(rule) || transaction === undefined || another !== undefined) continue;
    const curves: FindingCurves['curves'][number][] = [];
    for (const { side, run, window } of sides) {
      const known = await ask('runs.transactions', { runId: run.id });
      const found = known.find(({ label }) => label === transaction.label);
      if (found === undefined) continue;
      const filter = { ...wholeRun(run.id), time: window, transactions: [found.id] };
      curves.push({ side, curve: await ask('latency.curve', { filter, maxPoints: MAX_POINTS }) });
    }
    if (curves.length > 0) gathered.push({ findingId: id, curves });
  }
  return gathered;
}
