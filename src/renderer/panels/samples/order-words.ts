import type { SampleOrder } from '#shared/model/drill-down.ts';
import { numberFormat } from '../../ui/number-format.ts';
import { MAX_LOADED } from './sample-pager.ts';

const words: Readonly<Record<SampleOrder, readonly [ascending: string, descending: string]>> = {
  startMs: ['in order of their start', 'latest first'],
  elapsedMs: ['fastest first', 'slowest first'],
  label: ['by transaction', 'by transaction, Z to A'],
  code: ['by result code', 'by result code, descending'],
  thread: ['by thread', 'by thread, Z to A'],
  receivedBytes: ['smallest response first', 'largest response first'],
};

/** What the list of samples shows: `slowest first, 95,460 in the selection`. */
export function orderNote(
  order: SampleOrder,
  descending: boolean,
  total: number | null,
  onlyFailing: boolean,
): string {
  const sorted = words[order][descending ? 1 : 0];
  if (total === null) return sorted;
  const what = onlyFailing ? 'failures' : 'samples';
  const limit = total > MAX_LOADED ? `, the first ${numberFormat.count(MAX_LOADED)} can be shown` : '';
  return `${sorted}, ${numberFormat.count(total)} ${what} in the selection${limit}`;
}
