import type { HeapClass } from '../model/heap-graph.ts';

/** Numbers classes in the order in which they are first seen. */
export class ClassTable {
  readonly classes: HeapClass[] = [];
  readonly #indices = new Map<string, number>();

  indexOf(entry: HeapClass): number {
    const key = `${entry.family}\u0000${entry.name}\u0000${entry.origin ?? ''}`;
    let index = this.#indices.get(key);
    if (index === undefined) {
      index = this.classes.length;
      this.#indices.set(key, index);
      this.classes.push(entry);
    }
    return index;
  }
}
