import { benjaminiHochberg } from '#core/statistics/benjamini-hochberg.ts';
import { slopeInterval } from '#core/statistics/small-series-trend.ts';
import { growthVerdicts, type Growth, type GrowthSeries } from '#shared/model/heap-growth.ts';
import type { SnapshotTables } from '../model/snapshot-tables.ts';
import { weightOf, type GrowthOptions, type RawSeries } from './growth-model.ts';
import { judge, trendOf } from './judge.ts';
import { noiseFamily, noiseLines, runtimeNames } from './noise-families.ts';
import { PATH_SEPARATOR, rawSeries } from './raw-series.ts';
import { growthWarnings, timesOf } from './series-checks.ts';
import { structureOf } from './structure.ts';

/** Series whose last value is smaller are not judged (method P10). */
const FLOOR_BYTES = 10_000;

/**
 * What grows over the snapshots of one process (method P10).
 * @param series reduced snapshots, at least three, in the order in which they were taken
 * @param operations requests completed before each snapshot, rising; null where they are not known
 * @throws {AppError} `bad-request` when snapshots and operations do not go together
 */
export function growthOf(
  series: readonly SnapshotTables[],
  operations: readonly number[] | null,
  options: GrowthOptions = {},
): Growth {
  const times = timesOf(series, operations);
  const { runtime } = series[0]!.facts;
  const last = series.at(-1)!;
  const floor = options.floorBytes ?? FLOOR_BYTES;

  const all = rawSeries(series);
  const classes = all.filter(({ kind }) => kind === 'class');
  const runtimeOwn = runtimeNames(classes);
  const ofProgram = all.filter(
    (raw) =>
      noiseFamily(raw, runtime) === null &&
      // What is at the end of a path is what grows there: the classes that are put together below count it already.
      (raw.kind !== 'shape' || !runtimeOwn.has(raw.key.split(PATH_SEPARATOR).at(-1)!)),
  );
  const judged = ofProgram.filter((raw) => isLargeEnough(raw, floor));
  const small = ofProgram.filter((raw) => !isLargeEnough(raw, floor));

  const trends = judged.map((raw) => trendOf(raw, times));
  const qs = benjaminiHochberg(trends.map(({ p }) => p));
  const containers = all.filter(({ kind }) => kind === 'container');
  const shapes = new Map(last.shapes.map((each) => [each.key, each]));

  const rows = judged.map((raw, i): GrowthSeries => {
    const trend = trends[i]!;
    const q = qs[i]!;
    const ofClass = raw.kind === 'class' ? shapes.get(raw.key) : undefined;
    const structure = structureOf(raw, operations, ofClass, containers, last);
    const { slope } = trend;
    return {
      kind: raw.kind,
      key: raw.key,
      name: raw.name,
      family: raw.family,
      counts: raw.counts,
      bytes: raw.bytes,
      retained: raw.retained,
      slope: { perOperation: slope.slope, low: slope.low, high: slope.high, level: slope.level },
      countPerOperation: slopeInterval(raw.counts, times).slope,
      p: trend.p,
      q,
      ...judge(raw, times, trend, q, structure, options),
      retainerPath: structure.retainerPath,
    };
  });

  return {
    snapshots: series.map(({ name }) => name),
    operations,
    totalBytes: series.map(({ facts }) => facts.selfBytes),
    series: rows.sort(byImportance),
    noise: noiseLines(classes, runtime),
    belowFloor: {
      series: small.length,
      // Owners, shapes and containers are other views of the same bytes.
      bytes: small.reduce((sum, { kind, bytes }) => sum + (kind === 'class' ? bytes.at(-1)! : 0), 0),
    },
    warnings: growthWarnings(series, operations, times),
  };
}

function isLargeEnough(raw: RawSeries, floor: number): boolean {
  return weightOf(raw).at(-1)! >= floor;
}

function byImportance(a: GrowthSeries, b: GrowthSeries): number {
  const rank = growthVerdicts.indexOf(a.verdict) - growthVerdicts.indexOf(b.verdict);
  return rank !== 0 ? rank : grownBytes(b) - grownBytes(a);
}

function grownBytes({ retained, bytes }: GrowthSeries): number {
  const weight = retained ?? bytes;
  return weight.at(-1)! - weight[0]!;
}
