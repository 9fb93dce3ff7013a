import { verdicts, type ComparedMetric, type MetricVerdict, type Verdict } from '#shared/model/comparison.ts';
import { chooseDurationScale, type DurationScale } from '../../ui/duration-format.ts';
import { isTime, verdictNames } from './verdict-words.ts';

/** Regressed first, then what is not settled, improved, and no change last. */
export function verdictRank(verdict: Verdict): number {
  return verdicts.indexOf(verdict);
}

/** Within a verdict the larger change comes first. */
export const DEFAULT_SORT = [
  { column: 'verdict', direction: 'asc' },
  { column: 'delta', direction: 'desc' },
] as const;

/** The rows of the table for one metric, and the row of everything together, if it is there. */
export function rowsOf(
  all: readonly MetricVerdict[],
  metric: ComparedMetric,
): { readonly rows: readonly MetricVerdict[]; readonly headline: MetricVerdict | null } {
  const of = all.filter((verdict) => verdict.metric === metric);
  return {
    rows: of.filter((verdict) => verdict.label !== null),
    headline: of.find((verdict) => verdict.label === null) ?? null,
  };
}

/** What is looked at first: the worst verdict with the largest change. */
export function worstLabel(rows: readonly MetricVerdict[]): string | null {
  const [worst] = [...rows].sort(
    (a, b) =>
      verdictRank(a.verdict) - verdictRank(b.verdict) ||
      (b.deltaRatio ?? -Infinity) - (a.deltaRatio ?? -Infinity),
  );
  return worst?.label ?? null;
}

export function countByVerdict(rows: readonly MetricVerdict[]): Readonly<Record<Verdict, number>> {
  const counts = { regressed: 0, inconclusive: 0, improved: 0, 'no-change': 0 };
  for (const row of rows) counts[row.verdict]++;
  return counts;
}

/** `1 regressed, 3 inconclusive, 1 improved, 9 no change`; verdicts that nothing has are left out. */
export function countsText(rows: readonly MetricVerdict[]): string {
  const counts = countByVerdict(rows);
  const words = verdicts.flatMap((verdict) =>
    counts[verdict] === 0 ? [] : [`${counts[verdict]} ${verdictNames[verdict]}`],
  );
  return words.length === 0 ? 'nothing to judge' : words.join(', ');
}

/** Earlier verdicts with those that have been found anew in their places, and after them what had none. */
export function overlaid(
  before: readonly MetricVerdict[],
  found: readonly MetricVerdict[],
): readonly MetricVerdict[] {
  const key = ({ label, metric }: MetricVerdict): string => JSON.stringify([label, metric]);
  const anew = new Map(found.map((verdict) => [key(verdict), verdict]));
  const kept = before.map((verdict) => anew.get(key(verdict)) ?? verdict);
  const known = new Set(before.map(key));
  return [...kept, ...found.filter((verdict) => !known.has(key(verdict)))];
}

/** One unit for all response times of the screen. */
export function compareDuration(rows: readonly MetricVerdict[], clockTickMs: number): DurationScale {
  const times = rows.filter((row) => isTime(row.metric)).flatMap((row) => [row.baseline, row.candidate]);
  return chooseDurationScale(times, clockTickMs);
}
