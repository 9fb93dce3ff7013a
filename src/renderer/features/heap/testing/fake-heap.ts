import { numbersToColumn, textsToColumn, type ColumnTable } from '#shared/contract/columns.ts';
import type {
  HeapObject,
  HeapObjectDetails,
  HeapReference,
  HeapSeries,
  HeapStatistics,
  SnapshotInfo,
} from '#shared/model/heap.ts';
import { heapParts } from '#shared/model/heap.ts';
import type { GrowthPath, GrowthSeries, SeriesGrowth } from '#shared/model/heap-growth.ts';

/** Complete objects with plausible values; a test names only what it is about. */

export function fakeSnapshot(change: Partial<SnapshotInfo> = {}): SnapshotInfo {
  return {
    id: 1,
    sourceId: 1,
    name: 'heap-1',
    format: 'v8-heapsnapshot',
    formatLabel: 'V8 heap snapshot',
    runtime: 'v8',
    version: null,
    nodes: 1000,
    edges: 4000,
    classCount: 3,
    selfBytes: 1_000_000,
    takenAtUs: null,
    stableIds: true,
    hasGraph: true,
    hasAllocations: false,
    detachedElements: 0,
    warnings: [],
    seriesId: null,
    ...change,
  };
}

export function fakeSeries(change: Partial<HeapSeries> = {}): HeapSeries {
  return {
    id: 1,
    name: 'orders-service',
    snapshotIds: [1, 2, 3, 4],
    leftOut: [],
    operations: [1000, 2000, 3000, 4000],
    runId: null,
    clockOffsetMs: 0,
    proposed: true,
    ...change,
  };
}

export function fakeObject(change: Partial<HeapObject> = {}): HeapObject {
  return {
    node: 7,
    id: 707,
    className: 'QuoteContext',
    family: 'object',
    kind: 'object',
    name: 'QuoteContext',
    isText: false,
    selfBytes: 120,
    retainedBytes: 2000,
    distance: 4,
    detached: false,
    ...change,
  };
}

export function fakeReference(change: Partial<HeapReference> = {}): HeapReference {
  return {
    edge: 70,
    name: 'pending',
    kind: 'property',
    essential: true,
    object: fakeObject({ node: 8, id: 808, className: 'QuoteCache', name: 'QuoteCache' }),
    children: 0,
    onShortestPath: true,
    ...change,
  };
}

export function fakeDetails(change: Partial<HeapObjectDetails> = {}): HeapObjectDetails {
  return {
    object: fakeObject(),
    classKey: 'QuoteContext',
    value: null,
    outgoing: 3,
    incoming: 1,
    dominator: fakeObject({ node: 8, id: 808, className: 'QuoteCache', name: 'QuoteCache' }),
    retainedCount: 12,
    storageBytes: 120,
    detachedness: null,
    allocatedAt: [],
    ...change,
  };
}

export function fakeStatistics(): HeapStatistics {
  return {
    snapshotId: 1,
    selfBytes: 700_000,
    nodes: 700,
    edges: 4000,
    classCount: 3,
    parts: heapParts.map((part) => ({ part, count: 100, selfBytes: 100_000 })),
    shared: { count: 10, retainedBytes: 5000 },
    orphans: 0,
    largest: [{ object: fakeObject(), heldBy: ['QuoteCache'] }],
  };
}

export function fakeClasses(
  rows: readonly (readonly [name: string, count: number, self: number, retained: number])[],
): ColumnTable {
  return {
    rowCount: rows.length,
    columns: {
      key: textsToColumn(rows.map(([name]) => name)),
      name: textsToColumn(rows.map(([name]) => name)),
      family: textsToColumn(rows.map(() => 'object')),
      count: numbersToColumn(rows.map(([, count]) => count)),
      self: numbersToColumn(rows.map(([, , self]) => self)),
      retained: numbersToColumn(rows.map(([, , , retained]) => retained)),
      distance: numbersToColumn(rows.map(() => 3)),
    },
  };
}

