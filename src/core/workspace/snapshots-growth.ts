import { AppError } from '#shared/contract/errors.ts';
import type { HeapSeries, SnapshotInfo } from '#shared/model/heap.ts';
import type {
  FixVerification,
  Growth,
  GrowthGrouping,
  GrowthSnapshot,
  SeriesGrowth,
} from '#shared/model/heap-growth.ts';
import type { Database } from '../db/database.ts';
import { verifyFix, type FixArm } from '../heap/growth/fix-verification.ts';
import { growthBands } from '../heap/growth/growth-bands.ts';
import { growthChecks } from '../heap/growth/growth-checks.ts';
import { growthOf } from '../heap/growth/growth-of.ts';
import { heapExhaustion } from '../heap/growth/heap-exhaustion.ts';
import { LEAST_SNAPSHOTS } from '../heap/growth/series-checks.ts';
import type { SnapshotTables } from '../heap/model/snapshot-tables.ts';
import { seriesOf } from './heap-series.ts';
import { seriesOperations, type SeriesOperations } from './series-operations.ts';
import { listSnapshots, snapshotTables } from './snapshots-catalog.ts';
import type { OpenSnapshot } from './snapshots-open.ts';
import { seriesShapes } from './snapshots-shapes.ts';

export interface GrowthRequest {
  readonly seriesId: number;
  readonly floorBytes?: number | undefined;
  readonly leftOut?: readonly number[] | undefined;
  readonly plan?: { readonly operations: number; readonly heapLimitBytes: number } | undefined;
  readonly bandsBy?: GrowthGrouping | undefined;
}

/** A series with all of its snapshots, and those that are judged. */
export interface JudgedSeries {
  readonly series: HeapSeries;
  readonly snapshots: readonly SnapshotInfo[];
  readonly used: readonly SnapshotInfo[];
  readonly operations: SeriesOperations;
  /** Of `used`, in order; null unless all are known and rise. */
  readonly usedOperations: readonly number[] | null;
}

/** @throws {AppError} `not-found` */
export async function judgedSeries(
  database: Database,
  seriesId: number,
  leftOut: readonly number[] | undefined,
  signal: AbortSignal,
): Promise<JudgedSeries> {
  const series = await seriesOf(database, seriesId);
  const byId = new Map((await listSnapshots(database)).map((info) => [info.id, info]));
  const snapshots = series.snapshotIds.flatMap((id) => byId.get(id) ?? []);
  const out = new Set(leftOut ?? series.leftOut);
  const used = snapshots.filter(({ id }) => !out.has(id));
  const operations = await seriesOperations(database, series, snapshots, signal);
  const counts = used.map(
    ({ id }) => operations.counts[snapshots.findIndex((each) => each.id === id)] ?? null,
  );
  const rising = counts.every((count, at) => count !== null && (at === 0 || count > counts[at - 1]!));
  return { series, snapshots, used, operations, usedOperations: rising ? counts.map(Number) : null };
}

/**
 * What grows over a series (method P10), with what the screen draws of it.
 * @throws {AppError} `not-found`, `cancelled`
 */
export async function seriesGrowth(
  database: Database,
  request: GrowthRequest,
  open: OpenSnapshot,
  signal: AbortSignal,
): Promise<SeriesGrowth> {
  const judged = await judgedSeries(database, request.seriesId, request.leftOut, signal);
  const { series, snapshots, used, operations, usedOperations } = judged;
  const tables = await tablesOf(database, used, signal);
  const counts = used.map(
    ({ id }) => operations.counts[snapshots.findIndex((each) => each.id === id)] ?? null,
  );
  const common = {
    seriesId: series.id,
    snapshots: growthSnapshots(judged),
    operationsFrom: operations.from,
    checks: tables.length === 0 ? [] : growthChecks(tables, counts, operations.from),
  };
  if (used.length < LEAST_SNAPSHOTS) {
    const missing = `Growth needs at least ${String(LEAST_SNAPSHOTS)} snapshots of one process; ${String(used.length)} are left. Take more, or put back what was left out.`;
    return { ...common, growth: null, missing, bands: [], exhaustion: null };
  }
  const shapes = await seriesShapes(database, used, tables, open, signal);
  const withShapes = tables.map((each, at) => (at === tables.length - 1 ? { ...each, shapes } : each));
  const growth = growthOf(withShapes, usedOperations, {
    ...(request.floorBytes === undefined ? {} : { floorBytes: request.floorBytes }),
    ...(request.plan === undefined ? {} : { plan: request.plan }),
  });
  return {
    ...common,
    growth,
    missing: null,
    bands: growthBands(withShapes, growth, request.bandsBy ?? groupingFor(tables)),
    exhaustion: request.plan === undefined ? null : exhaustion(growth, used, request.plan.heapLimitBytes),
  };
}

/** Did a change end a leak (method P11)? @throws {AppError} `not-found`, `bad-request`, `cancelled` */
export async function verifySeriesFix(
  database: Database,
  { beforeSeriesId, afterSeriesId }: { readonly beforeSeriesId: number; readonly afterSeriesId: number },
  floorBytesPerOperation: number | undefined,
  signal: AbortSignal,
): Promise<FixVerification> {
  const armOf = async (seriesId: number): Promise<FixArm> => {
    const { used, usedOperations } = await judgedSeries(database, seriesId, undefined, signal);
    return { series: await tablesOf(database, used, signal), operations: usedOperations };
  };
  if (beforeSeriesId === afterSeriesId)
    throw new AppError('bad-request', 'A series cannot be compared with itself.', {
      hint: 'Choose the series of the build with the change as the second one.',
    });
  return verifyFix(
    await armOf(beforeSeriesId),
    await armOf(afterSeriesId),
    floorBytesPerOperation === undefined ? {} : { floorBytesPerOperation },
  );
}

async function tablesOf(
  database: Database,
  snapshots: readonly SnapshotInfo[],
  signal: AbortSignal,
): Promise<SnapshotTables[]> {
  const tables: SnapshotTables[] = [];
  for (const info of snapshots) tables.push(await snapshotTables(database, info, signal));
  return tables;
}

/** Without references there are neither owners nor paths. */
function groupingFor(tables: readonly SnapshotTables[]): GrowthGrouping {
  return tables.every(({ ownerPaths }) => ownerPaths.length > 0) ? 'owner-path' : 'class';
}

function growthSnapshots({ snapshots, used, operations }: JudgedSeries): GrowthSnapshot[] {
  const start = operations.startedAtUs ?? snapshots[0]?.takenAtUs ?? null;
  return snapshots.map(({ id, name, takenAtUs, selfBytes }, at) => ({
    snapshotId: id,
    name,
    takenAtUs,
    elapsedMs: takenAtUs === null || start === null ? null : (takenAtUs - start) / 1000,
    operations: operations.counts[at] ?? null,
    totalBytes: selfBytes,
    leftOut: !used.some((each) => each.id === id),
  }));
}

function exhaustion(
  growth: Growth,
  used: readonly SnapshotInfo[],
  limitBytes: number,
): SeriesGrowth['exhaustion'] {
  const times = used.map(({ takenAtUs }) => takenAtUs);
  const rising = times.every((time, at) => time !== null && (at === 0 || time > times[at - 1]!));
  const ms = rising ? times.map((time) => time! / 1000) : null;
  return heapExhaustion(growth.totalBytes, growth.operations, ms, limitBytes);
}
