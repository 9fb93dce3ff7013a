import type { Incident } from '#shared/model/diagnostics.ts';
import type { Transaction } from '#shared/model/run.ts';
import { formatElapsed, formatSpan } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';

/** `16:50–17:10`; incidents shorter than ten seconds show tenths. */
export function incidentSpan({ fromMs, toMs }: Incident): string {
  const step = toMs - fromMs < 10_000 ? 100 : 1000;
  return `${formatElapsed(fromMs, step)}–${formatElapsed(toMs, step)}`;
}

/** Time that its samples took beyond what is typical, or failures beyond it: `+4 m 10 s`, `+37 failed`. */
export function incidentExcess({ kind, excess }: Incident): string {
  if (kind === 'slow') return `+${formatSpan(excess)}`;
  return `+${numberFormat.count(Math.round(excess))} failed`;
}

/** `Add to cart and 3 more`, slowest first. */
export function incidentNames(
  { transactionIds }: Incident,
  transactions: ReadonlyMap<number, Transaction>,
): string {
  const [first, ...others] = transactionIds;
  if (first === undefined) return 'all transactions';
  const name = transactions.get(first)?.label ?? `transaction ${first}`;
  return others.length === 0 ? name : `${name} and ${numberFormat.count(others.length)} more`;
}

/** All names, one a line, for where there is room. */
export function allIncidentNames(
  { transactionIds }: Incident,
  transactions: ReadonlyMap<number, Transaction>,
): string {
  return transactionIds.map((id) => transactions.get(id)?.label ?? `transaction ${id}`).join('\n');
}

/** What stands beside an incident that the load explains. */
export const EFFECT_OF_LOAD = 'Outside of the steady phase: an effect of the load rather than of the system';