export function fakeGrowthRow(change: Partial<GrowthSeries> = {}): GrowthSeries {
  return {
    kind: 'class',
    key: 'QuoteContext',
    name: 'QuoteContext',
    family: 'object',
    counts: [10, 20, 30, 40],
    bytes: [100_000, 200_000, 300_000, 400_000],
    retained: null,
    slope: { perOperation: 100, low: 99, high: 101, level: 0.917 },
    countPerOperation: 0.01,
    p: 0.042,
    q: 0.1,
    verdict: 'leak',
    evidence: [{ code: 'integer-per-operation', message: 'Exactly 1 more per operation.' }],
    retainerPath: ['pending › Map', 'table › (array)', '[*] › QuoteContext'],
    noGrowthAbove: null,
    ...change,
  };
}

export function fakeGrowth(change: Partial<SeriesGrowth> = {}): SeriesGrowth {
  const totals = [1_000_000, 1_100_000, 1_200_000, 1_300_000];
  return {
    seriesId: 1,
    snapshots: totals.map((totalBytes, place) => ({
      snapshotId: place + 1,
      name: `heap-${place + 1}`,
      takenAtUs: null,
      elapsedMs: null,
      operations: (place + 1) * 1000,
      totalBytes,
      leftOut: false,
    })),
    operationsFrom: 'typed',
    checks: [
      {
        code: 'one-process',
        name: 'One process',
        state: 'passed',
        value: 'ids agree',
        message: 'Ids mean the same objects.',
      },
      {
        code: 'snapshots-for-blind-search',
        name: 'For a blind search',
        state: 'note',
        value: '4, needs 9',
        message: 'With fewer only plain structure makes a leak.',
      },
    ],
    growth: {
      snapshots: ['heap-1', 'heap-2', 'heap-3', 'heap-4'],
      operations: [1000, 2000, 3000, 4000],
      totalBytes: totals,
      series: [
        fakeGrowthRow(),
        fakeGrowthRow({
          key: 'Session',
          name: 'Session',
          verdict: 'no-growth',
          bytes: [50_000, 50_000, 50_000, 50_000],
          slope: { perOperation: 0, low: 0, high: 0, level: 0.917 },
          p: 0.6,
          retainerPath: [],
        }),
      ],
      noise: [
        { family: 'compiled code', classes: 12, bytes: [1000, 1000, 1000, 1000] },
        { family: 'maps', classes: 3, bytes: [500, 500, 500, 500] },
      ],
      belowFloor: { series: 4, bytes: 8000 },
      warnings: [],
    },
    missing: null,
    bands: [
      {
        kind: 'series',
        name: 'QuoteContext',
        key: 'QuoteContext',
        verdict: 'leak',
        bytes: [100_000, 200_000, 300_000, 400_000],
      },
      { kind: 'other', name: 'Other', key: null, verdict: null, bytes: [898_500, 898_500, 898_500, 898_500] },
      { kind: 'noise', name: 'Noise families', key: null, verdict: null, bytes: [1500, 1500, 1500, 1500] },
    ],
    exhaustion: null,
    ...change,
  };
}

export function fakeGrowthPath(): GrowthPath {
  const step = (edge: string, className: string, node: number, counts: readonly [number, number]) => ({
    edge,
    className,
    node,
    id: node * 100,
    outEdges: [counts[0], counts[1]],
    growing: counts[0] !== counts[1],
  });
  return {
    leadsTo: 'new-instances',
    className: 'QuoteContext',
    newInstances: 30,
    sampled: 30,
    sharing: 29,
    snapshotIds: [1, 4],
    steps: [
      step('', '(GC roots)', 0, [5, 5]),
      step('.pending', 'Map', 4, [3, 3]),
      step('table', '(array)', 5, [11, 41]),
      step('[*]', 'QuoteContext', 7, [3, 3]),
    ],
    others: [],
  };
}
