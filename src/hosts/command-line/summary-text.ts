import { percentileKey, type Statistics } from '#shared/model/statistics.ts';
import type { RunDocument } from './summary-document.ts';
import { oneLine, textTable, type TextColumn } from './text-table.ts';

const MAX_ROWS = 60;
const MAX_ERRORS = 10;

/** The summary of one run for a terminal. Exact figures are in `--json`; here times have the digits one reads. */
export function summaryText(run: RunDocument, percentiles: readonly number[]): string {
  const parts = [heading(run), transactionTable(run, percentiles)];
  if (run.errors.length > 0) parts.push(errorTable(run));
  if (run.checks.length > 0) parts.push(checkTable(run));
  if (run.thresholds.length > 0) parts.push(thresholdTable(run));
  parts.push(notes(run));
  return parts.filter((part) => part !== '').join('\n\n');
}

function heading(run: RunDocument): string {
  const span =
    run.startedAt === null ? 'no time stamps' : `${run.startedAt}, ${duration(run.durationMs ?? 0)}`;
  const version = run.toolVersion === null ? '' : ` ${run.toolVersion}`;
  const rejected = run.rejected.rows === 0 ? '' : `, ${count(run.rejected.rows)} rows rejected`;
  const report =
    run.granularity === 'aggregated' ? '\nA report: figures as the tool printed them, without samples.' : '';
  const part =
    run.window === null
      ? ''
      : `\nFigures of the part from ${duration(run.window.fromMs)} to ${duration(Math.min(run.window.toMs, run.durationMs ?? Infinity))}.`;
  return `${oneLine(run.name, 100)}\n${run.tool}${version} (${run.format}), ${span}${rejected}${report}${part}`;
}

function transactionTable(run: RunDocument, percentiles: readonly number[]): string {
  const mixed = new Set(run.transactions.map(({ kind }) => kind)).size > 1;
  const jmeter = run.overall.jmeterPercentilesMs !== undefined;
  const columns: TextColumn[] = [
    { title: 'Transaction', align: 'left' },
    ...(mixed ? [{ title: 'Kind', align: 'left' } as const] : []),
    ...[
      'Samples',
      'Errors, %',
      '/s',
      'Min, ms',
      'Mean',
      ...percentiles.map((p) => `p${percentileKey(p)}`),
    ].map(right),
    ...(jmeter ? percentiles.map((p) => right(`JMeter p${percentileKey(p)}`)) : []),
    right('Max'),
  ];
  const row = (name: string, kind: string, figures: Figures): string[] => [
    name,
    ...(mixed ? [kind] : []),
    figures.samples === null ? figure(null) : count(figures.samples),
    figure(figures.errorRate === null ? null : figures.errorRate * 100),
    figure(figures.throughputPerSec),
    figure(figures.minMs),
    figure(figures.meanMs),
    ...percentiles.map((p) => figure(figures.percentilesMs[percentileKey(p)] ?? null)),
    ...(jmeter
      ? percentiles.map((p) => figure(figures.jmeterPercentilesMs?.[percentileKey(p)] ?? null))
      : []),
    figure(figures.maxMs),
  ];
  const busiest = [...run.transactions].sort((a, b) => (b.samples ?? 0) - (a.samples ?? 0));
  const rows = busiest.slice(0, MAX_ROWS).map((t) => row(oneLine(t.label), t.kind, t));
  const more =
    busiest.length > MAX_ROWS
      ? `\n… and ${count(busiest.length - MAX_ROWS)} more transactions (--json has all)`
      : '';
  return textTable(columns, [row('All', '', run.overall), ...rows]) + more;
}

type Figures = Statistics & {
  readonly jmeterPercentilesMs?: Readonly<Record<string, number | null>>;
};

function errorTable(run: RunDocument): string {
  const rows = run.errors
    .slice(0, MAX_ERRORS)
    .map((error) => [
      count(error.count),
      oneLine(error.code ?? '', 24),
      oneLine(error.message ?? ''),
      oneLine(error.label, 40),
    ]);
  const more =
    run.errors.length > MAX_ERRORS
      ? `\n… and ${count(run.errors.length - MAX_ERRORS)} more kinds of error`
      : '';
  return `${textTable([right('Errors'), left('Code'), left('Message'), left('Transaction')], rows)}${more}`;
}

function checkTable(run: RunDocument): string {
  return textTable(
    [left('Check'), right('Passed'), right('Failed')],
    run.checks.map(({ name, passed, failed }) => [oneLine(name), count(passed), count(failed)]),
  );
}

function thresholdTable(run: RunDocument): string {
  return textTable(
    [left('Threshold'), left(''), left('Result'), right('Value')],
    run.thresholds.map(({ metric, expression, passed, value }) => [
      metric,
      expression,
      passed === null ? 'cannot tell' : passed ? 'passed' : 'failed',
      figure(value),
    ]),
  );
}

function notes(run: RunDocument): string {
  return run.warnings
    .map(
      ({ message, count: times }) =>
        `Note: ${oneLine(message, 400)}${times > 1 ? ` (${count(times)} times)` : ''}`,
    )
    .join('\n');
}

function left(title: string): TextColumn {
  return { title, align: 'left' };
}

function right(title: string): TextColumn {
  return { title, align: 'right' };
}

function count(value: number): string {
  return value.toLocaleString('en');
}

/** Three significant digits, whole numbers in full. */
function figure(value: number | null): string {
  if (value === null) return '–';
  if (Number.isInteger(value) || Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}

function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = Math.round(ms / 1000);
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ] as const;
  return parts
    .filter(([amount], index) => amount > 0 || index === 2)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ');
}
