import { describe, expect, it } from 'vitest';
import { byteScaleFor } from './byte-scale.ts';
import { growthHolder, growthName } from './growth/growth-words.ts';
import { operationsProblem, parseCount } from './growth/operations-input.ts';
import { bytesText, parseBytes } from './snapshot/size-input.ts';
import { fakeGrowthRow } from './testing/fake-heap.ts';

describe('what people type in', () => {
  it('counts of requests come in many forms', () => {
    expect(['591100', '591,100', '591 100', '1’234’567', '591k', '0.6 M'].map(parseCount)).toEqual([
      591_100, 591_100, 591_100, 1_234_567, 591_000, 600_000,
    ]);
    expect(['', 'many', '-3', '1,2'].map(parseCount)).toEqual([null, null, null, null]);
  });

  it('requests must be there and rise', () => {
    expect(operationsProblem([1, 2, 3])).toBeNull();
    expect(operationsProblem([1, null, 3])).toContain('S2 needs');
    expect(operationsProblem([1, 5, 5])).toContain('S3 must have more requests than S2');
  });

  it('sizes are read, and written so that they can be read again', () => {
    expect(['10 kB', '1.5MB', '2048', '2 gb'].map(parseBytes)).toEqual([10_000, 1_500_000, 2048, 2e9]);
    expect([parseBytes(''), parseBytes('big')]).toEqual([undefined, null]);
    for (const bytes of [10_000, 1_500_000, 2048, 2e9, 1]) expect(parseBytes(bytesText(bytes))).toBe(bytes);
  });
});

describe('words of growth', () => {
  it('name what the program named: storage of the runtime says nothing', () => {
    const row = fakeGrowthRow({
      retainerPath: ['2 › global', 'shop › Object', 'pending › Map', 'table › (array)', '[*] › QuoteContext'],
    });
    expect(growthHolder(row)).toBe('pending › Map');
    expect(growthHolder({ ...row, retainerPath: [] })).toBe('');
  });

  it('of a path the end grows, and the rest holds it', () => {
    const row = fakeGrowthRow({ kind: 'shape', name: 'global › Map › QuoteContext' });
    expect([growthName(row), growthHolder(row)]).toEqual(['QuoteContext', 'global › Map']);
  });
});

it('a column has one unit, in which its largest value has two digits', () => {
  expect(byteScaleFor([12_000_000, 3]).unit).toBe('MB');
  expect(byteScaleFor([-9_999_999]).unit).toBe('kB');
  expect(byteScaleFor([null, 0]).unit).toBe('B');
});
