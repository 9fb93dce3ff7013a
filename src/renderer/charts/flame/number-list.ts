const FIRST_ROOM = 1 << 8;

/** Numbers in a typed array that grows and is used again. */
export class NumberList {
  values = new Float64Array(FIRST_ROOM);
  length = 0;

  clear(): void {
    this.length = 0;
  }

  push3(a: number, b: number, c: number): void {
    const at = this.room(3);
    this.values[at] = a;
    this.values[at + 1] = b;
    this.values[at + 2] = c;
  }

  push4(a: number, b: number, c: number, d: number): void {
    const at = this.room(4);
    this.values[at] = a;
    this.values[at + 1] = b;
    this.values[at + 2] = c;
    this.values[at + 3] = d;
  }

  /** @returns where the new entries begin */
  private room(count: number): number {
    const at = this.length;
    this.length += count;
    if (this.length > this.values.length) {
      const larger = new Float64Array(this.values.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    return at;
  }
}
