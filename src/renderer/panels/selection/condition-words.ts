import { fieldLabel } from '#shared/model/condition-fields.ts';
import type { Condition, LatencyBand } from '#shared/model/filter.ts';
import { exactNumber, numberFormat } from '../../ui/number-format.ts';

/** What stands for samples that have no value in a field. */
const NO_VALUE = 'none';

export function valueText(value: string | null): string {
  if (value === null) return NO_VALUE;
  return value === '' ? '(empty)' : value;
}

/** What a chip says behind the name of the field: `503`, `not 503`, `503 or 504`, `3 values`. */
export function conditionText({ values, not }: Condition): string {
  const [first = null, second = null] = values;
  const joined =
    values.length === 1
      ? valueText(first)
      : values.length === 2
        ? `${valueText(first)} ${not ? 'nor' : 'or'} ${valueText(second)}`
        : `${numberFormat.count(values.length)} values`;
  if (!not) return joined;
  return values.length === 2
    ? `neither ${joined}`
    : values.length === 1
      ? `not ${joined}`
      : `none of ${joined}`;
}

/** `Code 503`: a condition within a sentence. */
export function describeCondition(condition: Condition): string {
  return `${fieldLabel(condition.field)} ${conditionText(condition)}`;
}

/** `250–500 ms`, `from 250 ms`, `under 500 ms`; to the last digit, since the edges are exact. */
export function bandText({ fromMs, toMs }: LatencyBand): string {
  const text = (ms: number): string =>
    Number.isInteger(ms) ? numberFormat.count(ms) : exactNumber(Number(ms.toPrecision(6)));
  if (toMs === null) return `from ${text(fromMs)} ms`;
  return fromMs === 0 ? `under ${text(toMs)} ms` : `${text(fromMs)}–${text(toMs)} ms`;
}
