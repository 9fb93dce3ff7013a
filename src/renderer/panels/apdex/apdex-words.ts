import { APDEX_SMALL_SAMPLE } from '#shared/model/apdex.ts';
import { formatRound } from '../../charts/round-number.ts';
import { exactNumber, numberFormat } from '../../ui/number-format.ts';
import type { Figures } from '../run-figures/figures.ts';

type Score = NonNullable<Figures['apdex']>;

const isSmall = (samples: number | null): boolean => samples !== null && samples < APDEX_SMALL_SAMPLE;

/** `0.94 [0.5]`, with the mark of a small sample: `0.94* [0.5]`; `[…]` where transactions have several T. */
export function apdexCellText({ score, tMs, mixed = false }: Score, samples: number | null): string {
  const t = mixed ? '…' : formatRound(tMs / 1000);
  return `${numberFormat.fixed(score, 2)}${isSmall(samples) ? '*' : ''} [${t}]`;
}

export function apdexCellTitle(
  { score, tMs, mixed = false }: Score,
  samples: number | null,
  interval: { readonly low: number; readonly high: number } | null,
): string {
  const parts = [`${exactNumber(score)}, ${mixed ? 'each by its own T' : `T = ${formatRound(tMs)} ms`}`];
  if (isSmall(samples)) parts.push('small sample: fewer than 100');
  if (interval !== null)
    parts.push(
      `95 % interval ${numberFormat.fixed(interval.low, 3)} to ${numberFormat.fixed(interval.high, 3)}, from blocks of time`,
    );
  return parts.join('\n');
}
