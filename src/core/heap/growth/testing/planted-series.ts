import type { ClassRow, RetainerShapes, SnapshotTables } from '../../model/snapshot-tables.ts';

export interface PlantedClass {
  readonly name: string;
  /** Instances per snapshot. */
  readonly counts: readonly number[];
  readonly bytesEach?: number;
  readonly family?: ClassRow['family'];
}

export interface Planted {
  readonly classes: readonly PlantedClass[];
  /** Of the last snapshot. */
  readonly shapes?: readonly RetainerShapes[];
  /** Path of a container, and its references per snapshot. */
  readonly containers?: Readonly<Record<string, readonly number[]>>;
}

/** Reduced snapshots with known truths. */
export function plantedSeries({ classes, shapes = [], containers = {} }: Planted): SnapshotTables[] {
  const length = classes[0]!.counts.length;
  return Array.from({ length }, (_, at): SnapshotTables => {
    const rows = classes.map(({ name, counts, bytesEach = 100, family = 'object' }): ClassRow => {
      const count = Math.round(counts[at]!);
      return { key: name, name, family, count, selfBytes: count * bytesEach, retainedBytes: null };
    });
    return {
      name: `step-${String(at)}`,
      facts: {
        format: 'planted',
        runtime: 'v8',
        version: null,
        nodes: null,
        edges: null,
        selfBytes: rows.reduce((sum, { selfBytes }) => sum + selfBytes, 0),
        takenAtMs: null,
        stableIds: true,
        warnings: [],
      },
      classes: rows,
      owners: [],
      ownerPaths: [],
      containers: Object.entries(containers).map(([path, counts]) => ({
        path,
        className: 'Map',
        children: counts[at]!,
        retainedBytes: counts[at]! * 200,
      })),
      shapes: at === length - 1 ? shapes : [],
      identity: null,
    };
  });
}

/** All new instances of a class held in one way, in the words of the model. */
export function heldBy(className: string, newInstances: number, ...steps: readonly string[]): RetainerShapes {
  const sampled = Math.min(200, newInstances);
  return {
    key: className,
    className,
    newInstances,
    sampled,
    clusters: [{ steps: [...steps, `[*] › ${className}`], count: sampled, node: 0 }],
  };
}
