import type { Collected } from '../../testing/collect.ts';

export interface SampleRow {
  readonly name: string;
  readonly kind: string;
  /** Groups around it, or its own path. */
  readonly group: string | undefined;
  readonly startMs: number;
  readonly elapsedMs: number | null;
  readonly ok: boolean;
  readonly message: string | null;
}

/** The samples of a log in the order of its records. */
export function samplesOf({ samples }: Collected): SampleRow[] {
  return samples.map((sample) => {
    const { name, kind } = sample['transaction'] as { name: string; kind: string };
    return {
      name,
      kind,
      group: (sample['tag_set'] as Record<string, string> | null | undefined)?.['group'],
      startMs: (sample['started_at'] as number) / 1000,
      elapsedMs: (sample['elapsed_ms'] as number | null | undefined) ?? null,
      ok: sample['ok'] as boolean,
      message: (sample['message'] as string | null | undefined) ?? null,
    };
  });
}

export function requestsOf(collected: Collected): SampleRow[] {
  return samplesOf(collected).filter(({ kind }) => kind === 'request');
}

export function groupsOf(collected: Collected): SampleRow[] {
  return samplesOf(collected).filter(({ kind }) => kind === 'group');
}

export interface PointRow {
  readonly atMs: number;
  readonly value: number;
  readonly tags: Readonly<Record<string, string>>;
}

export function pointsOf({ points }: Collected, metric: string): PointRow[] {
  return points
    .filter((point) => point['metric'] === metric)
    .map((point) => ({
      atMs: (point['at'] as number) / 1000,
      value: point['value'] as number,
      tags: (point['tag_set'] as Record<string, string> | null) ?? {},
    }));
}

/** Active users by second: of all, or of one scenario. */
export function activeUsersOf(collected: Collected, scenario?: string): [second: number, users: number][] {
  return pointsOf(collected, 'active users')
    .filter(({ tags }) => tags['scenario'] === scenario)
    .map(({ atMs, value }) => [atMs / 1000, value]);
}

/** Everything that was read, in a form that compares whatever the pieces it was read in. */
export function contentsOf(collected: Collected): unknown {
  const { report, transactions, metrics, points } = collected;
  const byMetric = metrics.map(({ name }) => pointsOf({ ...collected, points }, name));
  return {
    report,
    samples: samplesOf(collected),
    transactions,
    metrics: metrics.map(({ name, kind, contains }) => ({ name, kind, contains })),
    byMetric,
  };
}

export interface UserEvent {
  readonly scenario: string;
  readonly isStart: boolean;
  readonly atMs: number;
}

/** The definition of active users by itself: order by time, add one by one, keep the highest number of each second. */
export function countActiveUsers(events: readonly UserEvent[], lastMs: number): [number, number][] {
  if (events.length === 0) return [];
  const ordered = events
    .map((event, place) => ({ ...event, place }))
    .sort((a, b) => a.atMs - b.atMs || a.place - b.place);
  const out: [number, number][] = [];
  let next = 0;
  let now = 0;
  for (let second = Math.floor(ordered[0]!.atMs / 1000); second <= Math.floor(lastMs / 1000); second++) {
    let highest = now;
    for (; next < ordered.length && ordered[next]!.atMs < (second + 1) * 1000; next++) {
      now += ordered[next]!.isStart ? 1 : -1;
      highest = Math.max(highest, now);
    }
    out.push([second, highest]);
  }
  return out;
}

/** Value number ceil(p/100 * n) of the ascending list. */
export function nearestRank(values: readonly number[], percent: number): number {
  const ascending = [...values].sort((a, b) => a - b);
  return ascending[Math.ceil((percent / 100) * ascending.length) - 1]!;
}
