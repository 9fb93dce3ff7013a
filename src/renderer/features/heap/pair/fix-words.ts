import { fixVerdicts, type FixRow, type FixVerdict } from '#shared/model/heap-growth.ts';
import { numberFormat } from '../../../ui/number-format.ts';

export const fixWords: Readonly<Record<FixVerdict, string>> = {
  fixed: 'fixed',
  reduced: 'reduced',
  'not-fixed': 'not fixed',
  'cannot-tell': 'cannot tell',
};

/** `1 not fixed, 3 fixed` */
export function fixCounts(rows: readonly FixRow[]): string {
  return fixVerdicts
    .flatMap((verdict) => {
      const count = rows.filter((row) => row.verdict === verdict).length;
      return count === 0 ? [] : [`${numberFormat.count(count)} ${fixWords[verdict]}`];
    })
    .join(', ');
}
