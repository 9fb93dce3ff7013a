import { verdicts, type Verdict } from '#shared/model/comparison.ts';
import { verdictWords, type CompareDocument } from './compare-document.ts';
import { changeText, metricFigure, verdictMetricName } from './figure-text.ts';
import { oneLine, textTable, type TextColumn } from './text-table.ts';

const MAX_ROWS = 60;
const MAX_LABELS = 20;

/** A comparison for a terminal: whether it counts, the verdicts, worst first, and what is on one side only. */
export function compareText(document: CompareDocument): string {
  const { comparability, transactions, added, removed } = document;
  const parts = [heading(document)];
  const notable = comparability.filter(({ severity }) => severity !== 'ok');
  if (notable.length > 0) parts.push(checkTable(notable));
  if (transactions.length > 0) parts.push(verdictTable(transactions));
  for (const [title, labels] of [
    ['Only in the candidate', added],
    ['Only in the baseline', removed],
  ] as const)
    if (labels.length > 0) parts.push(`${title}: ${labelList(labels)}`);
  for (const { message } of document.warnings) parts.push(`Note: ${oneLine(message, 400)}`);
  parts.push(`${capital(verdictWords[document.verdict])}. ${oneLine(document.sentence, 1000)}`);
  return parts.join('\n\n');
}

function heading({ baseline, candidate }: CompareDocument): string {
  const side = (title: string, runs: CompareDocument['baseline']): string =>
    runs
      .map(({ name, tool, window, samples }, index) => {
        const span = `${window.kind === 'steady' ? 'steady phase' : window.kind === 'all' ? 'whole run' : 'chosen span'}, ${((window.toMs - window.fromMs) / 60_000).toFixed(1)} min`;
        return `${index === 0 ? title : ' '.repeat(title.length)} ${oneLine(name, 100)} (${tool}; ${span}; ${samples.toLocaleString('en')} samples)`;
      })
      .join('\n');
  return `${side('Baseline: ', baseline)}\n${side('Candidate:', candidate)}`;
}

function checkTable(checks: CompareDocument['comparability']): string {
  return textTable(
    [left('Comparability'), left(''), left('Baseline'), left('Candidate'), left('')],
    checks.map(({ name, severity, baseline, candidate, waived, caps, message }) => [
      oneLine(name, 40),
      waived === null ? (severity === 'failed' && caps ? 'not comparable' : severity) : 'waived',
      oneLine(baseline, 40),
      oneLine(candidate, 40),
      oneLine(waived ?? message, 100),
    ]),
  );
}

function verdictTable(rows: CompareDocument['transactions']): string {
  const sorted = worstFirst(rows);
  const table = textTable(
    [
      left('Transaction'),
      left('Metric'),
      right('Baseline'),
      right('Candidate'),
      right('Change'),
      right('95 % interval'),
      left('Verdict'),
    ],
    sorted
      .slice(0, MAX_ROWS)
      .map((row) => [
        oneLine(row.label ?? 'All', 50),
        verdictMetricName(row),
        metricFigure(row, row.baseline),
        metricFigure(row, row.candidate),
        changeText(row.metric, row.deltaRatio),
        row.ci95 === null
          ? '–'
          : `${changeText(row.metric, row.ci95[0])} to ${changeText(row.metric, row.ci95[1])}`,
        verdictWords[row.verdict] + (row.reason === null ? '' : ` (${row.reason.replaceAll('-', ' ')})`),
      ]),
  );
  const more = sorted.length - MAX_ROWS;
  return more > 0 ? `${table}\n… and ${more.toLocaleString('en')} more (--json has all)` : table;
}

/** Regressed, inconclusive, improved, no change; within that the largest change first. */
export function worstFirst(rows: CompareDocument['transactions']): CompareDocument['transactions'] {
  const rank = (verdict: Verdict): number => verdicts.indexOf(verdict);
  return [...rows].sort(
    (a, b) => rank(a.verdict) - rank(b.verdict) || Math.abs(b.deltaRatio ?? 0) - Math.abs(a.deltaRatio ?? 0),
  );
}

function labelList(labels: readonly string[]): string {
  const more = labels.length - MAX_LABELS;
  const shown = labels.slice(0, MAX_LABELS).map((label) => oneLine(label));
  return shown.join(', ') + (more > 0 ? ` and ${more.toLocaleString('en')} more` : '');
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function left(title: string): TextColumn {
  return { title, align: 'left' };
}

function right(title: string): TextColumn {
  return { title, align: 'right' };
}
