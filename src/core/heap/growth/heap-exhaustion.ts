import { slopeInterval } from '#core/statistics/small-series-trend.ts';
import type { HeapExhaustion } from '#shared/model/heap-growth.ts';

/**
 * When the heap reaches its limit if it goes on growing as over the snapshots (Theil–Sen and its interval, method P10).
 * @param operations rising, or null where they are not known
 * @param takenAtMs rising, or null where instants are not known
 */
export function heapExhaustion(
  totalBytes: readonly number[],
  operations: readonly number[] | null,
  takenAtMs: readonly number[] | null,
  limitBytes: number,
): HeapExhaustion {
  const left = limitBytes - totalBytes.at(-1)!;
  const until = (times: readonly number[] | null): HeapExhaustion['operations'] => {
    if (times === null) return null;
    const { slope, low, high } = slopeInterval(totalBytes, times);
    if (slope <= 0 || left <= 0) return left <= 0 ? { estimate: 0, low: 0, high: 0 } : null;
    return { estimate: left / slope, low: left / high, high: low > 0 ? left / low : null };
  };
  return { limitBytes, operations: until(operations), ms: until(takenAtMs) };
}
