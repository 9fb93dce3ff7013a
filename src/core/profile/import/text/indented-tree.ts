import type { ProfileBuilder } from '../../model/profile-builder.ts';
import { EMPTY_STACK, NO_PARENT } from '../../model/profile.ts';

/** What a row of a tree weighs: with everything below it, from which its own part follows, or its own part alone. */
export type RowWeight = 'inclusive' | 'own';

interface OpenRow {
  readonly depth: number;
  /** A stack, or NO_PARENT where the row is no function. */
  readonly stack: number;
  readonly weights: readonly number[];
  /** Of the rows right below. */
  readonly below: number[];
}

/** Rows of a call tree that are told apart by how far they are indented, in the order in which they are shown. */
export class IndentedTree {
  private readonly builder: ProfileBuilder;
  private readonly kind: readonly RowWeight[];
  private readonly open: OpenRow[] = [];
  private thread: number;

  /** @param kind by weight type */
  constructor(builder: ProfileBuilder, kind: readonly RowWeight[], thread: number) {
    this.builder = builder;
    this.kind = kind;
    this.thread = thread;
  }

  /** Following rows at the outermost depth belong to another thread. */
  changeThread(thread: number): void {
    this.close(-Infinity);
    this.thread = thread;
  }

  /**
   * @param depth deeper than the row above: called by it. Depths may be skipped.
   * @param frame null: the row is part of the one around it
   */
  row(depth: number, frame: number | null, weights: readonly number[]): void {
    this.close(depth);
    const around = this.open.at(-1);
    const parent = around?.stack ?? NO_PARENT;
    for (const [i, weight] of weights.entries()) if (around !== undefined) around.below[i]! += weight;
    this.open.push({
      depth,
      stack: frame === null ? parent : this.builder.stacks.childOf(parent, frame),
      weights,
      below: weights.map(() => 0),
    });
  }

  finish(): void {
    this.close(-Infinity);
  }

  private close(depth: number): void {
    for (;;) {
      const last = this.open.at(-1);
      if (last === undefined || last.depth < depth) return;
      this.open.pop();
      const own = last.weights.map((weight, i) =>
        this.kind[i] === 'own' ? weight : remainder(weight, last.below[i]!),
      );
      if (own.some((weight) => weight !== 0))
        this.builder.sample(0, this.thread, last.stack === NO_PARENT ? EMPTY_STACK : last.stack, ...own);
    }
  }
}

/** Shown weights are rounded: what is left by rounding alone is nothing. */
function remainder(whole: number, parts: number): number {
  const rest = whole - parts;
  return rest > whole * 1e-9 ? rest : 0;
}
