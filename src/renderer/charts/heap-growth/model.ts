import type { GrowthBand, GrowthVerdict, HeapUsed, SeriesGrowth } from '#shared/model/heap-growth.ts';
import type { TimeSpan } from '#shared/model/filter.ts';

/** A snapshot of the series on the axis. */
export interface HeapFlag {
  readonly snapshotId: number;
  /** `S1`: its place in the series. */
  readonly label: string;
  readonly name: string;
  /** On the axis: ms, operations, or its place. */
  readonly at: number;
  readonly elapsedMs: number | null;
  readonly operations: number | null;
  readonly totalBytes: number;
  readonly leftOut: boolean;
  /** Before the start or after the end of the linked run. */
  readonly outside: boolean;
}

/** A part of the heap over the snapshots that are not left out. */
export interface HeapBand {
  readonly id: string;
  readonly name: string;
  readonly kind: GrowthBand['kind'];
  readonly verdict: GrowthVerdict | null;
  /** Place among the bands of the same colour: they differ by pattern. */
  readonly rank: number;
  readonly bytes: readonly number[];
}

/** What the flags stand on: time, where every instant is known; else operations; else their order. */
export type HeapAxis = 'time' | 'operations' | 'order';

export interface HeapGrowthModel {
  readonly axis: HeapAxis;
  /** Left to right by their place in the series. */
  readonly flags: readonly HeapFlag[];
  /** Uppermost first; all together are the heap. */
  readonly bands: readonly HeapBand[];
  /** What the process said it used between the snapshots, on an axis of time; null: not known. */
  readonly used: HeapUsed | null;
  /** The linked run, in the time of the axis. */
  readonly run: TimeSpan | null;
  readonly domain: readonly [number, number];
}

export interface SizeUnit {
  readonly name: 'B' | 'kB' | 'MB' | 'GB';
  readonly bytes: number;
}

const sizeUnits: readonly SizeUnit[] = [
  { name: 'GB', bytes: 1e9 },
  { name: 'MB', bytes: 1e6 },
  { name: 'kB', bytes: 1e3 },
];

/** Of the axis, the flags and the table: the largest in which the heap has a digit before the point. */
export function sizeUnit(model: HeapGrowthModel): SizeUnit {
  const most = mostBytes(model);
  return sizeUnits.find(({ bytes }) => most >= bytes) ?? { name: 'B', bytes: 1 };
}

/** The highest point of the picture. */
export function mostBytes(model: HeapGrowthModel): number {
  return Math.max(
    0,
    ...model.flags.map(({ totalBytes }) => totalBytes),
    ...keptFlags(model).map((_, place) => bandsTotal(model, place)),
    model.used?.bytes.reduce((most, bytes) => Math.max(most, bytes), 0) ?? 0,
  );
}

/** An axis that is stretched further than this beyond the run would squeeze what it is about. */
const MAX_STRETCH = 3;

/**
 * @param runMs length of the linked run; null: none is linked, or its length is not known
 * @param used by the time of the run
 */
export function heapGrowthModel(
  growth: SeriesGrowth,
  runMs: number | null,
  used: HeapUsed | null = null,
): HeapGrowthModel {
  const { snapshots } = growth;
  const run = runMs === null || runMs <= 0 ? null : { fromMs: 0, toMs: runMs };
  const axis = axisOf(growth, run);
  const flags = snapshots.map((snapshot, place): HeapFlag => {
    const { elapsedMs, operations } = snapshot;
    return {
      snapshotId: snapshot.snapshotId,
      label: `S${place + 1}`,
      name: snapshot.name,
      at: axis === 'time' ? (elapsedMs ?? 0) : axis === 'operations' ? (operations ?? 0) : place,
      elapsedMs,
      operations,
      totalBytes: snapshot.totalBytes,
      leftOut: snapshot.leftOut,
      outside: run !== null && elapsedMs !== null && (elapsedMs < run.fromMs || elapsedMs > run.toMs),
    };
  });
  return {
    axis,
    flags,
    bands: bandsOf(growth.bands),
    used: axis === 'time' && run !== null ? used : null,
    run: axis === 'time' ? run : null,
    domain: domainOf(
      flags.map(({ at }) => at),
      axis === 'time' ? run : null,
      axis,
    ),
  };
}

/** Snapshots that are in the figures: what the bands have values for. */
export function keptFlags({ flags }: HeapGrowthModel): readonly HeapFlag[] {
  return flags.filter(({ leftOut }) => !leftOut);
}

/** Bytes of all bands together in one kept snapshot. */
export function bandsTotal({ bands }: HeapGrowthModel, kept: number): number {
  return bands.reduce((sum, { bytes }) => sum + (bytes[kept] ?? 0), 0);
}

/** Used last before an instant of the axis; NaN before the first reading. */
export function usedAt({ used }: HeapGrowthModel, at: number): number {
  if (used === null) return NaN;
  let bytes = NaN;
  for (let place = 0; place < used.bytes.length && used.elapsedMs[place]! <= at; place++)
    bytes = used.bytes[place]!;
  return bytes;
}

function axisOf({ snapshots }: SeriesGrowth, run: TimeSpan | null): HeapAxis {
  const times = snapshots.map(({ elapsedMs }) => elapsedMs);
  if (rises(times)) {
    const known = times.flatMap((ms) => ms ?? []);
    const [from, to] = [Math.min(...known), Math.max(...known)];
    const fits =
      run === null ||
      Math.max(to, run.toMs) - Math.min(from, run.fromMs) <= MAX_STRETCH * (run.toMs - run.fromMs);
    if (fits) return 'time';
  }
  return rises(snapshots.map(({ operations }) => operations)) ? 'operations' : 'order';
}

function rises(values: readonly (number | null)[]): boolean {
  return (
    values.length > 1 &&
    values.every((value, index) => value !== null && (index === 0 || value > (values[index - 1] ?? Infinity)))
  );
}

function domainOf(at: readonly number[], run: TimeSpan | null, axis: HeapAxis): readonly [number, number] {
  const from = Math.min(...at, run?.fromMs ?? Infinity);
  const to = Math.max(...at, run?.toMs ?? -Infinity);
  if (run !== null) return [from, to];
  // Without a run the flags need room of their own at both ends.
  const room = axis === 'order' ? 0.25 : (to - from) * 0.04;
  return [axis === 'operations' ? Math.max(0, from - room) : from - room, to + room];
}

function bandsOf(bands: readonly GrowthBand[]): readonly HeapBand[] {
  const ranks = new Map<string, number>();
  return bands.map(({ kind, name, key, verdict, bytes }) => {
    const group = verdict === 'leak' || verdict === 'candidate' ? verdict : kind;
    const rank = ranks.get(group) ?? 0;
    ranks.set(group, rank + 1);
    return { id: key ?? kind, name, kind, verdict, rank, bytes };
  });
}
