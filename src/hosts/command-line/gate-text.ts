import { NO_BASELINE } from '#core/gates/compared-runs.ts';
import type { GateResult } from '#shared/model/gates.ts';
import { outcomeWords, type GateDocument, type GatedRunDocument } from './gate-document.ts';
import { oneLine } from './text-table.ts';

const MAX_EVIDENCE = 5;

const marks = { passed: '✓', failed: '✗', 'cannot-tell': '?' } as const;

/** Gates for a terminal: what failed and what cannot be told with its evidence, in the order of the file. */
export function gateText(document: GateDocument): string {
  const { baseline, runs, warnings } = document;
  const against = baseline.length === 0 ? '' : ` against ${baseline.map((name) => oneLine(name)).join(', ')}`;
  const parts = runs.map((run) => runText(run, against));
  if (runs.some(({ gates }) => gates.some(({ sentence }) => sentence.includes(NO_BASELINE))))
    parts.push('Note: without a baseline some gates cannot be judged: give its files with --baseline.');
  for (const { message } of warnings) parts.push(`Note: ${oneLine(message, 400)}`);
  return parts.join('\n\n');
}

function runText({ name, tool, gates, outcome }: GatedRunDocument, against: string): string {
  return [
    `${oneLine(name, 100)} (${tool})${against}`,
    ...gates.map(resultText),
    `Gates ${outcomeWords[outcome]}: ${summaryOf(gates)}.`,
  ].join('\n');
}

function resultText(result: GateResult): string {
  const notes = [
    result.enforcement === 'conditional' ? 'conditional' : null,
    result.proposed ? 'proposed, not agreed to' : null,
  ].filter((note) => note !== null);
  const head = `  ${marks[result.outcome]} ${oneLine(result.name, 60)}: ${outcomeWords[result.outcome]}${notes.length === 0 ? '' : ` (${notes.join('; ')})`}`;
  const lines = [head, `      ${oneLine(result.rule, 200)}`, `      ${oneLine(result.sentence, 1000)}`];
  if (result.outcome !== 'passed') {
    const notable = result.evidence.filter((each) => each.outcome !== 'passed');
    // One line of evidence is the sentence again.
    if (notable.length > 1) {
      for (const { subject, measured, outcome } of notable.slice(0, MAX_EVIDENCE))
        lines.push(`        ${marks[outcome]} ${oneLine(subject)}: ${oneLine(measured, 300)}`);
      const more = notable.length - MAX_EVIDENCE;
      if (more > 0) lines.push(`        … and ${more.toLocaleString('en')} more (--json has them)`);
    }
  }
  return lines.join('\n');
}

/** `2 failed, 1 cannot tell, 4 passed; conditional: 1 failed`. */
export function summaryOf(gates: readonly GateResult[]): string {
  const count = (list: readonly GateResult[]): string =>
    (['failed', 'cannot-tell', 'passed'] as const)
      .map(
        (outcome) => [list.filter((gate) => gate.outcome === outcome).length, outcomeWords[outcome]] as const,
      )
      .filter(([number]) => number > 0)
      .map(([number, words]) => `${number} ${words}`)
      .join(', ');
  const blocking = gates.filter(({ enforcement }) => enforcement === 'blocking');
  const conditional = gates.filter(({ enforcement }) => enforcement === 'conditional');
  const parts = [blocking.length === 0 ? 'no blocking gates' : count(blocking)];
  if (conditional.length > 0) parts.push(`conditional: ${count(conditional)}`);
  return parts.join('; ');
}
