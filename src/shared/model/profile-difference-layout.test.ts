import { describe, expect, it } from 'vitest';
import { differenceLayout } from './profile-difference-layout.ts';
import { differenceWidths, type ComparedNodes } from './profile-difference.ts';

/** root(a(x), b), where x is only in A and b only in B. */
function nodes(): ComparedNodes {
  const none = new Float64Array(4);
  const weights = (baseline: readonly number[], candidate: readonly number[]) => ({
    baselineRaw: none,
    candidateRaw: none,
    baseline: Float64Array.from(baseline),
    candidate: Float64Array.from(candidate),
  });
  return {
    count: 4,
    rowStart: Int32Array.of(0, 1, 3, 4),
    parent: Int32Array.of(-1, 0, 0, 1),
    function: Int32Array.of(0, 1, 2, 3),
    // root, a, b, x
    self: weights([0, 2, 0, 6], [0, 3, 7, 0]),
    total: weights([8, 8, 0, 6], [10, 3, 7, 0]),
    colour: new Float32Array(4),
    strength: new Float32Array(4),
    verdict: new Uint8Array(4),
    low: none,
    high: none,
  };
}

describe('widths of a difference (P2)', () => {
  it.each([
    ['baseline', [8, 8, 0, 6], [0, 0, 8, 0]],
    ['candidate', [10, 3, 7, 0], [0, 0, 3, 0]],
    // The children need more than the larger of 8 and 10.
    ['max', [15, 8, 7, 6], [0, 0, 8, 0]],
    // Self changes by 1, 7 and 6.
    ['change', [14, 7, 7, 6], [0, 0, 7, 0]],
  ] as const)('%s', (choice, width, left) => {
    const layout = differenceLayout(nodes(), choice);
    expect([...layout.width]).toEqual(width);
    expect([...layout.left]).toEqual(left);
    expect(layout.total).toBe(width[0]);
  });

  it.each(differenceWidths)('%s: children lie within their parents', (choice) => {
    const tree = nodes();
    const { left, width } = differenceLayout(tree, choice);
    for (let node = 1; node < tree.count; node++) {
      const above = tree.parent[node]!;
      expect(left[node]!).toBeGreaterThanOrEqual(left[above]!);
      expect(left[node]! + width[node]!).toBeLessThanOrEqual(left[above]! + width[above]!);
    }
  });
});
