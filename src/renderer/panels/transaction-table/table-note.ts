import type { Outcome } from '#shared/model/filter.ts';
import type { DurationUnit } from '../../ui/duration-format.ts';
import type { FiguresState } from '../run-figures/use-run-figures.ts';

const outcomeNotes: Readonly<Record<Outcome, string>> = {
  all: 'successes and failures together',
  ok: 'successes only',
  failed: 'failures only',
};

/**
 * What the figures of the table are: unit, which samples, and whether they are final.
 * @param reportedBy name of the tool that computed them; null: computed here
 */
export function describeRows(
  state: FiguresState | null,
  outcome: Outcome,
  unit: DurationUnit,
  reportedBy: string | null,
): string {
  if (reportedBy !== null) return `times in ${unit}, as ${reportedBy} printed them`;
  const basis = `times in ${unit}, ${outcomeNotes[outcome]}`;
  return state === 'estimate' ? `≈ estimates until the selection rests, times in ${unit}` : basis;
}
