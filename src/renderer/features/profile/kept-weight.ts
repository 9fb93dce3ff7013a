import type { SelectedWeight } from '#shared/model/profile.ts';
import { numberFormat } from '../../ui/number-format.ts';
import { shareOf } from './weight-format.ts';

/** Of one profile, or of one side of a difference. */
export type KeptWeight = Pick<SelectedWeight, 'total' | 'selectedTotal'>;

/** What is lost by rounding is not lost. */
const ALL = 1 - 1e-9;
const UNDO = 'undo with Ctrl Z';

/** What the changes of the tree have left. Focus and drop lose weight; everything else only moves it. */
export function keepsText(selected: KeptWeight | null): string {
  if (selected === null) return '';
  if (selected.selectedTotal === 0) return 'nothing in the selection';
  const share = keptShare(selected);
  if (share > ALL) return `keep 100 % of the weight; ${UNDO}`;
  return `shows ${numberFormat.percent(share)} of the weight; ${UNDO}`;
}

/** The same of both sides: one share where it is the same on both. */
export function keepsTextOfBoth(baseline: KeptWeight, candidate: KeptWeight): string {
  if (baseline.selectedTotal === 0 && candidate.selectedTotal === 0) return 'nothing in the selection';
  const [a, b] = [keptShare(baseline), keptShare(candidate)];
  if (Math.min(a, b) > ALL) return `keep 100 % of both totals; ${UNDO}`;
  const [inA, inB] = [numberFormat.percent(a), numberFormat.percent(b)];
  return inA === inB
    ? `shows ${inA} of the weight on both sides; ${UNDO}`
    : `shows ${inA} of the weight of A, ${inB} of B; ${UNDO}`;
}

/** Nothing was there: nothing is lost. */
function keptShare({ total, selectedTotal }: KeptWeight): number {
  return selectedTotal === 0 ? 1 : shareOf(total, selectedTotal);
}
