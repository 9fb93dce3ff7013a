import type { ClassFamily, SameProcess } from '#shared/model/heap.ts';
import type { SnapshotTables } from '../model/snapshot-tables.ts';
import type { ClassKeys } from './class-keys.ts';
import { sameProcess } from './identity-sample.ts';
import type { ReducedSnapshot } from './reduce-snapshot.ts';

export interface SnapshotComparison {
  /** Whether ids mean the same objects; only then new and deleted objects are known. */
  readonly process: SameProcess;
  readonly bytesDelta: number;
  /** Largest change of self bytes first. */
  readonly classes: readonly ClassDelta[];
  readonly owners: readonly OwnerDelta[];
}

export interface ClassDelta {
  readonly key: string;
  readonly name: string;
  readonly family: ClassFamily;
  readonly counts: readonly [before: number, after: number];
  readonly selfBytes: readonly [before: number, after: number];
  readonly retainedBytes: readonly [before: number | null, after: number | null];
  /** Objects that are only in the second snapshot; null where ids cannot be compared. */
  readonly created: ObjectsSum | null;
  /** Objects that are only in the first. */
  readonly deleted: ObjectsSum | null;
}

export interface ObjectsSum {
  readonly count: number;
  readonly selfBytes: number;
}

export interface OwnerDelta {
  readonly name: string;
  readonly selfBytes: readonly [before: number, after: number];
}

/** The second snapshot against the first: by class, and by owner (method P8: deltas of owners add up to that of the heap). */
export function compareSnapshots(before: ReducedSnapshot, after: ReducedSnapshot): SnapshotComparison {
  const process = sameProcess(before.tables.identity, after.tables.identity);
  const moved = process === 'same' ? movedObjects(before, after) : null;
  const none = { count: 0, selfBytes: 0 };
  const rowsBefore = new Map(before.tables.classes.map((row) => [row.key, row]));
  const rowsAfter = new Map(after.tables.classes.map((row) => [row.key, row]));
  const classes = union(rowsBefore, rowsAfter).map((key): ClassDelta => {
    const [a, b] = [rowsBefore.get(key), rowsAfter.get(key)];
    const { name, family } = (b ?? a)!;
    const known = (b ?? a)!.retainedBytes !== null;
    return {
      key,
      name,
      family,
      counts: [a?.count ?? 0, b?.count ?? 0],
      selfBytes: [a?.selfBytes ?? 0, b?.selfBytes ?? 0],
      retainedBytes: [a?.retainedBytes ?? (known ? 0 : null), b?.retainedBytes ?? (known ? 0 : null)],
      created: moved === null ? null : (moved.created.get(key) ?? none),
      deleted: moved === null ? null : (moved.deleted.get(key) ?? none),
    };
  });
  return {
    process,
    bytesDelta: after.tables.facts.selfBytes - before.tables.facts.selfBytes,
    classes: classes.sort(byChange),
    owners: ownerDeltas(before.tables, after.tables).sort(byChange),
  };
}

function byChange(
  a: { readonly selfBytes: readonly [number, number] },
  b: { readonly selfBytes: readonly [number, number] },
): number {
  return Math.abs(b.selfBytes[1] - b.selfBytes[0]) - Math.abs(a.selfBytes[1] - a.selfBytes[0]);
}

function ownerDeltas(before: SnapshotTables, after: SnapshotTables): OwnerDelta[] {
  const a = new Map(before.owners.map(({ name, selfBytes }) => [name, selfBytes]));
  const b = new Map(after.owners.map(({ name, selfBytes }) => [name, selfBytes]));
  return union(a, b).map((name) => ({ name, selfBytes: [a.get(name) ?? 0, b.get(name) ?? 0] }));
}

function union<V>(a: ReadonlyMap<string, V>, b: ReadonlyMap<string, V>): string[] {
  return [...new Set([...a.keys(), ...b.keys()])];
}

type SumsByKey = ReadonlyMap<string, ObjectsSum>;

/** Objects of one side only, by class: two sorted lists of ids side by side. */
function movedObjects(
  before: ReducedSnapshot,
  after: ReducedSnapshot,
): { created: SumsByKey; deleted: SumsByKey } | null {
  const [a, b] = [before.ids, after.ids];
  if (a === null || b === null || before.keys === null || after.keys === null) return null;
  const created = new ObjectsByRow(after.keys);
  const deleted = new ObjectsByRow(before.keys);
  let [i, j] = [0, 0];
  while (i < a.ids.length || j < b.ids.length) {
    const left = a.ids[i] ?? Infinity;
    const right = b.ids[j] ?? Infinity;
    if (left < right) {
      deleted.add(a.row[i]!, a.selfBytes[i]!);
      i += 1;
    } else if (right < left) {
      created.add(b.row[j]!, b.selfBytes[j]!);
      j += 1;
    } else {
      i += 1;
      j += 1;
    }
  }
  return { created: created.byKey(), deleted: deleted.byKey() };
}

class ObjectsByRow {
  readonly #keys: ClassKeys;
  readonly #counts: Float64Array;
  readonly #bytes: Float64Array;

  constructor(keys: ClassKeys) {
    this.#keys = keys;
    this.#counts = new Float64Array(keys.rows.length);
    this.#bytes = new Float64Array(keys.rows.length);
  }

  add(row: number, bytes: number): void {
    this.#counts[row]! += 1;
    this.#bytes[row]! += bytes;
  }

  byKey(): SumsByKey {
    return new Map(
      this.#keys.rows.map(({ key }, row) => [
        key,
        { count: this.#counts[row]!, selfBytes: this.#bytes[row]! },
      ]),
    );
  }
}
