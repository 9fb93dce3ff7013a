import type { HeapCollections } from '#shared/model/heap.ts';
import type { Pace } from '../graph/pace.ts';
import { collections, mostlyEmpty } from '../statistics/collections.ts';
import { heapObject } from './heap-object.ts';
import type { PageRequest } from './instances.ts';
import type { OpenHeap } from './open-heap.ts';

/** Fewer references are no collection worth a line. */
const LEAST_CHILDREN = 8;

/** Collections that hold most, or arrays that are larger than what is in them. @throws {AppError} `cancelled` */
export async function collectionsPage(
  heap: OpenHeap,
  which: 'largest' | 'mostly-empty',
  { offset, limit }: PageRequest,
  pace: Pace,
): Promise<HeapCollections> {
  if (which === 'largest') {
    const { total, rows } = await collections(heap, LEAST_CHILDREN, offset + limit, pace);
    return {
      total,
      rows: rows.slice(offset).map(({ node, children, selfBytes }) => ({
        object: heapObject(heap, node),
        children,
        selfBytes,
        filled: null,
      })),
    };
  }
  const found = await mostlyEmpty(heap, pace);
  return {
    total: found.length,
    rows: found.slice(offset, offset + limit).map(({ node, children, selfBytes, filled }) => ({
      object: heapObject(heap, node),
      children,
      selfBytes,
      filled,
    })),
  };
}
