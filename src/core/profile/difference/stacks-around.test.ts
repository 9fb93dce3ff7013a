import { describe, expect, it } from 'vitest';
import type { DifferenceAround, ProfileDifference } from '#shared/model/profile-difference.ts';
import { profileOf } from '../testing/small-profiles.ts';
import { compare, functionRow, nodePaths, sideOf } from './testing/compare.ts';

const before = profileOf(
  'main;serve;parse 4',
  'main;batch;parse;read 6',
  'main;serve 5',
  'main;parse;parse 2',
);
const after = profileOf(
  'main;serve;parse 4',
  'main;batch;parse;read 16',
  'main;serve 5',
  'main;parse;parse 2',
);

function around(half: DifferenceAround['half'], occurrence: DifferenceAround['occurrence'] = 'outermost') {
  return { function: { name: 'parse', file: null, line: 0, column: 0 }, half, occurrence } as const;
}

/** `path A→B` of every node. */
function told(difference: ProfileDifference): string[] {
  const { total } = difference.nodes;
  return nodePaths(difference)
    .map((path, node) => `${path} ${total.baseline[node]}→${total.candidate[node]}`)
    .sort();
}

describe('one half of a sandwich of both sides (P6)', () => {
  it('callees: every sample is cut at the outermost occurrence', async () => {
    const difference = await compare(sideOf(before), sideOf(after), {
      mode: 'raw',
      around: around('callees'),
    });
    expect(told(difference)).toEqual(['parse 12→22', 'parse;parse 2→2', 'parse;read 6→16']);
  });

  it('callers: the function, and below it who calls it', async () => {
    const difference = await compare(sideOf(before), sideOf(after), {
      mode: 'raw',
      around: around('callers'),
    });
    expect(told(difference)).toEqual([
      'parse 12→22',
      'parse;batch 6→16',
      'parse;batch;main 6→16',
      'parse;main 2→2',
      'parse;serve 4→4',
      'parse;serve;main 4→4',
    ]);
  });

  it('is cut at the innermost occurrence where that is asked for', async () => {
    const difference = await compare(sideOf(before), sideOf(after), {
      mode: 'raw',
      around: around('callers', 'innermost'),
    });
    expect(told(difference)).toContain('parse;parse;main 2→2');
    expect(told(difference)).toContain('parse 12→22');
  });

  it('keeps scales, totals, floor and functions of everything', async () => {
    for (const mode of ['raw', 'share'] as const) {
      const whole = await compare(sideOf(before), sideOf(after), { mode });
      const half = await compare(sideOf(before), sideOf(after), { mode, around: around('callees') });
      expect(half.overall).toEqual(whole.overall);
      expect(half.floor).toBe(whole.floor);
      expect(half.functions).toEqual(whole.functions);
      const { baseline, candidate } = functionRow(whole, 'parse', 'total');
      expect(half.nodes.total.baseline[0]).toBeCloseTo(baseline, 12);
      expect(half.nodes.total.candidate[0]).toBeCloseTo(candidate, 12);
    }
  });

  it('has no tree for a function that neither side has', async () => {
    const { nodes } = await compare(sideOf(before), sideOf(after), {
      around: { ...around('callees'), function: { name: 'nowhere', file: null, line: 0, column: 0 } },
    });
    expect(nodes.count).toBe(0);
  });
});
