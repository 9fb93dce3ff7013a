import { childrenOf, edgesOf, NO_NODE, parentOf, ROOT, rowOf, type FlameGeometry } from './flame-geometry.ts';
import type { Orientation } from './flame-view.ts';

/** Where an arrow key goes. */
export type Step = 'in' | 'out' | 'previous' | 'next' | 'first' | 'last';

/** Towards callees is down in an icicle, and up in a flame graph. @returns null for keys that do not walk */
export function stepOfKey(key: string, orientation: Orientation): Step | null {
  switch (key) {
    case 'ArrowDown':
      return orientation === 'icicle' ? 'in' : 'out';
    case 'ArrowUp':
      return orientation === 'icicle' ? 'out' : 'in';
    case 'ArrowLeft':
      return 'previous';
    case 'ArrowRight':
      return 'next';
    case 'Home':
      return 'first';
    case 'End':
      return 'last';
    default:
      return null;
  }
}

/**
 * The box that a step leads to: in to the widest callee, out to the caller, along the row to its neighbours. Boxes without
 * width are passed over. @returns the same box where there is no way on
 */
export function walk(geometry: FlameGeometry, node: number, step: Step): number {
  if (node === NO_NODE) return firstBox(geometry);
  switch (step) {
    case 'out': {
      const above = parentOf(geometry, node);
      return above === NO_NODE ? node : above;
    }
    case 'in':
      return widestChild(geometry, node);
    case 'previous':
    case 'next':
    case 'first':
    case 'last':
      return along(geometry, node, step);
  }
}

function firstBox(geometry: FlameGeometry): number {
  if (geometry.hasRoot) return ROOT;
  return geometry.left.length > 0 ? 0 : NO_NODE;
}

function widestChild(geometry: FlameGeometry, node: number): number {
  const { from, to } = childrenOf(geometry, node);
  let widest = node;
  let width = 0;
  for (let child = from; child < to; child++) {
    const own = geometry.right[child]! - geometry.left[child]!;
    if (own > width) {
      width = own;
      widest = child;
    }
  }
  return widest;
}

function along(geometry: FlameGeometry, node: number, step: 'previous' | 'next' | 'first' | 'last'): number {
  if (node < 0) return node;
  const row = rowOf(geometry, node);
  const start = geometry.rowStart[row]!;
  const end = geometry.rowStart[row + 1]!;
  const forward = step === 'next' || step === 'first';
  let at = step === 'first' ? start - 1 : step === 'last' ? end : node;
  do at += forward ? 1 : -1;
  while (at >= start && at < end && !hasWidth(geometry, at));
  return at >= start && at < end ? at : node;
}

function hasWidth(geometry: FlameGeometry, node: number): boolean {
  const { left, right } = edgesOf(geometry, node);
  return right > left;
}
