import { useEffect, useState, useSyncExternalStore } from 'react';
import { LazyTree, type TreeLine, type TreeSource, type TreeState } from './lazy-tree.ts';

export interface LazyTreeHandle<R> extends TreeState<R> {
  readonly toggle: (line: TreeLine<R>) => void;
  readonly more: (parentKey: string) => void;
  readonly retry: () => void;
  readonly stopped: boolean;
  readonly stop: () => void;
  readonly resume: () => void;
}

interface Held<R> {
  readonly source: TreeSource<R> | null;
  readonly tree: LazyTree<R>;
  /** What the tree before showed: it stays until the first level of the new one is there. */
  readonly previous: TreeState<R> | null;
}

/** @param source a new object is a new tree; null: there is nothing to ask yet */
export function useLazyTree<R>(source: TreeSource<R> | null): LazyTreeHandle<R> {
  const [stoppedOf, setStoppedOf] = useState<TreeSource<R> | null>(null);
  const [held, setHeld] = useState<Held<R>>(() => ({ source, tree: treeOf(source), previous: null }));
  if (held.source !== source) {
    const shown = held.tree.current();
    setHeld({ source, tree: treeOf(source), previous: shown.total === null ? held.previous : shown });
  }
  const { tree, previous } = held;
  const state = useSyncExternalStore(tree.subscribe, tree.current);
  const stopped = source !== null && stoppedOf === source;
  useEffect(() => {
    if (source === null || stopped) return undefined;
    tree.start();
    return () => tree.close();
  }, [tree, source, stopped]);
  const waits = state.total === null && state.error === null && previous !== null && !stopped;
  return {
    ...(waits ? { ...previous, loading: true } : state),
    toggle: (line) => {
      if (!waits) tree.toggle(line);
    },
    more: (parentKey) => {
      if (!waits) tree.more(parentKey);
    },
    retry: () => tree.retry(),
    stopped,
    stop: () => setStoppedOf(source),
    resume: () => setStoppedOf(null),
  };
}

function treeOf<R>(source: TreeSource<R> | null): LazyTree<R> {
  return new LazyTree(
    source ?? {
      load: () => ({ result: Promise.resolve({ rows: [], total: 0 }), release: () => undefined }),
      keyOf: () => '',
      canExpand: () => false,
    },
  );
}
