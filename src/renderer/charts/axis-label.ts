import { formatDuration, type DurationScale } from '../ui/duration-format.ts';
import { numberFormat } from '../ui/number-format.ts';

/** Ticks are round numbers: no decimals where they are whole, and three at most. The unit stands in the title. */
export function axisLabel(valueMs: number, duration: DurationScale): string {
  // 0.3 s is 300 ms × 0.001: rounding error must not turn a whole number into decimals.
  const value = Number((valueMs * duration.perMs).toPrecision(12));
  return Number.isInteger(value) ? numberFormat.count(value) : formatDuration(valueMs, { ...duration, maxDecimals: 3 });
}
