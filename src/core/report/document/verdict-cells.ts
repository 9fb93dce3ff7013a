import type { MetricVerdict } from '#shared/model/comparison.ts';
import { left, right } from './building.ts';
import type { FigureFormat } from './figure-format.ts';
import type { Inline, TableColumn } from './report-document.ts';
import { changeText, intervalText, metricNameOf, metricValue, verdictInline } from './verdict-words.ts';

/** Shares of the width of a table that the columns of {@link verdictColumns} take, in their order. */
type VerdictShares = readonly [
  metric: number,
  baseline: number,
  candidate: number,
  change: number,
  interval: number,
  verdict: number,
];

/** Heads of the cells that {@link verdictCells} fills, in every table of verdicts. */
export function verdictColumns([
  metric,
  baseline,
  candidate,
  change,
  interval,
  verdict,
]: VerdictShares): TableColumn[] {
  return [
    left('Metric', metric),
    { ...right('A', baseline), tone: 'a' },
    { ...right('B', candidate), tone: 'b' },
    right('Change', change),
    right('95 % interval', interval),
    left('Verdict', verdict),
  ];
}

/** One verdict as a row of a table: metric, both sides, change, interval, verdict. */
export function verdictCells(
  row: MetricVerdict,
  format: FigureFormat,
): readonly (string | readonly Inline[])[] {
  return [
    metricNameOf(row),
    metricValue(row, row.baseline, format),
    metricValue(row, row.candidate, format),
    changeText(row, format),
    [{ text: intervalText(row, format), tone: 'quiet' }],
    [verdictInline(row.verdict)],
  ];
}
