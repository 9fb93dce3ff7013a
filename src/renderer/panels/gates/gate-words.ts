import type { GateLimit, GateOutcome, GateResult, GatesEvaluation } from '#shared/model/gates.ts';
import { numberFormat } from '../../ui/number-format.ts';
import type { Status } from '../../ui/StatusIcon.tsx';

export const outcomeWords: Readonly<Record<GateOutcome, string>> = {
  passed: 'passed',
  failed: 'failed',
  'cannot-tell': 'cannot tell',
};

export const outcomeStatus: Readonly<Record<GateOutcome, Status>> = {
  passed: 'good',
  failed: 'bad',
  'cannot-tell': 'unknown',
};

const order: Readonly<Record<GateOutcome, number>> = { failed: 0, 'cannot-tell': 1, passed: 2 };

/** Failed before cannot tell before passed. */
export function compareOutcomes(a: GateOutcome, b: GateOutcome): number {
  return order[a] - order[b];
}

/** What decides comes first: the worst, and blocking before conditional; otherwise the order of the file. */
export function worstGatesFirst(results: readonly GateResult[]): readonly GateResult[] {
  const rank = ({ outcome, enforcement }: GateResult): number =>
    order[outcome] * 2 + (enforcement === 'blocking' ? 0 : 1);
  return [...results].sort((a, b) => rank(a) - rank(b));
}

/** `over 200 ms`, `under 0.85`: how a limit is missed. */
export function missedWords({ operator, limit }: Pick<GateLimit, 'operator' | 'limit'>): string {
  return `${operator.startsWith('<') ? 'over' : 'under'} ${limit}`;
}

/**
 * The figure that stands for a gate, in a few words: `3 of 14 over 200 ms`, `0.067 %, limit 1 %`, `no baseline is named`.
 * @param limits those of the whole evaluation
 */
export function keyFigure(result: GateResult, limits: readonly GateLimit[]): string {
  const { counts, evidence, outcome, sentence } = result;
  if (sentence.startsWith('Cannot tell: ')) return reasonOf(sentence);
  const total = judgedCount(result);
  const own = limits.filter(({ gateId }) => gateId === result.id);
  const limit = own.length === 1 ? own[0] : undefined;
  const [first] = evidence;
  if (total === 1 && first !== undefined) return singleFigure(first.measured, limit);
  if (total === 0) return firstPart(sentence);
  const count = numberFormat.count(outcome === 'passed' ? total : counts[outcome]);
  if (outcome === 'passed')
    return limit === undefined ? `all ${count}` : `all ${count}, limit ${limit.limit}`;
  const share = `${count} of ${numberFormat.count(total)}`;
  return outcome === 'failed' && limit !== undefined ? `${share} ${missedWords(limit)}` : share;
}

/** How many things the gate was held against. */
export function judgedCount({ counts }: Pick<GateResult, 'counts'>): number {
  return counts.passed + counts.failed + counts['cannot-tell'];
}

function singleFigure(measured: string, limit: GateLimit | undefined): string {
  const figure = firstPart(measured);
  if (limit === undefined) return figure;
  const prefix = `${limit.figure} `;
  const value = figure.toLowerCase().startsWith(prefix) ? figure.slice(prefix.length) : figure;
  return `${value}, limit ${limit.limit}`;
}

function reasonOf(sentence: string): string {
  // In a cell every word counts: "no metric …", "expected load is not known".
  return firstPart(sentence.slice('Cannot tell: '.length)).replace(
    /^(?:the run has|there (?:is|are)|the) /u,
    '',
  );
}

/** Sentences of gates put what matters first; a comma within a number has no blank behind it. */
function firstPart(text: string): string {
  return (text.split(/\. |[,;:] | \(|\.$/u, 1)[0] ?? text).trim();
}

/** `Gates failed` and `2 of 5 blocking`. */
export function overallWords({ results, outcome }: Pick<GatesEvaluation, 'results' | 'outcome'>): {
  readonly title: string;
  readonly figure: string;
} {
  const blocking = results.filter(({ enforcement }) => enforcement === 'blocking');
  if (results.length === 0) return { title: 'No gates', figure: 'nothing is judged' };
  if (blocking.length === 0) return { title: 'Gates passed', figure: 'none is blocking' };
  const title = outcome === 'cannot-tell' ? 'Gates: cannot tell' : `Gates ${outcomeWords[outcome]}`;
  const count = blocking.filter((each) => each.outcome === outcome).length;
  const of = numberFormat.count(blocking.length);
  return {
    title,
    figure: outcome === 'passed' ? `all ${of} blocking` : `${numberFormat.count(count)} of ${of} blocking`,
  };
}

/** `14 judged: 3 failed, 2 cannot tell, 9 passed`. */
export function countWords({ counts }: Pick<GateResult, 'counts'>): string {
  const parts = (['failed', 'cannot-tell', 'passed'] as const).flatMap((outcome) =>
    counts[outcome] === 0 ? [] : [`${numberFormat.count(counts[outcome])} ${outcomeWords[outcome]}`],
  );
  return `${numberFormat.count(judgedCount({ counts }))} judged: ${parts.join(', ')}`;
}

/** Metrics that a gate names behind the label when it compares several of them. */
const METRIC_SUFFIX = /, (?:p\d+(?:\.\d+)?|throughput|error rate)$/u;

/** The transaction that a line of evidence is about; null: it is about something else. */
export function transactionOf(subject: string, isLabel: (text: string) => boolean): string | null {
  if (isLabel(subject)) return subject;
  const label = subject.replace(METRIC_SUFFIX, '');
  return label !== subject && isLabel(label) ? label : null;
}
