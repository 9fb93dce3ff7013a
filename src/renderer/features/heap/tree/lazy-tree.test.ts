import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { LazyTree, type TreeLine, type TreeSource } from './lazy-tree.ts';
import { moveInTree } from './tree-keyboard.ts';

/** Numbers below each number: 3 below each, two to a page; the same names everywhere, as in a graph with circles. */
function source(asked: string[], fail: { now: boolean } = { now: false }): TreeSource<string> {
  return {
    keyOf: (row) => row,
    canExpand: (row) => row !== 'c',
    load: (parent, offset) => {
      asked.push(`${parent ?? 'root'} ${offset}`);
      const rows = ['a', 'b', 'c'].slice(offset, offset + 2);
      return {
        result: fail.now
          ? Promise.reject(new AppError('internal', 'No.'))
          : Promise.resolve({ rows, total: 3 }),
        release: () => undefined,
      };
    },
  };
}

const words = (lines: readonly TreeLine<string>[]): string[] =>
  lines.map((line) =>
    line.kind === 'row' ? `${'-'.repeat(line.level)}${line.row}` : `${'-'.repeat(line.level)}+${line.rest}`,
  );

const settle = () => new Promise((done) => setTimeout(done, 0));

describe('a lazy tree', () => {
  it('asks for a page when it is wanted, and once', async () => {
    const asked: string[] = [];
    const tree = new LazyTree(source(asked));
    tree.start();
    expect(tree.current().loading).toBe(true);
    await settle();
    expect(words(tree.current().lines)).toEqual(['-a', '-b', '-+1']);
    tree.more('');
    tree.more('');
    await settle();
    expect(words(tree.current().lines)).toEqual(['-a', '-b', '-c']);
    expect(asked).toEqual(['root 0', 'root 2']);
  });

  it('opens the same object in several places apart, and remembers what was below', async () => {
    const asked: string[] = [];
    const tree = new LazyTree(source(asked));
    tree.start();
    await settle();
    tree.toggle(tree.current().lines[0]!);
    await settle();
    const inner = tree.current().lines[1]!;
    expect(inner).toMatchObject({ level: 2, row: 'a', expanded: false });
    tree.toggle(inner);
    await settle();
    expect(words(tree.current().lines).slice(0, 5)).toEqual(['-a', '--a', '---a', '---b', '---+1']);
    tree.toggle(tree.current().lines[0]!);
    expect(words(tree.current().lines)).toEqual(['-a', '-b', '-+1']);
    tree.toggle(tree.current().lines[0]!);
    expect(words(tree.current().lines)[2]).toBe('---a');
    expect(asked).toEqual(['root 0', 'a 0', 'a 0']);
  });

  it('keeps what it has when a page fails, and tries again', async () => {
    const fail = { now: false };
    const tree = new LazyTree(source([], fail));
    tree.start();
    await settle();
    fail.now = true;
    tree.more('');
    await settle();
    expect(tree.current().error).toBeNull();
    expect(tree.current().lines.at(-1)).toMatchObject({ kind: 'more', error: { message: 'No.' } });
    fail.now = false;
    tree.more('');
    await settle();
    expect(words(tree.current().lines)).toEqual(['-a', '-b', '-c']);
  });
});

describe('keys in a tree', () => {
  const row = (level: number, expanded: boolean | null): TreeLine<string> => ({
    kind: 'row',
    key: 'k',
    level,
    row: 'r',
    expanded,
    place: 0,
    siblings: 1,
  });
  const lines = [row(1, true), row(2, false), row(2, null), row(1, false)];

  it('open, go to the first child, close, and go to the parent', () => {
    expect(moveInTree(lines, 1, 'ArrowRight', 5)).toBe('toggle');
    expect(moveInTree(lines, 0, 'ArrowRight', 5)).toBe(1);
    expect(moveInTree(lines, 2, 'ArrowRight', 5)).toBe(2);
    expect(moveInTree(lines, 0, 'ArrowLeft', 5)).toBe('toggle');
    expect(moveInTree(lines, 2, 'ArrowLeft', 5)).toBe(0);
    expect(moveInTree(lines, 3, 'ArrowLeft', 5)).toBe(3);
    expect(moveInTree(lines, 1, 'PageDown', 5)).toBe(3);
    expect(moveInTree(lines, 1, 'x', 5)).toBeNull();
  });
});
