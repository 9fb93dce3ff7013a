import type { LoadKind } from '#shared/model/phases.ts';
import type { LoadSignal } from './load-signal.ts';
import { countInWords } from './wording.ts';

const names: Readonly<Record<LoadKind, { readonly subject: string; readonly unit: string }>> = {
  threads: { subject: 'Number of users', unit: 'users' },
  'in-flight': { subject: 'Number of requests under way', unit: 'requests under way' },
  rate: { subject: 'Rate of requests', unit: 'requests per second' },
};

/** `Number of users`, or with an amount `200 users`. */
export function loadInWords(kind: LoadKind, amount?: number): string {
  return amount === undefined ? names[kind].subject : `${countInWords(amount)} ${names[kind].unit}`;
}

/** What the load does over buckets that belong to nothing else. */
export function rampInWords({ kind, values }: LoadSignal, from: number, to: number): string {
  const first = values[from]!;
  const last = values[to - 1]!;
  const { subject } = names[kind];
  const change = Math.abs(last - first) / Math.max(first, last, 1e-9);
  if (change < 0.1) return `${subject}: not constant for long enough to be a plateau.`;
  return `${subject} ${last > first ? 'rises' : 'falls'} from ${countInWords(first)} to ${countInWords(last)}.`;
}
