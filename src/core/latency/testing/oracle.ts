import type { Condition, SampleFilter } from '#shared/model/filter.ts';
import { transactionKinds } from '#shared/model/run.ts';
import { EPOCH_US, type TestSample } from './stored-run.ts';

/** Figures computed from lists of samples in the plainest way there is, to judge the real ones by. */

export interface PlainFigures {
  readonly samples: number | null;
  readonly failures: number | null;
  readonly errorRate: number | null;
  readonly minMs: number | null;
  readonly meanMs: number | null;
  readonly maxMs: number | null;
  readonly stdDevMs: number | null;
  readonly percentilesMs: Readonly<Record<string, number | null>>;
  readonly throughputPerSec: number | null;
  readonly receivedBytes: number | null;
  readonly sentBytes: number | null;
  readonly apdex: number | null;
}

export const kindOf = (sample: TestSample) => sample.kind ?? 'request';

/**
 * The samples that a filter lets through, of whatever kind.
 * @param sourceOf name of the source of a sample
 */
export function passing(
  samples: readonly TestSample[],
  filter: SampleFilter,
  idOf: (sample: TestSample) => number,
  sourceOf: (sample: TestSample) => string = () => 'test',
): TestSample[] {
  const starts = samples.flatMap(({ startMs }) => (typeof startMs === 'number' ? [startMs] : []));
  const runStart = Math.min(...starts);
  return samples.filter((sample) => {
    if (filter.outcome === 'ok' && sample.ok !== true) return false;
    if (filter.outcome === 'failed' && sample.ok !== false) return false;
    if (filter.transactions !== null && !filter.transactions.includes(idOf(sample))) return false;
    if (!inBand(sample, filter.latency)) return false;
    if (!filter.conditions.every((condition) => holds(condition, sample, sourceOf(sample)))) return false;
    if (filter.time === null) return true;
    if (typeof sample.startMs !== 'number') return false;
    // In whole microseconds, as instants are stored.
    const offset = Math.round(sample.startMs * 1000) - Math.round(runStart * 1000);
    const within = ({ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }): boolean =>
      offset >= Math.round(fromMs * 1000) && offset < Math.round(toMs * 1000);
    return within(filter.time) && !(filter.time.gaps ?? []).some(within);
  });
}

function inBand({ elapsedMs }: TestSample, band: SampleFilter['latency']): boolean {
  if (band === null) return true;
  if (typeof elapsedMs !== 'number') return false;
  return elapsedMs >= band.fromMs && (band.toMs === null || elapsedMs < band.toMs);
}

function holds({ field, values, not }: Condition, sample: TestSample, source: string): boolean {
  return values.includes(fieldValue(field, sample, source)) !== not;
}

/** What a sample has in a field of conditions; null: nothing. */
export function fieldValue(field: string, sample: TestSample, source: string): string | null {
  const { outcome, ok, method, thread, tags } = sample;
  // An empty text says as little as a missing one.
  const text = (value: string | null | undefined): string | null =>
    value === undefined || value === '' ? null : value;
  switch (field) {
    case 'source':
      return source;
    case 'code':
      return text(outcome?.code);
    case 'failure':
      return ok === false ? (text(outcome?.failure) ?? text(outcome?.message)) : null;
    case 'method':
      return text(method);
    case 'thread':
      return text(thread);
    case 'thread-group': {
      const parts = /^(.*?)[-_:#/ ]*[0-9]+$/s.exec(thread ?? '');
      return text(parts === null ? thread : parts[1]);
    }
    default:
      return tags?.[field.slice('tag:'.length)] ?? null;
  }
}

/** Requests, or where a run has none the first kind that it has. */
export function countedKind(samples: readonly TestSample[]) {
  return transactionKinds.find((kind) => samples.some((sample) => kindOf(sample) === kind)) ?? 'request';
}

export function plainPercentile(ascending: readonly number[], percentile: number): number | null {
  const n = ascending.length;
  if (n === 0) return null;
  const index = (percentile / 100) * (n - 1);
  const below = ascending[Math.floor(index)]!;
  const above = ascending[Math.ceil(index)]!;
  return below + (above - below) * (index - Math.floor(index));
}

/** Gaps of the selected time as instants. @param all every sample of the run, from whose start gaps are counted */
export function gapInstants({ time }: SampleFilter, all: readonly TestSample[]): PlainGap[] {
  const starts = all.flatMap(({ startMs }) => (typeof startMs === 'number' ? [startMs] : []));
  const runStartUs = EPOCH_US + Math.round(Math.min(...starts) * 1000);
  return (time?.gaps ?? []).map(({ fromMs, toMs }) => ({
    from: runStartUs + fromMs * 1000,
    to: runStartUs + toMs * 1000,
  }));
}

/** Instants in µs since 1970. */
interface PlainGap {
  readonly from: number;
  readonly to: number;
}

/** @param gapsUs what of the time is not selected, and no part of the time that rates are taken over */
export function plainFigures(
  samples: readonly TestSample[],
  percentiles: readonly number[],
  apdexTMs: number,
  gapsUs: readonly PlainGap[] = [],
): PlainFigures {
  const timed = samples.filter(({ elapsedMs }) => typeof elapsedMs === 'number');
  const values = timed.map(({ elapsedMs }) => elapsedMs!).sort((a, b) => a - b);
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n;
  const failures = samples.filter(({ ok }) => ok === false).length;
  const started = samples.filter(({ startMs }) => typeof startMs === 'number');
  const startUs = (sample: TestSample): number => EPOCH_US + Math.round(sample.startMs! * 1000);
  const first = Math.min(...started.map(startUs));
  const last = Math.max(...started.map((sample) => startUs(sample) + (sample.elapsedMs ?? 0) * 1000));
  const total = (pick: (sample: TestSample) => number | null | undefined): number | null => {
    const known = samples.map(pick).filter((value) => typeof value === 'number');
    return known.length === 0 ? null : known.reduce((a, b) => a + b, 0);
  };
  const satisfied = timed.filter(({ ok, elapsedMs }) => ok !== false && elapsedMs! <= apdexTMs).length;
  const tolerating = timed.filter(
    ({ ok, elapsedMs }) => ok !== false && elapsedMs! > apdexTMs && elapsedMs! <= 4 * apdexTMs,
  ).length;
  const leftOut = gapsUs.map((gap) => Math.min(gap.to, last) - Math.max(gap.from, first));
  const lengthUs = last - first - leftOut.filter((us) => us > 0).reduce((a, b) => a + b, 0);
  return {
    samples: samples.length,
    failures,
    errorRate: samples.length === 0 ? null : failures / samples.length,
    minMs: values[0] ?? null,
    meanMs: n === 0 ? null : mean,
    maxMs: values[n - 1] ?? null,
    stdDevMs: n === 0 ? null : Math.sqrt(variance),
    percentilesMs: Object.fromEntries(percentiles.map((p) => [String(p), plainPercentile(values, p)])),
    throughputPerSec: started.length === 0 || lengthUs <= 0 ? null : samples.length / (lengthUs / 1e6),
    receivedBytes: total(({ receivedBytes }) => receivedBytes),
    sentBytes: total(({ sentBytes }) => sentBytes),
    apdex: n === 0 ? null : (satisfied + tolerating / 2) / n,
  };
}
