import { NO_PARENT, type StackTable } from './profile.ts';

const FIRST_ROOM = 1 << 8;

/** Builds a tree of prefixes: the same frame under the same parent is the same stack. */
export class StackInterner {
  private parent: Int32Array<ArrayBuffer>;
  private frame: Int32Array<ArrayBuffer>;
  private size = 0;
  /** Open addressing; holds stacks, -1 where free. */
  private slots: Int32Array<ArrayBuffer>;

  /** @param expected stacks that there is room for at once */
  constructor(expected = FIRST_ROOM) {
    const room = 2 ** Math.ceil(Math.log2(Math.max(FIRST_ROOM, expected)));
    this.parent = new Int32Array(room);
    this.frame = new Int32Array(room);
    this.slots = new Int32Array(room * 2).fill(-1);
  }

  get count(): number {
    return this.size;
  }

  parentOf(stack: number): number {
    return this.parent[stack]!;
  }

  frameOf(stack: number): number {
    return this.frame[stack]!;
  }

  /** @param parent a stack, or {@link NO_PARENT} */
  childOf(parent: number, frame: number): number {
    const slot = this.find(parent, frame);
    const known = this.slots[slot]!;
    if (known >= 0) return known;
    const stack = this.size;
    if (stack === this.parent.length) {
      this.parent = enlarged(this.parent);
      this.frame = enlarged(this.frame);
    }
    this.parent[stack] = parent;
    this.frame[stack] = frame;
    this.slots[slot] = stack;
    this.size = stack + 1;
    if (this.size * 2 > this.slots.length) this.rehash();
    return stack;
  }

  /** @param frames root first; {@link NO_PARENT}, which is the empty stack, for none */
  stackOf(frames: Iterable<number>): number {
    let stack = NO_PARENT;
    for (const frame of frames) stack = this.childOf(stack, frame);
    return stack;
  }

  /** The stacks; the interner is done with. */
  finish(): StackTable {
    this.slots = new Int32Array(0);
    return {
      count: this.size,
      parent: this.parent.slice(0, this.size),
      frame: this.frame.slice(0, this.size),
    };
  }

  /** Slot of the stack, or the free one where it belongs. */
  private find(parent: number, frame: number): number {
    const { slots } = this;
    const mask = slots.length - 1;
    let hash = Math.imul(parent + 1, 0x9e3779b1) ^ Math.imul(frame + 1, 0x85ebca6b);
    hash ^= hash >>> 15;
    let slot = hash & mask;
    for (;;) {
      const stack = slots[slot]!;
      if (stack < 0 || (this.parent[stack] === parent && this.frame[stack] === frame)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  private rehash(): void {
    this.slots = new Int32Array(this.slots.length * 2).fill(-1);
    for (let stack = 0; stack < this.size; stack++) {
      this.slots[this.find(this.parent[stack]!, this.frame[stack]!)] = stack;
    }
  }
}

function enlarged(column: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(column.length * 2);
  larger.set(column);
  return larger;
}
