import { Figures, perWords } from '#core/profile/difference/figure-words.ts';
import type {
  DifferenceReason,
  DifferenceSide,
  DifferenceUnit,
  DifferenceVerdict,
  ProfileDifference,
} from '#shared/model/profile-difference.ts';
import { figureText } from './figure-text.ts';
import { functionRows } from './profile-difference-document.ts';
import { oneLine, textTable } from './text-table.ts';

const REASONS: Readonly<Record<DifferenceReason, string>> = {
  'too-noisy': 'too noisy',
  'few-samples': 'few samples',
  'small-but-real': 'small',
  drifting: 'drifting',
  'not-tested': 'not tested',
};

/** A difference of profiles for a terminal: what changed and why, whether it may be compared, then functions. */
export function differenceText(difference: ProfileDifference, top: number): string {
  const { attribution, method, checks, floor, unit, changedFunctions, functions, renames } = difference;
  const sides = new Figures(unit, Math.max(difference.overall.baseline, difference.overall.candidate));
  const lines = [
    `A ${sideText(difference.baseline, sides, unit)}`,
    `B ${sideText(difference.candidate, sides, unit)}`,
    '',
    oneLine(attribution.sentence, 1000),
  ];
  if (attribution.changes.length > 1)
    lines.push(...attribution.changes.map(({ sentence }) => `  ${oneLine(sentence, 500)}`));
  if (attribution.against.length > 0)
    lines.push('Against it:', ...attribution.against.map(({ sentence }) => `  ${oneLine(sentence, 500)}`));
  lines.push('', method.sentence);
  for (const { state, message, name, baseline, candidate } of checks)
    if (state === 'failed' || state === 'note')
      lines.push(
        `${state === 'failed' ? 'Not alike' : 'Note'}: ${name} (A ${baseline}, B ${candidate}). ${message}`,
      );
  const aligned = difference.alignment.filter(({ on, applied }) => on && applied > 0);
  if (aligned.length > 0)
    lines.push(
      `Taken for the same: ${aligned.map(({ step, applied }) => `${step} (${figureText(applied)})`).join(', ')}.`,
    );
  for (const { baseline, candidate, shared } of renames)
    lines.push(
      `Renamed? ${oneLine(baseline.name)} may be ${oneLine(candidate.name)} now: ${figureText(shared * 100)} % of what they call is the same.`,
    );
  const rows = functionRows(functions, top);
  const largest = Math.max(0, ...rows.flatMap((row) => [row.baselineSelf, row.candidateSelf]));
  const figures = new Figures(unit, largest);
  const smallest = new Figures(unit, floor);
  lines.push(
    '',
    `Functions by change of self,${figures.name}${perWords(unit)}: ${changedFunctions.self} of ${figureText(functions.functions.count)} changed by more than ${smallest.plain(floor)}${smallest.name}.`,
    textTable(
      [
        { title: 'Function', align: 'left' },
        { title: 'A self', align: 'right' },
        { title: 'B self', align: 'right' },
        { title: 'Change', align: 'right' },
        { title: '95 % interval', align: 'right' },
        { title: 'Verdict', align: 'left' },
      ],
      rows.map((row) => [
        oneLine(row.name),
        row.baselineSelf === 0 && row.baselineTotal === 0 ? 'absent' : figures.plain(row.baselineSelf),
        row.candidateSelf === 0 && row.candidateTotal === 0 ? 'absent' : figures.plain(row.candidateSelf),
        figures.change(row.delta),
        row.ci95 === null ? '–' : `${figures.change(row.ci95[0])} to ${figures.change(row.ci95[1])}`,
        verdictText(row.verdict, row.reason),
      ]),
    ),
  );
  if (functions.functions.count > rows.length)
    lines.push(`${figureText(functions.functions.count - rows.length)} more functions: --top N shows more.`);
  return lines.join('\n');
}

function sideText(side: DifferenceSide, figures: Figures, unit: DifferenceUnit): string {
  const names = side.profiles.map(({ name }) => oneLine(name)).join(', ');
  return `${names}: ${figureText(side.samples)} samples, ${figures.plain(side.scaledTotal)}${figures.name}${perWords(unit)}`;
}

function verdictText(verdict: DifferenceVerdict, reason: DifferenceReason | null): string {
  switch (verdict) {
    case 'more':
    case 'less':
      return verdict;
    case 'no-change':
      return 'no change';
    case 'cannot-tell':
      return reason === null ? 'cannot tell' : `cannot tell (${REASONS[reason]})`;
  }
}
