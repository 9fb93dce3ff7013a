import { verdicts, type MetricVerdict } from '#shared/model/comparison.ts';
import { countOf, left, right, textTable, type Building } from './building.ts';
import type { Block } from './report-document.ts';
import { changeText, intervalText, verdictInline, verdictWords } from './verdict-words.ts';

/** Regressed, inconclusive, improved, no change; within a verdict the largest change first. */
export function forestOrder(rows: readonly MetricVerdict[]): MetricVerdict[] {
  const size = ({ deltaRatio }: MetricVerdict): number => Math.abs(deltaRatio ?? 0);
  return [...rows].sort(
    (a, b) =>
      verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict) ||
      size(b) - size(a) ||
      (a.label ?? '').localeCompare(b.label ?? '', 'en'),
  );
}

/**
 * Changes of one metric in ms as a forest plot.
 * @param more rows that are not in it
 */
export function forestBlock(building: Building, rows: readonly MetricVerdict[], more: number): Block {
  const { format, data } = building;
  const metric = rows[0]?.metric ?? 'p95';
  const margin = rows[0]?.margin.ratio ?? 0.1;
  const perSide = data.comparison?.candidate.length ?? 1;
  const caption = [
    `Change of B against A with 95 % confidence; band: ±${format.ratio(margin)}, the margin; hollow: inconclusive.`,
    'Successful requests, exact type 7 percentiles, blocks of time resampled, Holm over all transactions.',
    perSide > 1 ? `${perSide} runs on side B.` : '',
    more > 0 ? `${countOf(building, more, 'more transaction')}: see Comparison.` : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
  return {
    kind: 'chart',
    number: building.figures.next(),
    title: `Change of ${metric} per transaction`,
    titled: true,
    caption,
    chart: {
      kind: 'forest',
      columnTitle: `${metric}, ms`,
      margin,
      rows: rows.map((row) => ({
        label: row.label ?? 'All requests',
        figures: `${format.number(row.baseline)} → ${format.number(row.candidate)}`,
        delta: row.deltaRatio,
        low: row.ci95?.[0] ?? null,
        high: row.ci95?.[1] ?? null,
        verdict: row.verdict,
        words: verdictWords(row, format),
      })),
    },
    table: textTable(
      [
        left('Transaction'),
        right('A, ms'),
        right('B, ms'),
        right('Change'),
        right('95 % interval'),
        left('Verdict'),
      ],
      rows.map((row) => [
        row.label ?? 'All requests',
        format.number(row.baseline),
        format.number(row.candidate),
        changeText(row, format),
        intervalText(row, format),
        [verdictInline(row.verdict)],
      ]),
    ),
  };
}
