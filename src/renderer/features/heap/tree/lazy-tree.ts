import { isCancelled, toWireError, type WireError } from '#shared/contract/errors.ts';

/** One page of the children of a row. */
export interface TreePage<R> {
  readonly rows: readonly R[];
  /** Of all pages. */
  readonly total: number;
}

/** A question under way, which can be let go of. */
export interface PageAsked<R> {
  readonly result: Promise<TreePage<R>>;
  readonly release: () => void;
}

export interface TreeSource<R> {
  /** Children of a row from `offset` on; null: the first level. */
  readonly load: (parent: R | null, offset: number) => PageAsked<R>;
  /** Unique among its siblings. */
  readonly keyOf: (row: R) => string;
  readonly canExpand: (row: R) => boolean;
}

/** One line of the tree as it is shown. */
export type TreeLine<R> =
  | {
      readonly kind: 'row';
      readonly key: string;
      /** From 1. */
      readonly level: number;
      readonly row: R;
      /** Null: there is nothing below it. */
      readonly expanded: boolean | null;
      readonly place: number;
      readonly siblings: number;
    }
  | {
      readonly kind: 'more';
      readonly key: string;
      readonly level: number;
      readonly parentKey: string;
      /** How many are not loaded. */
      readonly rest: number;
      readonly error: WireError | null;
    };

interface Branch<R> {
  rows: R[];
  total: number | null;
  error: WireError | null;
  asked: PageAsked<R> | null;
}

export interface TreeState<R> {
  readonly lines: readonly TreeLine<R>[];
  /** Of the first level; null before the first answer. */
  readonly total: number | null;
  readonly loading: boolean;
  /** Of the first level; of others it stands in the line that could not be loaded. */
  readonly error: WireError | null;
}

const ROOT = '';
const EMPTY: TreeState<never> = { lines: [], total: null, loading: false, error: null };

/**
 * A tree whose children are asked for when they are opened, page by page. Rows are known by their path, because the same
 * object may stand in several places of it, even below itself.
 */
export class LazyTree<R> {
  private readonly branches = new Map<string, Branch<R>>();
  private readonly open = new Set<string>();
  private readonly listeners = new Set<() => void>();
  private state: TreeState<R> = EMPTY;

  constructor(private readonly source: TreeSource<R>) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly current = (): TreeState<R> => this.state;

  /** Asks for the first level, unless it is there. */
  start(): void {
    if (!this.branches.has(ROOT)) this.load(ROOT, null);
  }

  toggle(line: TreeLine<R>): void {
    if (line.kind !== 'row' || line.expanded === null) return;
    if (this.open.delete(line.key)) this.publish();
    else {
      this.open.add(line.key);
      if (this.branches.has(line.key)) this.publish();
      else this.load(line.key, line.row);
    }
  }

  /** The next page below a row, or again what failed. */
  more(parentKey: string): void {
    const branch = this.branches.get(parentKey);
    if (branch?.asked !== null) return;
    this.load(parentKey, parentKey === ROOT ? null : this.rowAt(parentKey));
  }

  retry(): void {
    this.more(ROOT);
    this.start();
  }

  close(): void {
    for (const branch of this.branches.values()) branch.asked?.release();
    this.branches.clear();
    this.open.clear();
    this.state = EMPTY;
  }

  private rowAt(key: string): R | null {
    for (const line of this.state.lines) if (line.kind === 'row' && line.key === key) return line.row;
    return null;
  }

  private load(key: string, parent: R | null): void {
    const branch = this.branches.get(key) ?? { rows: [], total: null, error: null, asked: null };
    this.branches.set(key, branch);
    const asked = this.source.load(parent, branch.rows.length);
    branch.asked = asked;
    branch.error = null;
    this.publish();
    asked.result.then(
      ({ rows, total }) => {
        if (branch.asked !== asked) return;
        branch.rows = [...branch.rows, ...rows];
        // A page without rows ends the branch, whatever the total says: else it would be asked for without end.
        branch.total = rows.length === 0 ? branch.rows.length : total;
        branch.asked = null;
        this.publish();
      },
      (error: unknown) => {
        if (branch.asked !== asked || isCancelled(error)) return;
        branch.asked = null;
        branch.error = toWireError(error);
        this.publish();
      },
    );
  }

  private publish(): void {
    const root = this.branches.get(ROOT);
    const lines: TreeLine<R>[] = [];
    if (root !== undefined) this.collect(ROOT, root, 1, lines);
    this.state = {
      lines,
      total: root?.total ?? null,
      loading: root?.total === null && root.error === null,
      error: root?.total === null ? root.error : null,
    };
    for (const listener of [...this.listeners]) listener();
  }

  private collect(parentKey: string, branch: Branch<R>, level: number, lines: TreeLine<R>[]): void {
    const siblings = branch.total ?? branch.rows.length;
    branch.rows.forEach((row, place) => {
      const key = `${parentKey}/${this.source.keyOf(row)}`;
      const expanded = this.source.canExpand(row) ? this.open.has(key) : null;
      lines.push({ kind: 'row', key, level, row, expanded, place, siblings });
      const below = expanded === true ? this.branches.get(key) : undefined;
      if (below !== undefined) this.collect(key, below, level + 1, lines);
    });
    const rest = branch.total === null ? 1 : branch.total - branch.rows.length;
    const isFirst = parentKey === ROOT && branch.total === null;
    if (rest > 0 && !isFirst)
      lines.push({ kind: 'more', key: `${parentKey}/…`, level, parentKey, rest, error: branch.error });
  }
}
