import { generatedTree, type GeneratedTree, type TreeShape } from '../data/profile-tree.ts';
import {
  createElement,
  createRoot,
  FlameChart,
  functionName,
  matchedWeight,
  matchFunctions,
  rankGroups,
  treeGeometry,
  useFlameContent,
  useFramePalette,
  weightFormat,
} from './profile-flame.js';
import type { Element, FunctionMatches, Geometry, Groups, WeightFormat } from './profile-flame.d.ts';

/** What the page offers to the bench that drives it, as `window.flameBench`. */
export interface FlameBench {
  /** Makes the data, which is not what is measured. @returns boxes */
  prepare(shape: TreeShape, boxes: number): number;
  /** From data in memory to the end of the frame with the first picture. */
  show(): Promise<{ readonly ms: number }>;
  /** From a typed text to the end of the frame that shows what it found. */
  search(text: string): Promise<{ readonly ms: number; readonly functions: number; readonly share: number }>;
}

declare global {
  var flameBench: FlameBench;
}

interface Picture {
  readonly tree: GeneratedTree;
  readonly geometry: Geometry;
  readonly groups: Groups;
  readonly format: WeightFormat;
  /** Weights in words, and where they are to be found: stable while the picture is the same. */
  readonly figureOf: (node: number) => string;
  readonly matches: FunctionMatches | null;
}

const ROOT_NAME = 'all stacks';

function Flame({ tree, geometry, groups, format, figureOf, matches }: Picture): Element {
  const { functions, nodes, total } = tree;
  const content = useFlameContent({
    functions,
    geometry,
    groups,
    palette: useFramePalette(),
    matches,
    colour: 'search',
    rootName: ROOT_NAME,
    figureOf,
    litColour: null,
  });
  const nameOf = (node: number): string =>
    node < 0 ? ROOT_NAME : functionName(functions, nodes.function[node]!);
  return createElement(FlameChart, {
    label: 'Flame graph',
    geometry,
    content,
    orientation: 'icicle',
    selected: -2,
    onSelect: () => undefined,
    tooltipOf: (node) => ({
      title: nameOf(node),
      note: null,
      rows: [{ name: 'Total', value: format.withUnit(node < 0 ? total : nodes.total[node]!) }],
    }),
    announce: nameOf,
  });
}

function createBench(host: HTMLElement): FlameBench {
  const root = createRoot(host);
  let tree: GeneratedTree | null = null;
  let picture: Picture | null = null;
  const render = (next: Picture): void => {
    picture = next;
    root.render(createElement(Flame, next));
  };
  return {
    prepare(shape, boxes) {
      tree = generatedTree(shape, boxes);
      return tree.nodes.count;
    },
    async show() {
      const { nodes, functions, self, total } = tree!;
      const begun = performance.now();
      const format = weightFormat('ns', total);
      render({
        tree: tree!,
        geometry: treeGeometry(nodes, total, true),
        groups: rankGroups(functions, self),
        format,
        figureOf: (node) => format.brief(node < 0 ? total : nodes.total[node]!),
        matches: null,
      });
      await nextPicture();
      return { ms: performance.now() - begun };
    },
    async search(text) {
      const { nodes, functions, total } = picture!.tree;
      const begun = performance.now();
      const matches = matchFunctions(functions, (name) => name.includes(text));
      const share = matchedWeight(nodes, matches) / total;
      render({ ...picture!, matches });
      await nextPicture();
      return { ms: performance.now() - begun, functions: matches.count, share };
    },
  };
}

/** The end of the frame in which the picture was painted: painting clears the canvas, which is how it is seen from outside. */
async function nextPicture(): Promise<void> {
  await new Promise<void>((resolve) => {
    const { prototype } = CanvasRenderingContext2D;
    const original = Object.getOwnPropertyDescriptor(prototype, 'clearRect')!;
    prototype.clearRect = function clearRect(...box): void {
      Object.defineProperty(prototype, 'clearRect', original);
      prototype.clearRect.apply(this, box);
      resolve();
    };
  });
  // A message that is sent while a frame is made arrives behind it.
  await new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve();
    port2.postMessage(null);
  });
}

globalThis.flameBench = createBench(document.getElementById('root')!);
