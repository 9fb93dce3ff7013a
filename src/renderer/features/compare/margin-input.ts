import { marginSchema, type Margin } from '#shared/model/comparison.ts';

export type MarginInput =
  | { readonly kind: 'margin'; readonly margin: Margin }
  | { readonly kind: 'wrong'; readonly field: 'percent' | 'ms'; readonly problem: string };

/** Reads a margin as people write it: `10`, `7,5`, `10 %`, `5 ms`. */
export function readMargin(percent: string, ms: string): MarginInput {
  const ratio = numberIn(percent, '%');
  if (ratio === null || !marginSchema.shape.ratio.safeParse(ratio / 100).success)
    return {
      kind: 'wrong',
      field: 'percent',
      problem: 'Give a percentage above 0 and up to 1,000, such as 10.',
    };
  const floor = numberIn(ms, 'ms');
  if (floor === null || !marginSchema.shape.ms.safeParse(floor).success)
    return { kind: 'wrong', field: 'ms', problem: 'Give milliseconds from 0 to 1,000,000, such as 5.' };
  // 7 ÷ 100 is 0.07 and not 0.07000000000000001.
  return { kind: 'margin', margin: { ratio: Number((ratio / 100).toPrecision(12)), ms: floor } };
}

function numberIn(text: string, unit: string): number | null {
  const bare = text.trim().toLowerCase().replace(unit, '').trim().replace(',', '.');
  return /^\d+(\.\d+)?$|^\.\d+$/u.test(bare) ? Number(bare) : null;
}
