/** Asks often whether nodes are dominated by one: no node is climbed from twice. */
export class DominatedBy {
  readonly #dominator: Uint32Array;
  readonly #root: number;
  readonly #known: Map<number, boolean>;

  constructor(dominator: Uint32Array, node: number, root: number) {
    this.#dominator = dominator;
    this.#root = root;
    this.#known = new Map([
      [root, node === root],
      [node, true],
    ]);
  }

  has(node: number): boolean {
    const way: number[] = [];
    let at = node;
    while (!this.#known.has(at)) {
      way.push(at);
      at = at === this.#root ? at : this.#dominator[at]!;
    }
    const answer = this.#known.get(at)!;
    for (const passed of way) this.#known.set(passed, answer);
    return answer;
  }
}
