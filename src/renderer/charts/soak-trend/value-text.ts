import type { SoakTrend } from '#shared/model/soak.ts';
import { formatBytes } from '../../ui/byte-format.ts';
import { formatDuration, type DurationScale } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';

/** A value of a trend in its own unit. */
export function soakValueText(
  { contains }: Pick<SoakTrend, 'contains'>,
  value: number,
  duration: DurationScale,
): string {
  if (contains === 'time') return `${formatDuration(value, duration)} ${duration.unit}`;
  return contains === 'data' ? formatBytes(value) : numberFormat.short(value);
}

/** `p95 of Checkout`, `Floor of heap used, web1` */
export function soakTrendName({ kind, figure, label, host }: SoakTrend): string {
  if (kind === 'latency') return `${figure} of ${label}`;
  return `Floor of ${label}${host === null ? '' : `, ${host}`}`;
}
