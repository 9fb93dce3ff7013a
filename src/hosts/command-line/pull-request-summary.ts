import type { GateOutcome, GateResult } from '#shared/model/gates.ts';
import { verdictWords, type CompareDocument } from './compare-document.ts';
import { worstFirst } from './compare-text.ts';
import { changeText, metricFigure, verdictMetricName } from './figure-text.ts';
import { outcomeWords, type GateDocument, type GatedRunDocument } from './gate-document.ts';
import { summaryOf } from './gate-text.ts';

/** Markdown for a pull request: what decides on top, everything else folded away. */

const MAX_ROWS = 20;
/** A comment on GitHub has at most 65,536 characters. */
const MAX_CHARS = 60_000;

const marks: Readonly<Record<GateOutcome | 'regressed' | 'inconclusive' | 'improved' | 'no-change', string>> =
  {
    passed: '✅',
    failed: '❌',
    'cannot-tell': '❔',
    regressed: '❌',
    inconclusive: '❔',
    improved: '✅',
    'no-change': '✅',
  };

export function gateMarkdown({ runs, baseline, outcome, warnings }: GateDocument): string {
  const against = baseline.length === 0 ? '' : ` against ${baseline.map(plain).join(', ')}`;
  const parts = [`## ${marks[outcome]} Load test gates: ${outcomeWords[outcome]}`];
  for (const run of runs) parts.push(...runMarkdown(run, against));
  if (warnings.length > 0) parts.push(warnings.map(({ message }) => `> ${plain(message)}`).join('\n'));
  return document(parts);
}

function runMarkdown({ name, gates }: GatedRunDocument, against: string): string[] {
  const rows = gates.map((gate) => [
    `${marks[gate.outcome]} ${outcomeWords[gate.outcome]}`,
    `${plain(gate.name)}${gate.enforcement === 'conditional' ? ' (conditional)' : ''}${gate.proposed ? ' (proposed)' : ''}`,
    code(gate.rule),
    plain(gate.sentence),
  ]);
  return [
    `**${plain(name)}**${against}: ${summaryOf(gates)}.`,
    table(['Result', 'Gate', 'Rule', 'Measured'], rows),
    ...gates.flatMap(evidenceOf),
  ];
}

function evidenceOf({ name, outcome, evidence }: GateResult): string[] {
  if (outcome === 'passed' || evidence.length < 2) return [];
  const rows = evidence
    .slice(0, MAX_ROWS)
    .map((each) => [plain(each.subject), plain(each.measured), outcomeWords[each.outcome]]);
  const more = evidence.length - rows.length;
  return [
    folded(
      `${plain(name)}: evidence`,
      table(['', 'Measured', 'Result'], rows) + (more > 0 ? `\n\n… and ${more} more` : ''),
    ),
  ];
}

/** Where nothing could be judged. @param problems why: at least one */
export function unjudgedMarkdown(name: 'compare' | 'gate', problems: readonly string[]): string {
  const title = name === 'compare' ? 'Load test comparison' : 'Load test gates';
  return document([
    `## ❌ ${title}: no result`,
    'Nothing was judged:',
    problems.map((problem) => `- ${plain(problem)}`).join('\n'),
  ]);
}

export function compareMarkdown(compared: CompareDocument): string {
  const { baseline, candidate, comparability, transactions, added, removed, verdict, sentence } = compared;
  const names = (runs: CompareDocument['baseline']): string => runs.map(({ name }) => plain(name)).join(', ');
  const parts = [
    `## ${marks[verdict]} Load test comparison: ${verdictWords[verdict]}`,
    `**${names(candidate)}** against **${names(baseline)}**. ${plain(sentence)}`,
  ];
  const notable = comparability.filter(({ severity }) => severity !== 'ok');
  if (notable.length > 0)
    parts.push(
      notable
        .map((check) => {
          const what = `${plain(check.name)}: ${plain(check.message)}`;
          return `> ${what}${check.waived === null ? '' : ` Waived: ${plain(check.waived)}.`}`;
        })
        .join('\n>\n'),
    );
  const sorted = worstFirst(transactions);
  const decided = sorted.filter((row) => row.verdict !== 'no-change');
  const shown = decided.slice(0, MAX_ROWS);
  if (shown.length > 0) parts.push(verdictTable(shown));
  const rest = sorted.filter((row) => !shown.includes(row));
  if (rest.length > 0)
    parts.push(folded(`${rest.length} more comparisons`, verdictTable(rest.slice(0, 10 * MAX_ROWS))));
  for (const [title, labels] of [
    ['Only in the candidate', added],
    ['Only in the baseline', removed],
  ] as const)
    if (labels.length > 0) parts.push(`${title}: ${labels.slice(0, MAX_ROWS).map(code).join(', ')}`);
  return document(parts);
}

function verdictTable(rows: CompareDocument['transactions']): string {
  return table(
    ['Verdict', 'Transaction', 'Metric', 'Baseline', 'Candidate', 'Change', '95 % interval'],
    rows.map((row) => [
      `${marks[row.verdict]} ${verdictWords[row.verdict]}`,
      row.label === null ? 'All' : code(row.label),
      verdictMetricName(row),
      metricFigure(row, row.baseline),
      metricFigure(row, row.candidate),
      changeText(row.metric, row.deltaRatio),
      row.ci95 === null
        ? '–'
        : `${changeText(row.metric, row.ci95[0])} to ${changeText(row.metric, row.ci95[1])}`,
    ]),
  );
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('\n');
}

function folded(title: string, content: string): string {
  return `<details><summary>${title}</summary>\n\n${content}\n\n</details>`;
}

/** Whole parts only: a table that is cut off would not be one. */
function document(parts: readonly string[]): string {
  let text = '';
  for (const part of parts) {
    if (text.length + part.length > MAX_CHARS) return `${text}… the rest is in the JSON document\n`;
    text += `${part}\n\n`;
  }
  return `${text.trimEnd()}\n`;
}

/** Labels and messages of others: no markup, no mentions, no new line. */
function plain(text: string): string {
  return text
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_{}[\]|#~!]/gu, '\\$&')
    .replaceAll('@', '&#64;');
}

function code(text: string): string {
  const clean = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/gu, ' ').trim();
  return `<code>${plain(clean)}</code>`;
}
