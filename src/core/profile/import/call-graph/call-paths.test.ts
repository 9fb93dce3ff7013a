import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../../../import/testing/fuzz-runs.ts';
import { ProfileBuilder } from '../../model/profile-builder.ts';
import type { NewProfile } from '../../model/profile.ts';
import { sampleLines, selfByName, totalByName } from '../../testing/collect-profiles.ts';
import { profileTotals } from '../../totals.ts';
import { CallGraph } from './call-graph.ts';
import { addCallPaths } from './call-paths.ts';
import { HeaviestFirst } from './heaviest-first.ts';

/** @param self by name @param calls `caller callee cost` */
function profileOf(self: Readonly<Record<string, number>>, ...calls: readonly string[]): NewProfile {
  const builder = new ProfileBuilder([{ name: 'Ir', unit: 'instructions' }], false);
  const graph = new CallGraph(1);
  const numbers = new Map<string, number>();
  for (const [name, cost] of Object.entries(self)) {
    const own = graph.addFunction(builder.frames.idOf({ name }));
    numbers.set(name, own);
    graph.addSelf(own, 0, cost);
  }
  for (const call of calls) {
    const [from, to, cost] = call.split(' ');
    graph.addCall(numbers.get(from!)!, numbers.get(to!)!, [Number(cost)]);
  }
  addCallPaths(builder, graph, builder.addThread('all threads'));
  return builder.finish({ name: 'graph' });
}

describe('addCallPaths', () => {
  it('shares the cost of a function among its callers by what their calls cost', () => {
    const profile = profileOf(
      { main: 10, a: 20, b: 30, c: 40 },
      'main a 50',
      'main b 40',
      'a c 30',
      'b c 10',
    );
    expect(sampleLines(profile).sort()).toEqual([
      'main 10',
      'main;a 20',
      'main;a;c 30',
      'main;b 30',
      'main;b;c 10',
    ]);
  });

  it('counts recursion once', () => {
    // fib calls itself: the calls to itself cost far more than everything together.
    const profile = profileOf({ main: 5, fib: 95, print: 10 }, 'main fib 105', 'fib fib 900', 'fib print 10');
    expect(Object.fromEntries(totalByName(profile))).toEqual({ main: 110, fib: 105, print: 10 });
  });

  it('counts recursion over several functions once', () => {
    const profile = profileOf({ main: 0, a: 10, b: 20, c: 30 }, 'main a 60', 'a b 300', 'b c 250', 'c a 200');
    expect(sampleLines(profile).sort()).toEqual(['main;a 10', 'main;a;b 20', 'main;a;b;c 30']);
  });

  it('gives what callers do not account for to a root of its own', () => {
    const profile = profileOf({ main: 0, work: 100 }, 'main work 75');
    expect(sampleLines(profile).sort()).toEqual(['main;work 75', 'work 25']);
  });

  it('shows every part of a circle that nobody calls', () => {
    const profile = profileOf({ a: 10, b: 20 }, 'a b 20', 'b a 10');
    expect(Object.fromEntries(selfByName(profile))).toEqual({ a: 10, b: 20 });
    expect(profileTotals(profile).all).toBe(30);
  });

  it('never loses or adds cost, whatever a graph says', () => {
    const cost = fc.nat(1000);
    const graphs = fc.tuple(
      fc.array(cost, { minLength: 1, maxLength: 12 }),
      fc.array(fc.tuple(fc.nat(11), fc.nat(11), cost), { maxLength: 40 }),
    );
    fc.assert(
      fc.property(graphs, ([costs, calls]) => {
        const self = Object.fromEntries(costs.map((own, i) => [`f${i}`, own]));
        const known = calls.filter(([from, to]) => from < costs.length && to < costs.length);
        const profile = profileOf(self, ...known.map(([from, to, own]) => `f${from} f${to} ${own}`));
        const all = costs.reduce((sum, own) => sum + own, 0);
        const found = selfByName(profile);
        for (const [name, own] of Object.entries(self)) expect(found.get(name) ?? 0).toBeCloseTo(own, 6);
        for (const total of totalByName(profile).values()) expect(total).toBeLessThanOrEqual(all + 1e-6);
      }),
      { numRuns: fuzzRuns(200) },
    );
  });

  it('stays small where a graph has more paths than anything could hold', () => {
    // 30 layers of 4 functions that all call each other: 4³⁰ paths.
    const self: Record<string, number> = { main: 1 };
    const calls: string[] = [];
    for (let layer = 0; layer < 30; layer++)
      for (let own = 0; own < 4; own++) {
        self[`l${layer}f${own}`] = 100;
        if (layer === 0) calls.push(`main l0f${own} 3000`);
        else
          for (let from = 0; from < 4; from++)
            calls.push(`l${layer - 1}f${from} l${layer}f${own} ${(30 - layer) * 25}`);
      }
    const profile = profileOf(self, ...calls);
    expect(profile.stacks.count).toBeLessThanOrEqual(110_000);
    expect(profileTotals(profile).all).toBeCloseTo(12_001, 6);
    const found = selfByName(profile);
    for (const [name, own] of Object.entries(self)) expect(found.get(name)).toBeCloseTo(own, 6);
  });
});

describe('HeaviestFirst', () => {
  it('gives out entries by weight', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50)), (weights) => {
        const queue = new HeaviestFirst();
        for (const [entry, weight] of weights.entries()) queue.push(entry, weight);
        const found: number[] = [];
        for (let entry = queue.pop(); entry !== undefined; entry = queue.pop()) found.push(weights[entry]!);
        expect(found).toEqual([...weights].sort((a, b) => b - a));
      }),
      { numRuns: fuzzRuns(50) },
    );
  });
});
