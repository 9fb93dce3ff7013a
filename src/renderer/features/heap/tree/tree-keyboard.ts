import type { TreeLine } from './lazy-tree.ts';

/**
 * Where a key goes in a tree with columns, as the ARIA pattern has it: right opens or goes to the first child, left closes or
 * goes to the parent.
 * @returns the line to go to, `toggle` to open or close the present one, null where the key does not move
 */
export function moveInTree<R>(
  lines: readonly TreeLine<R>[],
  at: number,
  key: string,
  pageRows: number,
): number | 'toggle' | null {
  const line = lines[at];
  if (line === undefined) return null;
  const last = lines.length - 1;
  const to = (index: number): number => Math.min(Math.max(index, 0), last);
  switch (key) {
    case 'ArrowDown':
      return to(at + 1);
    case 'ArrowUp':
      return to(at - 1);
    case 'PageDown':
      return to(at + pageRows);
    case 'PageUp':
      return to(at - pageRows);
    case 'Home':
      return 0;
    case 'End':
      return last;
    case 'ArrowRight': {
      if (line.kind !== 'row' || line.expanded === null) return at;
      if (!line.expanded) return 'toggle';
      return (lines[at + 1]?.level ?? 0) > line.level ? at + 1 : at;
    }
    case 'ArrowLeft': {
      if (line.kind === 'row' && line.expanded === true) return 'toggle';
      const parent = lines.findLastIndex((other, index) => index < at && other.level < line.level);
      return parent < 0 ? at : parent;
    }
    default:
      return null;
  }
}
