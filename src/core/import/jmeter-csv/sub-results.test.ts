import { describe, expect, it } from 'vitest';
import { SubResultFinder } from './sub-results.ts';

/** Rows as `thread label start end`; labels that end in -<digits> are candidates. Answers `s` for sub-results. */
function kinds(rows: readonly string[], toleranceMs = 0): { kinds: string; covered: number } {
  const finder = new SubResultFinder();
  const labels = new Map<string, number>();
  const numberOf = (label: string): number => {
    if (!labels.has(label)) labels.set(label, labels.size);
    return labels.get(label)!;
  };
  const answers = rows.map((row) => {
    const [thread, label, start, end] = row.split(' ') as [string, string, string, string];
    const parent = /^(.+)-\d+$/u.exec(label)?.[1];
    const parentLabel = parent === undefined ? -1 : numberOf(parent);
    const isSub = finder.isSubResult(
      Number(thread),
      numberOf(label),
      parentLabel,
      Number(start),
      Number(end),
      toleranceMs,
    );
    return isSub ? 's' : 'r';
  });
  return { kinds: answers.join(''), covered: finder.coveredRequests };
}

describe('SubResultFinder', () => {
  it('knows redirects below their parent', () => {
    expect(kinds(['0 Home 100 200', '0 Home-0 100 150', '0 Home-1 150 200', '0 Cart 210 220'])).toEqual({
      kinds: 'rssr',
      covered: 0,
    });
  });

  it('knows them between the rows of other threads', () => {
    expect(
      kinds(['1 Home 100 200', '300 Home 0 50', '1 Home-0 100 150', '300 Home-0 0 20', '1 Home-1 150 200'])
        .kinds,
    ).toBe('rrsss');
  });

  it('knows sub-results of sub-results', () => {
    expect(
      kinds(['0 A 0 100', '0 A-0 0 60', '0 A-0-0 0 20', '0 A-0-1 20 60', '0 A-0-1-0 20 30', '0 A-1 60 100'])
        .kinds,
    ).toBe('rsssss');
  });

  it('takes samplers with such names for requests', () => {
    // Before their controller (which is not passed on), after the request of that name, and on another thread.
    expect(kinds(['0 HP-0 0 10', '0 HP-1 10 20', '0 HP-0 30 40']).kinds).toBe('rrr');
    expect(kinds(['0 HP 0 10', '0 HP-0 10 20', '0 HP-1 20 30']).kinds).toBe('rrr');
    expect(kinds(['0 HP 0 100', '1 HP-0 10 20']).kinds).toBe('rr');
    expect(kinds(['0 Other 0 100', '0 HP-0 10 20']).kinds).toBe('rr');
  });

  it('finds the parent among the last requests of a thread, as with a parallel controller', () => {
    expect(
      kinds(['0 A 0 100', '0 B 0 100', '0 C 0 100', '0 A-0 0 50', '0 B-0 10 60', '0 C-0 0 100']).kinds,
    ).toBe('rrrsss');
  });

  it('allows for stamps in whole seconds', () => {
    const rows = ['0 A 1000 2700', '0 A-0 2000 2900'];
    expect(kinds(rows).kinds).toBe('rr');
    expect(kinds(rows, 1000).kinds).toBe('rs');
  });

  it('knows them where the stamps are ends', () => {
    // A took from 0 to 100, its redirects from 0 to 40 and from 40 to 100; then B from 100 to 130.
    expect(kinds(['0 A 100 200', '0 A-0 40 80', '0 A-1 100 160', '0 B 130 160'])).toEqual({
      kinds: 'rssr',
      covered: 1,
    });
  });

  it('counts requests that lie inside another one of their thread', () => {
    expect(
      kinds(['0 A 0 100', '0 style.css 10 20', '0 B 100 100', '0 C 200 300', '0 D 250 350']).covered,
    ).toBe(1);
    // Whole seconds do not show it.
    expect(kinds(['0 A 1000 2000', '0 B 1000 1500'], 1000).covered).toBe(0);
  });

  it('forgets threads', () => {
    const finder = new SubResultFinder();
    finder.isSubResult(0, 1, -1, 0, 100, 0);
    finder.forgetThreads();
    expect(finder.isSubResult(0, 2, 1, 0, 50, 0)).toBe(false);
  });
});
