import { MAX_SHAPE_PROPERTIES, shapeName } from './class-names.ts';
import type { ClassTable } from './class-list.ts';
import type { RawGraph } from './raw-graph.ts';

/** So many different lists of properties are told apart; objects with others stay `Object`. */
const MAX_SHAPES = 1 << 20;
const NONE = -1;

/**
 * Names plain objects by their properties in the order of the object. Names of properties are the same string of the table
 * wherever they occur, so lists are told apart by indices: a tree with a branch per name.
 */
export class PlainShapes {
  readonly #raw: RawGraph;
  readonly #table: ClassTable;
  readonly #plain: number;
  readonly #proto: number;
  readonly #branches = new Map<number, number>();
  /** By branch: the name that was asked for last, and where it leads: objects that are alike come in great numbers. */
  readonly #lastName: number[] = [NONE];
  readonly #lastTo: number[] = [NONE];
  readonly #classes: number[] = [-1];

  constructor(raw: RawGraph, table: ClassTable) {
    this.#raw = raw;
    this.#table = table;
    this.#plain = raw.strings.indexOf('Object');
    this.#proto = raw.strings.indexOf('__proto__');
  }

  isPlain(name: number): boolean {
    return name === this.#plain;
  }

  /** @param otherwise class of a plain object without properties */
  classOf(node: number, otherwise: number): number {
    const { edges, firstEdge, codes } = this.#raw;
    const property = codes.edge.property;
    let branch = 0;
    let count = 0;
    const end = firstEdge[node + 1]!;
    for (let edge = firstEdge[node]!; edge < end; edge++) {
      const name = edges.nameOrIndex[edge]!;
      if (edges.type[edge] !== property || name === this.#proto) continue;
      if (count === MAX_SHAPE_PROPERTIES) {
        count += 1;
        break;
      }
      const next = this.#branch(branch, name);
      if (next < 0) return otherwise;
      branch = next;
      count += 1;
    }
    if (count === 0) return otherwise;
    // One list with more behind it, and one that ends there, are two.
    const more = count > MAX_SHAPE_PROPERTIES;
    const leaf = more ? this.#branch(branch, 0xffff_ffff) : branch;
    if (leaf < 0) return otherwise;
    if (this.#classes[leaf] === -1) this.#classes[leaf] = this.#named(node, otherwise, more);
    return this.#classes[leaf]!;
  }

  #branch(from: number, name: number): number {
    if (this.#lastName[from] === name) return this.#lastTo[from]!;
    const key = from * 2 ** 32 + name;
    let to = this.#branches.get(key);
    if (to === undefined) {
      if (this.#classes.length >= MAX_SHAPES) return -1;
      to = this.#classes.length;
      this.#classes.push(-1);
      this.#lastName.push(NONE);
      this.#lastTo.push(NONE);
      this.#branches.set(key, to);
    }
    this.#lastName[from] = name;
    this.#lastTo[from] = to;
    return to;
  }

  #named(node: number, otherwise: number, more: boolean): number {
    const { edges, firstEdge, codes, strings } = this.#raw;
    const properties: string[] = [];
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      const name = edges.nameOrIndex[edge]!;
      if (edges.type[edge] !== codes.edge.property || name === this.#proto) continue;
      if (properties.length === MAX_SHAPE_PROPERTIES) break;
      properties.push(strings.get(name, 200));
    }
    const plain = this.#table.classes[otherwise]!;
    return this.#table.indexOf({ ...plain, name: shapeName(properties, more), plainName: plain.name });
  }
}
