import { describe, expect, it } from 'vitest';
import { textsToColumn } from '#shared/contract/columns.ts';
import type { ProfileFunctions } from '#shared/model/profile.ts';
import { changeAxis } from './difference/change-axis.ts';
import { changeFormat } from './difference/difference-words.ts';
import { functionPosition, placeOf, rowOfPlace, shortPosition, stackText } from './function-words.ts';
import { transformSentence, transformSubject, transformVerb, undoLabel } from './transform-words.ts';
import { ancestorsOf, hotPath, treeLines } from './tree-rows.ts';
import { displaysOf, shareFormat, weightFormat, weightName } from './weight-format.ts';

describe('weights', () => {
  it('have one unit for all of a screen, chosen by the whole', () => {
    expect(weightFormat('ns', 4.7e9).withUnit(2.03e9)).toBe('2,030 ms');
    expect(weightFormat('ns', 13.8e9).withUnit(5.59e9)).toBe('5.59 s');
    expect(weightFormat('ns', 4e6).withUnit(1000)).toBe('1.00 µs');
    expect(weightFormat('bytes', 3e9).withUnit(2.5e6)).toBe('2.50 MB');
    expect(weightFormat('samples', 2753).withUnit(80)).toBe('80 samples');
    expect(weightFormat('ns', 0).unit).toBe('ns');
  });

  it('are divided by what they are per', () => {
    const perRequest = weightFormat('ns', 13.93e9, { by: 1000, words: 'per request' });
    expect(perRequest.withUnit(4e9)).toBe('4.00 ms per request');
    expect(perRequest.brief(4e9)).toBe('4.00 ms');
    expect(shareFormat(200).withUnit(50)).toBe('25.0 %');
    expect(shareFormat(0).withUnit(0)).toBe('0 %');
  });

  it('are called what people call them', () => {
    expect(weightName({ name: 'cpu', unit: 'ns' })).toBe('CPU');
    expect(weightName({ name: 'alloc_space', unit: 'bytes' })).toBe('alloc space');
    expect(weightName({ name: '', unit: 'ns' })).toBe('time');
  });

  it('are offered per second and per request where these are known', () => {
    const info = { durationMs: null, hasTimes: false, link: null };
    expect(displaysOf(info)).toEqual(['absolute', 'share']);
    const link = { runId: 1, offsetMs: 0, by: 'clock' } as const;
    expect(displaysOf({ ...info, durationMs: 5, link })).toEqual([
      'absolute',
      'share',
      'per-second',
      'per-operation',
    ]);
  });
});

describe('changes', () => {
  const side = {
    profiles: [],
    samples: 0,
    total: 0,
    selectedTotal: 0,
    withoutStack: 0,
    scaledTotal: 0,
    scaledWithoutStack: 0,
  };

  it('have a sign and one unit', () => {
    const format = changeFormat({
      unit: { unit: 'ns', per: 'operation' },
      baseline: { ...side, scaledTotal: 108.3e6 },
      candidate: { ...side, scaledTotal: 139.3e6 },
    });
    expect(format.changeWithUnit(25.4e6)).toBe('+25.4 ms per request');
    expect(format.briefChange(-2e6)).toBe('−2 ms');
    expect(format.interval(19.12e6, 32.06e6)).toBe('+19.1 to +32.1');
    expect(format.interval(NaN, NaN)).toBe('');
  });

  it('of shares are percent', () => {
    const format = changeFormat({ unit: { unit: 'ns', per: 'total' }, baseline: side, candidate: side });
    expect(format.changeWithUnit(0.0254)).toBe('+2.54 %');
    expect(format.withUnit(0.138)).toBe('13.8 %');
  });

  it('stand on an axis with zero in it', () => {
    const axis = changeAxis(Float64Array.of(2, NaN), Float64Array.of(6, NaN), Float64Array.of(4, 1));
    expect([axis.from, axis.to]).toEqual([0, 6]);
    expect(axis.toShare(0)).toBeCloseTo(0.05, 12);
    expect(axis.toShare(99)).toBeCloseTo(0.95, 12);
  });
});

describe('functions', () => {
  const functions: ProfileFunctions = {
    count: 3,
    id: Int32Array.of(7, 8, 9),
    name: textsToColumn(['main', 'get', 'get']),
    file: textsToColumn([null, '/app/src/a.ts', '/app/src/b.ts']),
    module: textsToColumn([null, null, null]),
    line: Int32Array.of(0, 12, 0),
    column: new Int32Array(3),
    kind: new Uint8Array(3),
  };

  it('are known by name, file and line', () => {
    expect(placeOf(functions, 1)).toEqual({ by: 'function', name: 'get', file: '/app/src/a.ts', line: 12 });
    expect(rowOfPlace(functions, placeOf(functions, 2))).toBe(2);
    expect(rowOfPlace(functions, { by: 'function', name: 'get', file: null, line: null })).toBe(1);
    expect(rowOfPlace(functions, { by: 'function', name: 'gone', file: null, line: null })).toBe(-1);
    expect(functionPosition(functions, 1)).toBe('/app/src/a.ts:12');
    expect(shortPosition(functions, 1)).toBe('src/a.ts:12');
  });

  it('make a stack as text', () => {
    expect(stackText(functions, [0, 1])).toBe('main\nget (/app/src/a.ts:12)');
  });
});

describe('transforms', () => {
  it('say what they do', () => {
    const hide = { kind: 'hide', match: { by: 'pattern', pattern: '^node:' } } as const;
    expect([transformVerb(hide), transformSubject(hide)]).toEqual(['Hide', '/^node:/']);
    expect(undoLabel('adding', hide)).toBe('adding hide /^node:/');
    expect(transformSentence({ kind: 'collapse-recursion', recursion: 'full' })).toContain(
      'own weight moves',
    );
  });
});

describe('tree table', () => {
  // 0: a (10) -> 2: b (3), 3: c (6) -> 4: d (6); 1: e (20)
  const nodes = { rowStart: Int32Array.of(0, 2, 4, 5), parent: Int32Array.of(-1, -1, 0, 0, 3) };
  const weights = Float64Array.of(10, 20, 3, 6, 6);
  const shown = (open: readonly number[]) =>
    treeLines(nodes, weights, new Set(open)).map(({ node, level }) => `${node}@${level}`);

  it('shows what is open, the heaviest first', () => {
    expect(shown([])).toEqual(['1@0', '0@0']);
    expect(shown([0, 3])).toEqual(['1@0', '0@0', '3@1', '4@2', '2@1']);
    expect(treeLines(nodes, weights, new Set([0]))[1]).toMatchObject({ hasChildren: true, expanded: true });
    expect(treeLines(nodes, weights, new Set())[0]).toMatchObject({ hasChildren: false });
  });

  it('knows the callers, and the way that most weight goes', () => {
    expect(ancestorsOf(nodes, 4)).toEqual([3, 0]);
    expect(hotPath(nodes, weights, 0)).toEqual([0, 3, 4]);
  });
});
