/**
 * Heights for direct labels in a column so that none overlap, each as near to where it wants to be as the others
 * allow (least squares: overlapping neighbours form a block around their common middle).
 * @param wanted heights in px, in any order
 * @param gap smallest distance of two labels
 * @returns heights in the order of `wanted`, within `[top, bottom]` as long as they all fit
 */
export function placeLabels(wanted: readonly number[], gap: number, top: number, bottom: number): number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => wanted[a]! - wanted[b]!);
  const blocks: Block[] = [];
  for (const index of order) {
    let block: Block = { size: 1, startSum: wanted[index]! };
    let before = blocks.at(-1);
    while (before !== undefined && startOf(block) < startOf(before) + before.size * gap) {
      blocks.pop();
      block = join(before, block, gap);
      before = blocks.at(-1);
    }
    blocks.push(block);
  }
  const placed = blocks.flatMap((block) =>
    Array.from({ length: block.size }, (_, rank) => startOf(block) + rank * gap),
  );
  keepInside(placed, gap, top, bottom);
  const heights = new Array<number>(wanted.length);
  order.forEach((index, rank) => (heights[index] = placed[rank]!));
  return heights;
}

/** Labels one gap apart. `startSum` adds up where each of them wants the block to begin. */
interface Block {
  readonly size: number;
  readonly startSum: number;
}

function startOf(block: Block): number {
  return block.startSum / block.size;
}

/** Labels of the lower block stand `upper.size` gaps further down, so they want an earlier beginning by as much. */
function join(upper: Block, lower: Block, gap: number): Block {
  return {
    size: upper.size + lower.size,
    startSum: upper.startSum + lower.startSum - lower.size * upper.size * gap,
  };
}

function keepInside(heights: number[], gap: number, top: number, bottom: number): void {
  let limit = bottom;
  for (let i = heights.length - 1; i >= 0; i--) {
    heights[i] = Math.min(heights[i]!, limit);
    limit = heights[i]! - gap;
  }
  limit = top;
  for (let i = 0; i < heights.length; i++) {
    heights[i] = Math.max(heights[i]!, limit);
    limit = heights[i]! + gap;
  }
}
