/** A queue that gives out the heaviest entry next (binary heap). Entries are numbers that the caller gives a meaning. */
export class HeaviestFirst {
  private readonly entries: number[] = [];
  private readonly weights: number[] = [];

  get length(): number {
    return this.entries.length;
  }

  push(entry: number, weight: number): void {
    let at = this.entries.length;
    this.entries.push(entry);
    this.weights.push(weight);
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (this.weights[above]! >= weight) break;
      this.entries[at] = this.entries[above]!;
      this.weights[at] = this.weights[above]!;
      at = above;
    }
    this.entries[at] = entry;
    this.weights[at] = weight;
  }

  /** Undefined when it is empty. */
  pop(): number | undefined {
    const first = this.entries[0];
    const entry = this.entries.pop();
    const weight = this.weights.pop();
    if (entry === undefined || weight === undefined || this.entries.length === 0) return first;
    const { length } = this.entries;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= length) break;
      if (below + 1 < length && this.weights[below + 1]! > this.weights[below]!) below++;
      if (this.weights[below]! <= weight) break;
      this.entries[at] = this.entries[below]!;
      this.weights[at] = this.weights[below]!;
      at = below;
    }
    this.entries[at] = entry;
    this.weights[at] = weight;
    return first;
  }
}
