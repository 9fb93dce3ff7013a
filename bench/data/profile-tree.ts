/** A tree of calls as the engine answers it (`ProfileNodes`): row by row, siblings by weight. */
export interface GeneratedTree {
  readonly nodes: {
    readonly count: number;
    readonly rowStart: Int32Array;
    readonly parent: Int32Array;
    readonly function: Int32Array;
    readonly self: Float64Array;
    readonly total: Float64Array;
  };
  readonly functions: {
    readonly count: number;
    readonly id: Int32Array;
    readonly name: Texts;
    readonly file: Texts;
    readonly module: Texts;
    readonly line: Int32Array;
    readonly column: Int32Array;
    readonly kind: Uint8Array;
  };
  /** Of functions, ns. */
  readonly self: Float64Array;
  /** Of everything, ns. */
  readonly total: number;
}

interface Texts {
  readonly kind: 'text';
  readonly dictionary: readonly string[];
  readonly codes: Int32Array;
}

/**
 * `calls`: stacks of a busy server, most of them too rare to be seen. `even`: rows of as many boxes, all alike, neighbours
 * in different colours, so that every pixel of the picture is a box of its own: nothing is dearer to draw.
 */
export const treeShapes = ['calls', 'even'] as const;
export type TreeShape = (typeof treeShapes)[number];

const FUNCTIONS = 20_000;
export const functionNames: readonly string[] = Array.from(
  { length: FUNCTIONS },
  (_, row) => `handleRequest_${row}`,
);
const PACKAGES: Readonly<Record<TreeShape, number>> = { calls: 300, even: 8 };
const EVEN_ROWS = 40;
const DEEPEST = 60;
const MS = 1e6;

/** A tree of so many boxes, always the same one. */
export function generatedTree(shape: TreeShape, count: number): GeneratedTree {
  const random = randomNumbers(11);
  const nodes = shape === 'calls' ? calls(count, random) : even(count);
  const self = new Float64Array(FUNCTIONS);
  for (let node = 0; node < nodes.count; node++) self[nodes.function[node]!]! += nodes.self[node]!;
  return {
    nodes,
    functions: functions(PACKAGES[shape]),
    self,
    total: self.reduce((sum, weight) => sum + weight, 0),
  };
}

/** Mostly one long path at a time; weights differ by orders of magnitude. */
function calls(count: number, random: () => number): GeneratedTree['nodes'] {
  const parent = new Int32Array(count).fill(-1);
  const depth = new Int32Array(count);
  const self = new Float64Array(count);
  for (let node = 0; node < count; node++) {
    self[node] = MS * random() ** 8;
    if (node < 10) continue;
    const branches = node < 200 || random() < 0.15 || depth[node - 1]! >= DEEPEST;
    parent[node] = branches ? Math.floor(random() * node) : node - 1;
    depth[node] = depth[parent[node]!]! + 1;
  }
  const total = self.slice();
  for (let node = count - 1; node >= 0; node--) if (parent[node]! >= 0) total[parent[node]!]! += total[node]!;
  return rowByRow(parent, self, total, random);
}

function rowByRow(
  parent: Int32Array,
  self: Float64Array,
  total: Float64Array,
  random: () => number,
): GeneratedTree['nodes'] {
  const count = parent.length;
  const start = new Int32Array(count + 2);
  for (const above of parent) start[above + 2]!++;
  for (let i = 1; i < start.length; i++) start[i]! += start[i - 1]!;
  const children = new Int32Array(count);
  const next = start.slice(0, count + 1);
  for (let node = 0; node < count; node++) children[next[parent[node]! + 1]!++] = node;
  const order = new Int32Array(count);
  const nodes = {
    count,
    parent: new Int32Array(count).fill(-1),
    function: new Int32Array(count),
    self: new Float64Array(count),
    total: new Float64Array(count),
  };
  const rowStart = [0];
  let filled = 0;
  const add = (of: number, place: number): void => {
    const from = filled;
    for (let i = start[of + 1]!; i < start[of + 2]!; i++) {
      nodes.parent[filled] = place;
      order[filled++] = children[i]!;
    }
    if (filled - from > 1) order.subarray(from, filled).sort((a, b) => total[b]! - total[a]! || a - b);
  };
  add(-1, -1);
  for (let place = 0, rowEnd = 0; place < count; place++) {
    if (place === rowEnd) {
      rowEnd = filled;
      rowStart.push(rowEnd);
    }
    const node = order[place]!;
    nodes.function[place] = Math.floor(random() * FUNCTIONS);
    nodes.self[place] = self[node]!;
    nodes.total[place] = total[node]!;
    add(node, place);
  }
  return { ...nodes, rowStart: Int32Array.from(rowStart) };
}

function even(count: number): GeneratedTree['nodes'] {
  const perRow = Math.ceil(count / EVEN_ROWS);
  const all = perRow * EVEN_ROWS;
  return {
    count: all,
    rowStart: Int32Array.from({ length: EVEN_ROWS + 1 }, (_, row) => row * perRow),
    parent: Int32Array.from({ length: all }, (_, node) => (node < perRow ? -1 : node - perRow)),
    function: Int32Array.from({ length: all }, (_, node) => (node * 7919) % FUNCTIONS),
    self: Float64Array.from({ length: all }, (_, node) => (node >= all - perRow ? MS : 0)),
    total: new Float64Array(all).fill(MS),
  };
}

function functions(packageCount: number): GeneratedTree['functions'] {
  const rows = Array.from({ length: FUNCTIONS }, (_, row) => row);
  const every = Int32Array.from(rows);
  const packages = Array.from({ length: packageCount }, (_, own) => own);
  return {
    count: FUNCTIONS,
    id: every,
    name: { kind: 'text', dictionary: functionNames, codes: every },
    file: {
      kind: 'text',
      dictionary: packages.map((own) => `file:///app/node_modules/package${own}/lib/module_${own}.js`),
      codes: every.map((row) => row % packageCount),
    },
    module: { kind: 'text', dictionary: [], codes: new Int32Array(FUNCTIONS).fill(-1) },
    line: every.map((row) => 1 + (row % 2000)),
    column: every.map((row) => 1 + (row % 120)),
    kind: new Uint8Array(FUNCTIONS),
  };
}

function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 4_294_967_296;
  };
}
