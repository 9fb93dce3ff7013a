import type { GrowthKind } from '#shared/model/heap-growth.ts';
import type { SnapshotTables } from '../model/snapshot-tables.ts';
import type { RawSeries } from './growth-model.ts';

/** Separates the class names of a path. */
export const PATH_SEPARATOR = ' › ';

/** Where ids last, the path of a container ends with its own. */
export const CONTAINER_ID = / @\d+$/u;

/** A path is left to the longer one below it that carries this share of its growth (MAT's accumulation point). */
const ACCUMULATION_SHARE = 0.7;

/** The rows of all snapshots as series; what a snapshot has not counts as 0 there. */
export function rawSeries(series: readonly SnapshotTables[]): RawSeries[] {
  const classes = new SeriesTable('class', series.length);
  const owners = new SeriesTable('owner', series.length);
  const shapes = new SeriesTable('shape', series.length);
  const containers = new SeriesTable('container', series.length);
  series.forEach((tables, at) => {
    for (const row of tables.classes) classes.add(at, row.key, row, row.retainedBytes);
    for (const row of tables.owners) owners.add(at, `${row.family} ${row.name}`, row, null);
    for (const row of tables.ownerPaths) {
      const name = row.path.join(PATH_SEPARATOR);
      const figures = { name, family: null, count: row.count, selfBytes: row.retainedBytes };
      shapes.add(at, name, figures, row.retainedBytes);
    }
    for (const row of tables.containers) {
      const figures = { name: row.path, family: null, count: row.children, selfBytes: row.retainedBytes };
      // The way to an object may change from snapshot to snapshot; its id, where there is one, does not.
      containers.add(at, CONTAINER_ID.exec(row.path)?.[0] ?? row.path, figures, row.retainedBytes);
    }
  });
  return [
    ...classes.rows(),
    ...owners.rows(),
    ...accumulationPoints(shapes.rows()),
    // A container is one object: where it is missing, it is not the same one.
    ...containers.rows().filter(({ counts }) => counts.every((count) => count > 0)),
  ];
}

type Figures = Pick<RawSeries, 'name' | 'family'> & { readonly count: number; readonly selfBytes: number };

class SeriesTable {
  readonly #kind: GrowthKind;
  readonly #length: number;
  readonly #byKey = new Map<
    string,
    RawSeries & { counts: number[]; bytes: number[]; retained: number[] | null }
  >();

  constructor(kind: GrowthKind, length: number) {
    this.#kind = kind;
    this.#length = length;
  }

  add(at: number, key: string, { name, family, count, selfBytes }: Figures, retained: number | null): void {
    let row = this.#byKey.get(key);
    if (row === undefined) {
      const zeros = (): number[] => new Array<number>(this.#length).fill(0);
      row = {
        kind: this.#kind,
        key,
        name,
        family,
        counts: zeros(),
        bytes: zeros(),
        retained: retained === null ? null : zeros(),
      };
      this.#byKey.set(key, row);
    }
    row.counts[at]! += count;
    row.bytes[at]! += selfBytes;
    if (row.retained !== null) row.retained[at]! += retained ?? 0;
  }

  rows(): RawSeries[] {
    return [...this.#byKey.values()];
  }
}

/** Everything above a growing place grows with it: only the places themselves stay. */
function accumulationPoints(shapes: readonly RawSeries[]): RawSeries[] {
  const growth = ({ bytes }: RawSeries): number => bytes.at(-1)! - bytes[0]!;
  const largestBelow = new Map<string, number>();
  for (const shape of shapes) {
    const end = shape.key.lastIndexOf(PATH_SEPARATOR);
    if (end < 0) continue;
    const parent = shape.key.slice(0, end);
    largestBelow.set(parent, Math.max(largestBelow.get(parent) ?? 0, growth(shape)));
  }
  return shapes.filter((shape) => {
    const below = largestBelow.get(shape.key) ?? 0;
    return below <= 0 || below < ACCUMULATION_SHARE * growth(shape);
  });
}
