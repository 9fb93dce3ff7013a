import type {
  Growth,
  GrowthCheckState,
  GrowthKind,
  GrowthSeries,
  GrowthVerdict,
  HeapExhaustion,
} from '#shared/model/heap-growth.ts';
import { namedHolder } from '#shared/model/heap-holder.ts';
import { formatBytes } from '../../../ui/byte-format.ts';
import { formatSpan } from '../../../ui/duration-format.ts';
import { numberFormat } from '../../../ui/number-format.ts';
import type { Status } from '../../../ui/StatusIcon.tsx';

export const verdictWords: Readonly<Record<GrowthVerdict, string>> = {
  leak: 'leak',
  candidate: 'candidate',
  'cannot-tell': 'cannot tell',
  bounded: 'bounded',
  'no-growth': 'no growth',
};

export const groupingNames: Readonly<Record<GrowthKind, string>> = {
  class: 'class',
  owner: 'owner',
  shape: 'owner path',
  container: 'container',
};

export const checkStates: Readonly<
  Record<GrowthCheckState, { readonly status: Status; readonly word: string }>
> = {
  passed: { status: 'good', word: 'passed' },
  note: { status: 'warn', word: 'note' },
  failed: { status: 'bad', word: 'failed' },
  unknown: { status: 'unknown', word: 'cannot tell' },
};

const PATH_SEPARATOR = ' › ';

/** Steps of the name of a container that tell which it is. */
const CONTAINER_STEPS = 2;

/** What grows: of a path its last class, of a container the end of the way to it. */
export function growthName({ kind, name }: GrowthSeries): string {
  if (kind === 'shape') return name.split(PATH_SEPARATOR).at(-1) ?? name;
  if (kind === 'container') return name.split(PATH_SEPARATOR).slice(-CONTAINER_STEPS).join(PATH_SEPARATOR);
  return name;
}

/** What holds it: of a path all but its last class, else the nearest step with a name that the program gave. */
export function growthHolder({ kind, name, retainerPath }: GrowthSeries): string {
  if (kind === 'shape') return name.split(PATH_SEPARATOR).slice(0, -1).join(PATH_SEPARATOR);
  if (kind === 'container') return name.split(PATH_SEPARATOR).slice(0, -CONTAINER_STEPS).join(PATH_SEPARATOR);
  return namedHolder(retainerPath.slice(0, -1));
}

/** `1 leak, 2 bounded, 7 no growth`; of nothing: an empty text. */
export function verdictCounts(rows: readonly GrowthSeries[]): string {
  const order: readonly GrowthVerdict[] = ['leak', 'candidate', 'bounded', 'cannot-tell', 'no-growth'];
  return order
    .flatMap((verdict) => {
      const count = rows.filter((row) => row.verdict === verdict).length;
      if (count === 0) return [];
      const plural = count > 1 && (verdict === 'leak' || verdict === 'candidate') ? 's' : '';
      return [`${numberFormat.count(count)} ${verdictWords[verdict]}${plural}`];
    })
    .join(', ');
}

/** `at this rate the 2.0 GB limit is 44 h 00 m away (34 h 00 m to 74 h 00 m)` */
export function exhaustionText({ limitBytes, ms, operations }: HeapExhaustion): string {
  const limit = formatBytes(limitBytes);
  const far = ms ?? operations;
  if (far === null) return `at this rate the limit of ${limit} is not reached`;
  const words = (value: number): string =>
    ms === null ? `${numberFormat.compact(Math.round(value))} requests` : longSpan(value);
  const high = far.high === null ? 'or never' : `to ${words(far.high)}`;
  return `at this rate the limit of ${limit} is ${words(far.estimate)} away (${words(far.low)} ${high})`;
}

/** Days and hours: minutes of next week are noise. */
function longSpan(ms: number): string {
  const hours = ms / 3_600_000;
  if (hours < 3) return formatSpan(ms);
  if (hours < 100) return `${numberFormat.fixed(hours, 0)} h`;
  return `${numberFormat.fixed(hours / 24, 0)} days`;
}

/** `591,100 requests, S1 171 MB to S6 453 MB` */
export function growthTotals({ operations, totalBytes }: Growth, labels: readonly string[]): string {
  const [first, last] = [totalBytes[0] ?? 0, totalBytes.at(-1) ?? 0];
  const sizes = `${labels[0] ?? ''} ${formatBytes(first)} to ${labels.at(-1) ?? ''} ${formatBytes(last)}`;
  const requests = operations?.at(-1);
  return requests === undefined ? sizes : `${numberFormat.count(requests)} requests, ${sizes}`;
}

/** What is left after so many evidence sentences is in the tooltip. */
export function evidenceText({ evidence }: GrowthSeries): string {
  return evidence.map(({ message }) => message).join(' ');
}

/** `> 0.3` above it: exact p-values of so few snapshots are coarse. */
export function pText(p: number): string {
  if (p > 0.3) return '> 0.3';
  return p < 0.0001 ? p.toExponential(0) : numberFormat.short(p);
}
