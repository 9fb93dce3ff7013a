import type { DuplicateStrings } from '#shared/model/heap.ts';
import { nodeFlags } from '../model/heap-graph.ts';
import type { Pace } from '../graph/pace.ts';
import { duplicateTexts } from '../statistics/duplicate-strings.ts';
import { heapObject, LIST_LABEL_CHARS } from './heap-object.ts';
import type { PageRequest } from './instances.ts';
import type { OpenHeap } from './open-heap.ts';

/** Groups beyond these are counted, but not listed. */
const MAX_GROUPS = 20_000;
/** A slice that is smaller than this share of what it keeps alive is told (method P9). */
const SLICE_SHARE = 0.1;
/** A parent below this size is not worth a line, bytes. */
const LEAST_PARENT_BYTES = 10_000;
const MAX_SLICES = 100;

/** Everything the screen of strings needs, for all its pages. */
export interface ComparedStrings {
  readonly found: Awaited<ReturnType<typeof duplicateTexts>>;
  readonly slices: DuplicateStrings['slices'];
}

/** @throws {AppError} `cancelled` */
export async function comparedStrings(heap: OpenHeap, pace: Pace): Promise<ComparedStrings> {
  return {
    found: await duplicateTexts(heap.graph, MAX_GROUPS, pace),
    slices: await keepingSlices(heap, pace),
  };
}

export function stringsPage(
  { found, slices }: ComparedStrings,
  { offset, limit }: PageRequest,
): DuplicateStrings {
  return {
    groups: found.groups,
    wastedBytes: found.wastedBytes,
    strings: found.texts,
    rows: found.largest.slice(offset, offset + limit).map(({ value, count, wastedBytes, node }) => ({
      value: value.slice(0, LIST_LABEL_CHARS),
      count,
      wastedBytes,
      node,
    })),
    slices,
  };
}

/** Slices that alone keep a string alive that is more than ten times as long. */
async function keepingSlices(heap: OpenHeap, pace: Pace): Promise<DuplicateStrings['slices']> {
  const { graph, tree } = heap;
  const { labels, firstEdge, edgeTarget, flags, selfBytes } = graph;
  const found: { slice: number; parent: number }[] = [];
  const look = (node: number): void => {
    if ((flags[node]! & nodeFlags.text) === 0 || labels.nodeKind(node) !== 'sliced string') return;
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      const parent = edgeTarget[edge]!;
      const isParent = (flags[parent]! & nodeFlags.text) !== 0 && tree.dominator[parent] === node;
      if (!isParent || selfBytes[parent]! < LEAST_PARENT_BYTES) continue;
      // One byte per character at least: of the slice only the length is known.
      if (labels.nodeName(node).length < SLICE_SHARE * selfBytes[parent]!)
        found.push({ slice: node, parent });
    }
  };
  await pace.overNodes('Comparing strings', graph.nodeCount, (from, to) => {
    for (let node = from; node < to; node++) look(node);
  });
  return found
    .sort((a, b) => selfBytes[b.parent]! - selfBytes[a.parent]! || a.slice - b.slice)
    .slice(0, MAX_SLICES)
    .map(({ slice, parent }) => ({ slice: heapObject(heap, slice), parent: heapObject(heap, parent) }));
}
