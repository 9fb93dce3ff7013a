import type { TimeSpan } from '#shared/model/filter.ts';

/**
 * SQL of how much selected time has passed when a selected sample starts, in whole µs; NULL without a time stamp.
 * @param startedAtUs start of the run
 * @param fromUs first selected instant, since the start of the run
 * @param gaps what is left out after it
 */
export function selectedUsSql(startedAtUs: number, fromUs: number, gaps: readonly TimeSpan[]): string {
  const passed = `epoch_us(started_at) - ${Math.round(startedAtUs + fromUs)}`;
  const leftOut = gaps.map(({ fromMs, toMs }) => {
    const endUs = Math.round(startedAtUs + toMs * 1000);
    return ` - CASE WHEN epoch_us(started_at) >= ${endUs} THEN ${Math.round((toMs - fromMs) * 1000)} ELSE 0 END`;
  });
  return `(${passed}${leftOut.join('')})`;
}
