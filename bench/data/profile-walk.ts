const NODES = 200_000;
const FUNCTIONS = 20_000;
const MODULES = 60;
const DEEPEST = 40;

/** Samples of a busy server: stacks of a tree of calls, neighbours alike. */
export interface WalkedStacks {
  /** Functions of the next sample, outermost first. */
  next(): readonly number[];
  /** Node of the next sample. */
  nextNode(): number;
  /** -1: none. */
  parentOf(node: number): number;
  functionOf(node: number): number;
  readonly nameOf: (own: number) => string;
  moduleOf(own: number): string;
  readonly functions: number;
}

/** The same samples every time. */
export function randomWalk(): WalkedStacks {
  const random = randomNumbers(17);
  const parent = new Int32Array(NODES).fill(-1);
  const depth = new Int32Array(NODES);
  const own = new Int32Array(NODES);
  for (let node = 0; node < NODES; node++) {
    own[node] = Math.floor(random() * FUNCTIONS);
    if (node === 0) continue;
    const branches = node < 100 || random() < 0.15 || depth[node - 1]! >= DEEPEST;
    parent[node] = branches ? Math.floor(random() * node) : node - 1;
    depth[node] = depth[parent[node]!]! + 1;
  }
  const names = Array.from(
    { length: FUNCTIONS },
    (_, place) => `shop::orders::m${place % MODULES}::handle_${place}`,
  );
  let current = 0;
  const nextNode = (): number => {
    current =
      random() < 0.05
        ? Math.floor(random() * NODES)
        : Math.min(NODES - 1, Math.max(0, current + Math.floor(random() * 9) - 4));
    return current;
  };
  return {
    nextNode,
    next() {
      const frames: number[] = [];
      for (let node = nextNode(); node >= 0; node = parent[node]!) frames.push(own[node]!);
      return frames.reverse();
    },
    parentOf: (node) => parent[node]!,
    functionOf: (node) => own[node]!,
    nameOf: (place) => names[place]!,
    moduleOf: (place) => `/opt/shop/lib/libshop_m${place % MODULES}.so`,
    functions: FUNCTIONS,
  };
}

function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 4_294_967_296;
  };
}
