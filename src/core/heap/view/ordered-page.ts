import type { Pace } from '../graph/pace.ts';

/** A stretch of the list that is no longer than this is sorted. */
const SORTED_AT_ONCE = 20_000;

/**
 * A page of a list in order, without sorting all of it: a class may have millions of objects, and a page is what is looked at
 * (quickselect around the page).
 * @param key value by which a node is ordered; never NaN
 * @returns the nodes at `offset..offset + limit` of the order; those of equal keys by number
 * @throws {AppError} `cancelled`
 */
export async function orderedPage(
  nodes: ArrayLike<number>,
  key: (node: number) => number,
  { descending, offset, limit }: { descending: boolean; offset: number; limit: number },
  pace: Pace,
): Promise<number[]> {
  const count = nodes.length;
  const from = Math.min(offset, count);
  const to = Math.min(count, from + limit);
  const list = new KeyedList(count);
  await pace.overNodes(PHASE, count, (begin, end) => {
    for (let at = begin; at < end; at++)
      list.set(at, nodes[at]!, descending ? -key(nodes[at]!) : key(nodes[at]!));
  });
  await list.divide(from, 0, count, pace);
  await list.divide(to, from, count, pace);
  return list.sorted(from, to);
}

const PHASE = 'Sorting objects';

class KeyedList {
  readonly #nodes: Uint32Array;
  readonly #keys: Float64Array;

  constructor(count: number) {
    this.#nodes = new Uint32Array(count);
    this.#keys = new Float64Array(count);
  }

  set(at: number, node: number, key: number): void {
    this.#nodes[at] = node;
    this.#keys[at] = key;
  }

  /** Orders `low..high` so far that nothing before `border` comes after anything behind it. */
  async divide(border: number, low: number, high: number, pace: Pace): Promise<void> {
    let [begin, end] = [low, high];
    while (end - begin > SORTED_AT_ONCE) {
      const middle = this.#split(begin, end);
      await pace.turn(PHASE, null);
      if (border < middle.begin) end = middle.begin;
      else if (border >= middle.end) begin = middle.end;
      else return;
    }
    const nodes = this.sorted(begin, end);
    const keys = new Map(nodes.map((node) => [node, 0]));
    for (let at = begin; at < end; at++) keys.set(this.#nodes[at]!, this.#keys[at]!);
    nodes.forEach((node, k) => this.set(begin + k, node, keys.get(node)!));
  }

  sorted(low: number, high: number): number[] {
    const places = Array.from({ length: high - low }, (_, k) => low + k);
    places.sort((a, b) => this.#keys[a]! - this.#keys[b]! || this.#nodes[a]! - this.#nodes[b]!);
    return places.map((at) => this.#nodes[at]!);
  }

  /** Puts what comes before the middle of three to the left, what comes after it to the right. */
  #split(low: number, high: number): { readonly begin: number; readonly end: number } {
    const middle = (low + high) >>> 1;
    if (this.#before(middle, low)) this.#swap(middle, low);
    if (this.#before(high - 1, low)) this.#swap(high - 1, low);
    if (this.#before(high - 1, middle)) this.#swap(high - 1, middle);
    const [key, node] = [this.#keys[middle]!, this.#nodes[middle]!];
    let [left, right] = [low, high - 1];
    while (left <= right) {
      while (this.#compare(left, key, node) < 0) left += 1;
      while (this.#compare(right, key, node) > 0) right -= 1;
      if (left > right) break;
      this.#swap(left++, right--);
    }
    // Between the two sides stands the middle one, if anything.
    return { begin: right + 1, end: left };
  }

  #before(a: number, b: number): boolean {
    return this.#compare(a, this.#keys[b]!, this.#nodes[b]!) < 0;
  }

  #compare(at: number, key: number, node: number): number {
    return this.#keys[at]! - key || this.#nodes[at]! - node;
  }

  #swap(a: number, b: number): void {
    const [key, node] = [this.#keys[a]!, this.#nodes[a]!];
    this.#keys[a] = this.#keys[b]!;
    this.#nodes[a] = this.#nodes[b]!;
    this.#keys[b] = key;
    this.#nodes[b] = node;
  }
}
