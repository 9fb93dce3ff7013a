import type { HeapObjectsPage, ObjectFilter, ObjectSort } from '#shared/model/heap.ts';
import { NAMED_BY_CLASS } from '../model/column-labels.ts';
import { nodeFlags } from '../model/heap-graph.ts';
import type { Pace } from '../graph/pace.ts';
import { objectsPage, objectTest, type PageRequest } from './instances.ts';
import type { OpenHeap } from './open-heap.ts';
import { TextMatch, type TextQuery } from './text-match.ts';

/** Names that are looked at between two looks at the clock: the longest take 0.1 ms. */
const NAMES_PER_TURN = 1024;

export interface HeapQuery extends TextQuery {
  /** In class names only, or also in names of functions and elements and in values of strings. */
  readonly where: 'class' | 'anywhere';
  readonly filter: ObjectFilter;
}

/**
 * Objects by class or name; `@123` finds the object with that id. An empty text finds all that pass the filter.
 * @throws {AppError} `bad-request` for a pattern that is none or takes too long, `cancelled`
 */
export async function searchHeap(
  heap: OpenHeap,
  query: HeapQuery,
  sort: ObjectSort,
  page: PageRequest,
  pace: Pace,
): Promise<HeapObjectsPage> {
  return objectsPage(heap, await found(heap, query, pace), sort, page, pace);
}

async function found(heap: OpenHeap, query: HeapQuery, pace: Pace): Promise<Uint32Array> {
  const { graph } = heap;
  const id = /^@(\d{1,16})$/u.exec(query.text.trim())?.[1];
  const passes = objectTest(heap, query.filter);
  if (id !== undefined) {
    const node = graph.ids.indexOf(Number(id));
    return node < 0 || !passes(node) ? new Uint32Array(0) : Uint32Array.of(node);
  }
  const names = new NameTest(heap, query);
  const nodes = new Uint32Array(graph.nodeCount);
  let count = 0;
  for (let from = 0; from < graph.nodeCount; from += NAMES_PER_TURN) {
    const to = Math.min(graph.nodeCount, from + NAMES_PER_TURN);
    names.match.within(() => {
      for (let node = from; node < to; node++) if (passes(node) && names.passes(node)) nodes[count++] = node;
    });
    await pace.turn('Searching', from / graph.nodeCount);
  }
  return nodes.subarray(0, count);
}

const [UNKNOWN, YES, NO] = [0, 1, 2];

/** Classes, and names that many objects share, are looked at once. */
class NameTest {
  readonly match: TextMatch;
  readonly #heap: OpenHeap;
  readonly #classes: Uint8Array;
  readonly #names: Uint8Array | null;

  constructor(heap: OpenHeap, query: HeapQuery) {
    this.match = new TextMatch(query);
    this.#heap = heap;
    const { graph } = heap;
    this.#classes = new Uint8Array(graph.classes.length);
    this.#names = query.where === 'class' ? null : new Uint8Array(graph.labels.columns.texts.count);
  }

  passes(node: number): boolean {
    const { graph } = this.#heap;
    const entry = graph.classOf[node]!;
    if (this.#classes[entry] === UNKNOWN)
      this.#classes[entry] = this.match.matches(graph.classes[entry]!.name) ? YES : NO;
    return this.#classes[entry] === YES || (this.#names !== null && this.#byName(node, this.#names));
  }

  #byName(node: number, names: Uint8Array): boolean {
    const { graph } = this.#heap;
    const { columns } = graph.labels;
    const place = columns.nodeName[node]!;
    if (place === NAMED_BY_CLASS) return false;
    // What is put together of parts, or marked, has no name of its own in the table.
    const isMarked = columns.marksDetached && (graph.flags[node]! & nodeFlags.detached) !== 0;
    if (place >= names.length || isMarked || columns.joined?.nodeKind === columns.nodeKind[node])
      return this.match.matches(graph.labels.nodeName(node));
    if (names[place] === UNKNOWN) names[place] = this.match.matches(graph.labels.nodeName(node)) ? YES : NO;
    return names[place] === YES;
  }
}
