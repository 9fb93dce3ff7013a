import { useCallback, useMemo, useState } from 'react';
import type { HeapRow } from './heap-row.ts';

/** Objects, or one class, that are meant together: what would be freed without all of them? */
export interface Marks {
  readonly nodes: readonly number[];
  readonly classKey: { readonly key: string; readonly name: string } | null;
  readonly has: (row: HeapRow) => boolean;
  readonly toggle: (row: HeapRow) => void;
  readonly clear: () => void;
}

interface Marked {
  readonly nodes: ReadonlySet<number>;
  readonly classKey: Marks['classKey'];
}

const NONE: Marked = { nodes: new Set(), classKey: null };

/** A class and single objects exclude each other: the engine answers for one or the other. */
export function useMarks(): Marks {
  const [marked, setMarked] = useState(NONE);
  const toggle = useCallback((row: HeapRow) => {
    setMarked((before) => {
      if (row.kind === 'class')
        return before.classKey?.key === row.key
          ? NONE
          : { nodes: new Set(), classKey: { key: row.key, name: row.name } };
      const nodes = new Set(before.nodes);
      if (!nodes.delete(row.object.node)) nodes.add(row.object.node);
      return { nodes, classKey: null };
    });
  }, []);
  const has = useCallback(
    (row: HeapRow) =>
      row.kind === 'class' ? marked.classKey?.key === row.key : marked.nodes.has(row.object.node),
    [marked],
  );
  const clear = useCallback(() => setMarked(NONE), []);
  const nodes = useMemo(() => [...marked.nodes].sort((a, b) => a - b), [marked]);
  return { nodes, classKey: marked.classKey, has, toggle, clear };
}
