import type { EngineMethod, EngineParams, EngineResult } from '#shared/contract/engine.ts';
import type { ObjectFilter, ObjectSort } from '#shared/model/heap.ts';
import type { QueryLayer } from '../../../data/query-layer.ts';
import type { PageAsked, TreePage, TreeSource } from '../tree/lazy-tree.ts';
import { objectRow, referenceRow, type ClassRow, type HeapRow } from './heap-row.ts';

export const PAGE = 200;

/** A page of the engine as a page of a tree. */
function page<M extends EngineMethod>(
  layer: QueryLayer,
  method: M,
  params: EngineParams<M>,
  rowsOf: (answer: EngineResult<M>) => TreePage<HeapRow>,
): PageAsked<HeapRow> {
  const { result, release } = layer.ask(method, params);
  return { result: result.then(rowsOf), release };
}

function keyOf(row: HeapRow): string {
  if (row.kind === 'class') return `c${row.key}`;
  return row.via === null ? `n${row.object.node}` : `e${row.via.edge}`;
}

/** What an object refers to, and so on. */
function below(
  layer: QueryLayer,
  snapshotId: number,
  node: number | null,
  offset: number,
): PageAsked<HeapRow> {
  return page(layer, 'heap.containment', { snapshotId, node, offset, limit: PAGE }, (answer) => ({
    rows: answer.references.map(referenceRow),
    total: answer.total,
  }));
}

/** Classes in the order given, below each its instances, below these what they refer to. */
export function classesSource(
  layer: QueryLayer,
  snapshotId: number,
  rows: readonly ClassRow[],
  hasGraph: boolean,
  sort: ObjectSort,
  filter: ObjectFilter,
): TreeSource<HeapRow> {
  return {
    keyOf,
    canExpand: (row) => hasGraph && (row.kind === 'class' ? row.count > 0 : row.children !== 0),
    load: (parent, offset) => {
      if (parent === null)
        return { result: Promise.resolve({ rows, total: rows.length }), release: () => undefined };
      if (parent.kind === 'object') return below(layer, snapshotId, parent.object.node, offset);
      return page(
        layer,
        'heap.instances',
        { snapshotId, classKey: parent.key, filter, sort, offset, limit: PAGE },
        (answer) => ({ rows: answer.objects.map(objectRow), total: answer.total }),
      );
    },
  };
}

export type DominatorSort = EngineParams<'heap.dominators'>['sort'];

export function dominatorsSource(
  layer: QueryLayer,
  snapshotId: number,
  root: number | null,
  sort: DominatorSort,
): TreeSource<HeapRow> {
  return {
    keyOf,
    canExpand: (row) => row.kind === 'object' && row.children !== 0,
    load: (parent, offset) => {
      const node = parent?.kind === 'object' ? parent.object.node : root;
      return page(layer, 'heap.dominators', { snapshotId, node, sort, offset, limit: PAGE }, (answer) => ({
        rows: answer.rows.map(({ object, children, heldBySeveral }) => ({
          kind: 'object',
          object,
          via: null,
          children,
          heldBySeveral,
        })),
        total: answer.total,
      }));
    },
  };
}

/** References that go out, from an object or from the root. */
export function containmentSource(
  layer: QueryLayer,
  snapshotId: number,
  root: number | null,
): TreeSource<HeapRow> {
  return {
    keyOf,
    canExpand: (row) => row.kind === 'object' && row.children !== 0,
    load: (parent, offset) =>
      below(layer, snapshotId, parent?.kind === 'object' ? parent.object.node : root, offset),
  };
}

/** References that come in, and so on up to the root. */
export function retainersSource(layer: QueryLayer, snapshotId: number, of: number): TreeSource<HeapRow> {
  return {
    keyOf,
    canExpand: (row) => row.kind === 'object' && row.children !== 0,
    load: (parent, offset) => {
      const node = parent?.kind === 'object' ? parent.object.node : of;
      return page(layer, 'heap.retainers', { snapshotId, node, offset, limit: PAGE }, (answer) => ({
        rows: answer.references.map(referenceRow),
        total: answer.total,
      }));
    },
  };
}

/** Objects that a text and bounds find, below each what it refers to. */
export function searchSource(
  layer: QueryLayer,
  question: Omit<EngineParams<'heap.search'>, 'offset' | 'limit'>,
): TreeSource<HeapRow> {
  const { snapshotId } = question;
  return {
    keyOf,
    canExpand: (row) => row.kind === 'object' && row.children !== 0,
    load: (parent, offset) =>
      parent?.kind === 'object'
        ? below(layer, snapshotId, parent.object.node, offset)
        : page(layer, 'heap.search', { ...question, offset, limit: PAGE }, (answer) => ({
            rows: answer.objects.map(objectRow),
            total: answer.total,
          })),
  };
}
