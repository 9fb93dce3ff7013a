import type { SnapshotFacts, SnapshotWarning } from '#core/heap/model/snapshot.ts';
import type { ClassRow } from '#core/heap/model/snapshot-tables.ts';
import type { SnapshotComparison } from '#core/heap/statistics/comparison.ts';
import type { DetachedElements } from '#core/heap/statistics/detached-elements.ts';
import type { DuplicateTexts } from '#core/heap/statistics/duplicate-strings.ts';
import { bytesByFamily, type LargeDominator } from '#core/heap/statistics/heap-summary.ts';
import type { ClassFamily } from '#shared/model/heap.ts';
import type { Growth } from '#shared/model/heap-growth.ts';

/** `loadstone heap --json`; see docs/cli.md. */
export interface HeapDocument {
  readonly schema: 'loadstone/heap/1';
  readonly snapshots: readonly HeapSnapshotDocument[];
  /** With two snapshots: the second against the first. */
  readonly comparison: HeapComparisonDocument | null;
  /** With three and more. */
  readonly growth: HeapGrowthDocument | null;
}

export interface HeapSnapshotDocument {
  readonly name: string;
  readonly format: string;
  readonly runtime: string;
  /** Null where the file has figures of classes only; so are all that follow from references. */
  readonly nodes: number | null;
  readonly edges: number | null;
  readonly selfBytes: number;
  /** Self bytes of program objects, texts, code, what the runtime keeps, and native memory: they add up. */
  readonly families: Readonly<Record<ClassFamily, number>>;
  /** All classes, unless `--top` says how many. */
  readonly classCount: number;
  readonly classes: readonly HeapClassDocument[];
  readonly dominators: readonly HeapDominatorDocument[] | null;
  readonly detachedDom: { readonly count: number; readonly retainedBytes: number } | null;
  readonly duplicateStrings: { readonly groups: number; readonly wastedBytes: number } | null;
  readonly warnings: readonly SnapshotWarning[];
}

interface HeapClassDocument {
  readonly name: string;
  readonly count: number;
  readonly selfBytes: number;
  readonly retainedBytes: number | null;
}

type HeapDominatorDocument = Omit<LargeDominator, 'node'>;

interface HeapComparisonDocument {
  readonly sameProcess: boolean | null;
  readonly selfBytesDelta: number;
  readonly classes: readonly HeapClassDeltaDocument[];
  /** Self bytes by the class of the immediate dominator: their deltas add up to that of the heap. */
  readonly owners: readonly { readonly name: string; readonly selfBytesDelta: number }[];
}

interface HeapClassDeltaDocument {
  readonly name: string;
  readonly countDelta: number;
  readonly selfBytesDelta: number;
  readonly retainedBytesDelta: number | null;
  /** Objects of one side only, by id; null where the snapshots are not of one process. */
  readonly created: number | null;
  readonly deleted: number | null;
}

interface HeapGrowthDocument {
  readonly operations: readonly number[] | null;
  readonly series: readonly HeapSeriesDocument[];
  readonly noise: Growth['noise'];
  readonly belowFloor: Growth['belowFloor'];
  readonly warnings: Growth['warnings'];
}

interface HeapSeriesDocument {
  readonly kind: string;
  readonly name: string;
  readonly counts: readonly number[];
  readonly bytes: readonly number[];
  /** Per snapshot where operations are not known. */
  readonly slopePerOperation: number;
  /** Null with fewer than five snapshots: they cannot give 95 %. */
  readonly ci95: readonly [number, number] | null;
  readonly p: number;
  readonly q: number;
  readonly verdict: string;
  readonly evidence: readonly { readonly code: string; readonly message: string }[];
  readonly retainerPath: readonly string[];
}

/** What is found in one snapshot. */
export interface HeapFindings {
  readonly name: string;
  readonly facts: SnapshotFacts;
  readonly classes: readonly ClassRow[];
  readonly dominators: readonly LargeDominator[] | null;
  readonly detached: DetachedElements | null;
  readonly duplicates: DuplicateTexts | null;
}

export function heapDocument(
  snapshots: readonly HeapFindings[],
  comparison: SnapshotComparison | null,
  growth: Growth | null,
  top: number | null,
): HeapDocument {
  return {
    schema: 'loadstone/heap/1',
    snapshots: snapshots.map((findings) => snapshotDocument(findings, top)),
    comparison: comparison === null ? null : comparisonDocument(comparison, top),
    growth: growth === null ? null : growthDocument(growth, top),
  };
}

function snapshotDocument(findings: HeapFindings, top: number | null): HeapSnapshotDocument {
  const { name, facts, classes, dominators, detached, duplicates } = findings;
  return {
    name,
    format: facts.format,
    runtime: facts.runtime,
    nodes: facts.nodes,
    edges: facts.edges,
    selfBytes: facts.selfBytes,
    families: bytesByFamily(classes),
    classCount: classes.length,
    classes: first(classes, top).map(({ key, count, selfBytes, retainedBytes }) => ({
      name: key,
      count,
      selfBytes,
      retainedBytes,
    })),
    dominators:
      dominators?.map((each) => ({
        name: each.name,
        id: each.id,
        retainedBytes: each.retainedBytes,
        path: each.path,
      })) ?? null,
    detachedDom: detached === null ? null : { count: detached.count, retainedBytes: detached.retainedBytes },
    duplicateStrings:
      duplicates === null ? null : { groups: duplicates.groups, wastedBytes: duplicates.wastedBytes },
    warnings: [...facts.warnings, ...unknownParts(findings)],
  };
}

/** Why some figures are null. */
function unknownParts({ dominators }: HeapFindings): SnapshotWarning[] {
  if (dominators !== null) return [];
  const message = 'The file has figures of classes, no objects: what retains what is not known.';
  return [{ code: 'classes-only', message }];
}

function comparisonDocument(
  { process, bytesDelta, classes, owners }: SnapshotComparison,
  top: number | null,
): HeapComparisonDocument {
  return {
    sameProcess: process === 'unknown' ? null : process === 'same',
    selfBytesDelta: bytesDelta,
    classes: first(classes, top).map(
      ({ key, counts, selfBytes, retainedBytes: [a, b], created, deleted }) => ({
        name: key,
        countDelta: counts[1] - counts[0],
        selfBytesDelta: selfBytes[1] - selfBytes[0],
        retainedBytesDelta: a === null || b === null ? null : b - a,
        created: created?.count ?? null,
        deleted: deleted?.count ?? null,
      }),
    ),
    owners: first(owners, top).map(({ name, selfBytes: [a, b] }) => ({ name, selfBytesDelta: b - a })),
  };
}

function growthDocument(
  { operations, series, noise, belowFloor, warnings }: Growth,
  top: number | null,
): HeapGrowthDocument {
  return {
    operations,
    series: first(series, top).map((each) => ({
      kind: each.kind,
      name: each.name,
      counts: each.counts,
      bytes: each.bytes,
      slopePerOperation: each.slope.perOperation,
      ci95: each.slope.level >= 0.95 ? [each.slope.low, each.slope.high] : null,
      p: each.p,
      q: each.q,
      verdict: each.verdict,
      evidence: each.evidence,
      retainerPath: each.retainerPath,
    })),
    noise,
    belowFloor,
    warnings,
  };
}

function first<T>(rows: readonly T[], top: number | null): readonly T[] {
  return top === null ? rows : rows.slice(0, top);
}
