import type { GrowthEvidence } from '#shared/model/heap-growth.ts';
import type { RetainerShapes, SnapshotTables } from '../model/snapshot-tables.ts';
import type { RawSeries } from './growth-model.ts';
import { CONTAINER_ID, PATH_SEPARATOR } from './raw-series.ts';

/** More objects per operation than these are no "small" number: any growth comes near one of them. */
const MOST_PER_OPERATION = 20;
const INTEGER_TOLERANCE = 0.01;
/** Steps of fewer objects hit a whole number by chance. */
const LEAST_STEP = 10;
/** Share of the new instances that one path must hold. */
const OWNER_SHARE = 0.8;

export interface Structure {
  readonly evidence: readonly GrowthEvidence[];
  /** How most of the new instances are held. */
  readonly retainerPath: readonly string[];
}

/** What speaks for a leak without any test (method P10 a–c). */
export function structureOf(
  raw: RawSeries,
  operations: readonly number[] | null,
  shapes: RetainerShapes | undefined,
  containers: readonly RawSeries[],
  last: SnapshotTables,
): Structure {
  const evidence: GrowthEvidence[] = [];
  const steps = raw.counts.slice(1).map((count, i) => count - raw.counts[i]!);
  const wholeNumber = operations === null ? null : integerPerOperation(steps, operations);
  if (wholeNumber !== null) {
    const message = `Exactly ${String(wholeNumber)} more per operation between all snapshots.`;
    evidence.push({ code: 'integer-per-operation', message });
  }
  const main = shapes?.clusters[0];
  if (shapes !== undefined && main !== undefined) {
    const share = shareOfNew(raw, shapes, main.count, last.facts.stableIds);
    if (share >= OWNER_SHARE) {
      const message = `${String(Math.round(100 * share))} % of the new instances are held in the same way.`;
      evidence.push({ code: 'one-owner-path', message });
    }
    const container = growingContainer(main.steps, containers);
    if (container !== null) {
      const message = `${container.name}, which holds them, has more references in every snapshot.`;
      evidence.push({ code: 'container-grows', message });
    }
  }
  if (raw.kind === 'container' && rises(raw.counts)) {
    evidence.push({ code: 'container-grows', message: 'It has more references in every snapshot.' });
  }
  if (wholeNumber === null && operations === null && equalSteps(steps)) {
    const message = `${String(steps[0])} more in every step.`;
    evidence.push({ code: 'equal-steps', message });
  }
  return { evidence, retainerPath: main?.steps ?? [] };
}

function rises(values: readonly number[]): boolean {
  return values.every((value, i) => i === 0 || value > values[i - 1]!);
}

/** The k of "k objects per operation" that holds between all snapshots within 1 %; else null. */
function integerPerOperation(steps: readonly number[], operations: readonly number[]): number | null {
  const done = operations.slice(1).map((count, i) => count - operations[i]!);
  const perOperation = Math.round(steps[0]! / done[0]!);
  if (perOperation < 1 || perOperation > MOST_PER_OPERATION) return null;
  const fits = steps.every((step, i) => {
    const expected = perOperation * done[i]!;
    return step >= LEAST_STEP && Math.abs(step - expected) <= INTEGER_TOLERANCE * expected;
  });
  return fits ? perOperation : null;
}

function equalSteps(steps: readonly number[]): boolean {
  return steps[0]! >= LEAST_STEP && steps.every((step) => step === steps[0]);
}

/**
 * Share of the new instances that a cluster holds. Where ids do not last, old and new ones were sampled alike: then the
 * least share that is possible, as if all old ones were in the cluster.
 */
function shareOfNew(
  { counts }: RawSeries,
  shapes: RetainerShapes,
  clusterCount: number,
  stableIds: boolean,
): number {
  if (shapes.sampled === 0) return 0;
  const share = clusterCount / shapes.sampled;
  if (stableIds) return share;
  const first = counts[0]!;
  const last = counts.at(-1)!;
  return last <= first ? 0 : Math.max(0, (share * last - first) / (last - first));
}

/** The growing container that is nearest to the instance on the way to it; null where there is none. */
function growingContainer(steps: readonly string[], containers: readonly RawSeries[]): RawSeries | null {
  let nearest: RawSeries | null = null;
  let nearestAt = -1;
  const ways = new Set<string>();
  const ambiguous = new Set<string>();
  for (const { name } of containers) (ways.has(wayTo(name)) ? ambiguous : ways).add(wayTo(name));
  for (const container of containers) {
    // Of several at the end of the same way it is not known which one holds the instances.
    if (!rises(container.counts) || ambiguous.has(wayTo(container.name))) continue;
    const at = leadsThrough(steps, wayTo(container.name));
    if (at > nearestAt) {
      nearest = container;
      nearestAt = at;
    }
  }
  return nearest;
}

function wayTo(container: string): string {
  return container.replace(CONTAINER_ID, '');
}

/**
 * Do the steps of a retaining path go through a container? Both name edges in the same words; of the way to the container only the
 * end is given.
 * @returns at which step; -1 where they do not
 */
function leadsThrough(steps: readonly string[], way: string): number {
  const names = way.split(PATH_SEPARATOR).map(indicesWiped);
  if (names[0] === '…') names.shift();
  const edges = steps.map((step) => indicesWiped(step.split(PATH_SEPARATOR)[0]!));
  // The last step is the instance: the container must come before it.
  for (let from = edges.length - names.length - 1; from >= 0; from--) {
    if (names.every((name, i) => edges[from + i] === name)) return from + names.length - 1;
  }
  return -1;
}

/** What tables call their entries begins with the number of the entry. */
function indicesWiped(edge: string): string {
  return /^(\[\d+\]|\d)/u.test(edge) ? '[*]' : edge;
}
