import type { Capacity, CapacityLevel } from '#shared/model/capacity.ts';
import type { Headroom } from '#shared/model/headroom.ts';
import { scalabilityAt } from '#shared/model/scalability.ts';
import { numberFormat } from '../../ui/number-format.ts';

/** Two pictures of the same loads: throughput by concurrency, and response times by throughput. */
export type LevelPlotKind = 'throughput' | 'response';

export interface LevelMark {
  readonly name: string;
  /** On the axis of the load. */
  readonly at: number;
  /** It limits what the system takes; others are only bends. */
  readonly limit: boolean;
}

export interface LevelPlotModel {
  readonly kind: LevelPlotKind;
  readonly concurrency: Capacity['concurrency'];
  readonly levels: readonly CapacityLevel[];
  readonly marks: readonly LevelMark[];
  /** The fitted law as points; beyond `measuredTo` nobody measured. Empty: none was fitted. */
  readonly law: readonly { readonly x: number; readonly y: number }[];
  readonly measuredTo: number;
  /** Requests per second that are wanted; null: the expected load is not known. */
  readonly wantedPerSec: number | null;
}

/** The law says nothing that far beyond the largest load that was measured (method E5). */
const FARTHEST = 1.5;
const LAW_POINTS = 120;

export function levelPlot(
  capacity: Capacity,
  kind: LevelPlotKind,
  headroom: Headroom | null,
): LevelPlotModel {
  const { levels, concurrency } = capacity;
  return {
    kind,
    concurrency,
    levels: kind === 'throughput' ? levels : levels.filter(({ p95Ms }) => p95Ms !== null),
    marks: marksOf(capacity, kind),
    law: kind === 'throughput' ? lawPoints(capacity) : [],
    measuredTo: levels.at(-1)?.users ?? 0,
    wantedPerSec: headroom?.wantedPerSec ?? null,
  };
}

export function loadOf(kind: LevelPlotKind, level: CapacityLevel): number {
  return kind === 'throughput' ? level.users : level.throughputPerSec;
}

export function valueOf(kind: LevelPlotKind, level: CapacityLevel): number {
  return kind === 'throughput' ? level.throughputPerSec : (level.p95Ms ?? NaN);
}

export function concurrencyName(concurrency: Capacity['concurrency']): string {
  return concurrency === 'in-flight' ? 'requests under way' : 'users';
}

/** Users are counted; a median of them, or requests under way, may lie between. */
export function usersText(users: number): string {
  return Number.isInteger(users) ? numberFormat.count(users) : numberFormat.short(users);
}

function marksOf(capacity: Capacity, kind: LevelPlotKind): LevelMark[] {
  const { saturation, latencyKnee, throughputKnee, breaking } = capacity;
  const at = (point: { readonly users: number; readonly throughputPerSec: number }): number =>
    kind === 'throughput' ? point.users : point.throughputPerSec;
  const knee = kind === 'throughput' ? throughputKnee : latencyKnee;
  return [
    ...(knee === null ? [] : [{ name: 'knee', at: at(knee), limit: false }]),
    ...(saturation === null ? [] : [{ name: 'saturated', at: at(saturation), limit: true }]),
    ...(breaking === null
      ? []
      : [
          {
            name: breaking.reason === 'errors' ? 'breaks: errors' : 'breaks: throughput falls',
            at: at(breaking),
            limit: true,
          },
        ]),
  ];
}

function lawPoints({ scalability, levels }: Capacity): LevelPlotModel['law'] {
  const largest = levels.at(-1)?.users ?? 0;
  if (scalability === null || largest <= 0) return [];
  const to = Math.max(largest, Math.min(scalability.peakUsers ?? largest, largest * FARTHEST));
  return Array.from({ length: LAW_POINTS }, (_, index) => {
    const x = 1 + ((to - 1) * index) / (LAW_POINTS - 1);
    return { x, y: scalabilityAt(scalability, x) };
  });
}
