import type { TimeSpan } from '#shared/model/filter.ts';
import { formatElapsed } from '../../ui/duration-format.ts';

/** `15:20–19:30`; spans under ten seconds show tenths. */
export function spanText({ fromMs, toMs }: TimeSpan): string {
  const step = toMs - fromMs < 10_000 ? 100 : 1000;
  return `${formatElapsed(fromMs, step)}–${formatElapsed(toMs, step)}`;
}
