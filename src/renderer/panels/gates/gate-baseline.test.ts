import { describe, expect, it } from 'vitest';
import { fakeRun } from '../../testing/fake-data.ts';
import { baselineOptions } from './gate-baseline.ts';

const runs = [
  fakeRun({ id: 1, name: 'Nightly 2213' }),
  fakeRun({ id: 2, name: 'Nightly 2214, checkout' }),
  fakeRun({ id: 3, name: 'Soak 2209' }),
];
const nobody = { baseline: [], candidate: [] };
const of = (change: Partial<Parameters<typeof baselineOptions>[0]>) =>
  baselineOptions({ run: runs[1]!, runs, named: [], sides: nobody, choice: undefined, ...change });

describe('what a run is held against', () => {
  it('is nothing where nothing is named', () => {
    const { options, chosen } = of({});
    expect(options).toEqual([chosen]);
    expect(chosen.runIds).toEqual([]);
  });

  it('is side A where the run is side B', () => {
    const named = [{ name: 'soak', runId: 3 }];
    expect(of({ named, sides: { baseline: [1], candidate: [2] } }).chosen.runIds).toEqual([1]);
    expect(of({ named, sides: { baseline: [1], candidate: [3] } }).chosen.runIds).toEqual([3]);
  });

  it('is the only baseline, or that of its scenario', () => {
    const checkout = { name: 'Checkout', runId: 1 };
    const soak = { name: 'soak', runId: 3 };
    expect(of({ named: [soak] }).chosen.text).toBe('soak: Soak 2209');
    expect(of({ named: [checkout, soak] }).chosen.runIds).toEqual([1]);
    expect(of({ named: [{ ...checkout, name: 'cart' }, soak] }).chosen.runIds).toEqual([]);
  });

  it('is never the run itself', () => {
    const { options } = of({
      named: [{ name: 'checkout', runId: 2 }],
      sides: { baseline: [2], candidate: [2] },
    });
    expect(options.map(({ text }) => text)).toEqual(['No baseline']);
  });

  it('is what a person chose, as long as it is there', () => {
    const named = [
      { name: 'checkout', runId: 1 },
      { name: 'soak', runId: 3 },
    ];
    expect(of({ named, choice: { kind: 'named', name: 'soak' } }).chosen.runIds).toEqual([3]);
    expect(of({ named, choice: { kind: 'none' } }).chosen.runIds).toEqual([]);
    expect(of({ named, choice: { kind: 'named', name: 'gone' } }).chosen.runIds).toEqual([1]);
  });
});
