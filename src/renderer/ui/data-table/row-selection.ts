export type RowKey = number | string;

/** Rows marked for copying, and the two ends of the last range. */
export interface RowSelection {
  readonly keys: ReadonlySet<RowKey>;
  readonly anchor: RowKey | null;
}

export const NO_ROWS: RowSelection = { keys: new Set(), anchor: null };

export type SelectMode = 'replace' | 'toggle' | 'extend';

export function modeOf(event: {
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}): SelectMode {
  if (event.shiftKey) return 'extend';
  return event.ctrlKey || event.metaKey ? 'toggle' : 'replace';
}

/**
 * @param ordered keys of all rows as the table shows them, asked by position
 * @param position of the row that was chosen
 */
export function selectRow(
  selection: RowSelection,
  mode: SelectMode,
  position: number,
  ordered: { readonly length: number; readonly keyAt: (position: number) => RowKey },
): RowSelection {
  const key = ordered.keyAt(position);
  if (mode === 'toggle') {
    const keys = new Set(selection.keys);
    if (!keys.delete(key)) keys.add(key);
    return { keys, anchor: key };
  }
  const anchorPosition = mode === 'extend' ? findKey(selection.anchor, ordered) : -1;
  if (anchorPosition < 0) return { keys: new Set([key]), anchor: key };
  const keys = new Set<RowKey>();
  const from = Math.min(anchorPosition, position);
  const to = Math.max(anchorPosition, position);
  for (let at = from; at <= to; at++) keys.add(ordered.keyAt(at));
  return { keys, anchor: selection.anchor };
}

export function selectAllRows(ordered: {
  readonly length: number;
  readonly keyAt: (position: number) => RowKey;
}): RowSelection {
  const keys = new Set<RowKey>();
  for (let at = 0; at < ordered.length; at++) keys.add(ordered.keyAt(at));
  return { keys, anchor: ordered.length === 0 ? null : ordered.keyAt(0) };
}

export function findKey(
  key: RowKey | null,
  ordered: { readonly length: number; readonly keyAt: (position: number) => RowKey },
): number {
  if (key === null) return -1;
  for (let at = 0; at < ordered.length; at++) if (ordered.keyAt(at) === key) return at;
  return -1;
}
