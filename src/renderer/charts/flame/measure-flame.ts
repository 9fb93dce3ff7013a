import type { ProfileFunctions, ProfileNodes } from '#shared/model/profile.ts';
import { drawFlame, type FlameContent, type FlameScene } from './draw-flame.ts';
import { FlameScratch } from './flame-scratch.ts';
import { treeGeometry } from './flame-geometry.ts';
import { pannedBy, wholeView, zoomedAt, type FlameFrame } from './flame-view.ts';
import type { FramePalette } from './frame-colours.ts';
import { groupColours, rankGroups } from './frame-group.ts';
import { matchedWeight, matchFunctions } from './function-search.ts';
import { nodeAt } from './visible-boxes.ts';

/** Milliseconds of script; what a canvas does with the calls is not in it unless a real one was given. */
export interface FlameFigures {
  /** From the answer of the engine to the first picture. */
  readonly firstPaintMs: number;
  /** The median of the frames: on a busy machine the slowest one says who else was at work. */
  readonly panMs: number;
  readonly zoomMs: number;
  readonly hoverMs: number;
  readonly searchMs: number;
  readonly boxesDrawn: number;
}

export interface MeasuredFlame {
  readonly nodes: ProfileNodes;
  readonly functions: ProfileFunctions;
  readonly self: Float64Array;
  readonly total: number;
}

/**
 * How long the parts of the flame graph take (method R1 has the budget: 300, 8, 8, 4 and 200 ms for 2 M nodes).
 * @param now a clock in ms
 */
export function measureFlame(
  { nodes, functions, self, total }: MeasuredFlame,
  context: CanvasRenderingContext2D,
  palette: FramePalette,
  frame: FlameFrame,
  content: Omit<FlameContent, 'colourOf'>,
  now: () => number,
): FlameFigures {
  const began = now();
  const geometry = treeGeometry(nodes, total, true);
  const colours = groupColours(functions, rankGroups(functions, self));
  const scene: FlameScene = {
    geometry,
    frame,
    view: wholeView(geometry),
    content: { ...content, colourOf: (node) => (node < 0 ? 0 : colours[geometry.function[node]!]!) },
  };
  const scratch = new FlameScratch();
  const boxesDrawn = drawFlame(context, palette, scene, scratch);
  const firstPaintMs = now() - began;

  let view = zoomedAt(scene.view, geometry, 8, total * 0.4);
  const typical = (frames: number, work: (step: number) => void): number => {
    const times: number[] = [];
    for (let step = 0; step < frames; step++) {
      const start = now();
      work(step);
      times.push(now() - start);
    }
    return times.sort((a, b) => a - b)[frames >> 1]!;
  };
  const panMs = typical(30, () => {
    view = pannedBy(view, geometry, 0.02);
    drawFlame(context, palette, { ...scene, view }, scratch);
  });
  const zoomMs = typical(30, () => {
    view = zoomedAt(view, geometry, 1.2, total * 0.5);
    drawFlame(context, palette, { ...scene, view }, scratch);
  });
  const hoverMs = typical(100, (step) => {
    nodeAt(geometry, scene.view, frame, { x: (step * 13) % frame.width, y: (step * 7) % frame.height });
  });
  const searchMs = typical(3, () =>
    matchedWeight(
      nodes,
      matchFunctions(functions, (text) => text.includes('e')),
    ),
  );
  return { firstPaintMs, panMs, zoomMs, hoverMs, searchMs, boxesDrawn };
}
