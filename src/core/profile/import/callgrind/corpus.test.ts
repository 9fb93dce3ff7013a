import { describe, expect, it } from 'vitest';
import { functionTotals } from '../../function-totals.ts';
import { functionTable } from '../../functions.ts';
import type { NewProfile } from '../../model/profile.ts';
import { selfByName, totalByName } from '../../testing/collect-profiles.ts';
import {
  corpusProfiles,
  corpusText,
  profileCorpusAvailable,
  profileCorpusNote,
  readCorpusProfile,
} from '../../testing/corpus-profiles.ts';
import { profileTotals } from '../../totals.ts';

/** What a file says by itself, read in the shortest way: valgrind's own output numbers every name. */
interface Oracle {
  /** Self cost by function name. */
  readonly self: Map<string, number>;
  /** The same apart by the file of each line, as callgrind_annotate lists it: `file:function`. */
  readonly byFile: Map<string, number>;
  /** Self and calls by function name: right where a function calls nothing that calls it. */
  readonly inclusive: Map<string, number>;
}

function oracle(text: string): Oracle {
  const names = new Map<string, string>();
  const named = (space: string, value: string): string => {
    const [, id, name = ''] = /^\((\d+)\)\s*(.*)$/u.exec(value) ?? [null, value, value];
    if (name !== '') names.set(`${space}${id}`, name);
    return names.get(`${space}${id}`)!;
  };
  const result: Oracle = { self: new Map(), byFile: new Map(), inclusive: new Map() };
  const add = (sums: Map<string, number>, key: string, cost: number): unknown =>
    sums.set(key, (sums.get(key) ?? 0) + cost);
  let file = '';
  let own = '';
  let called = false;
  for (const line of text.split('\n')) {
    const [, key, value] = /^(\w+)=(.*)$/u.exec(line) ?? [];
    if (key === 'fl' || key === 'fi' || key === 'fe') file = named('file', value!);
    else if (key === 'cfi' || key === 'cfl') named('file', value!);
    else if (key === 'fn') own = named('fn', value!);
    else if (key === 'cfn') named('fn', value!);
    else if (key === 'calls') called = true;
    else if (/^[\d+*-]/u.test(line)) {
      const cost = Number(line.split(' ')[1]);
      if (!called) add(result.self, own, cost);
      if (!called) add(result.byFile, `${file}:${own}`, cost);
      add(result.inclusive, own, cost);
      called = false;
    }
  }
  return result;
}

describe.runIf(profileCorpusAvailable)(`Callgrind of the corpus${profileCorpusNote}`, () => {
  const recorded = corpusProfiles('profiles/callgrind/').filter(({ facts }) =>
    /totals=\['[1-9]/u.test(facts),
  );
  it('has files of valgrind', () => expect(recorded.length).toBe(5));

  it.each(recorded)('$path: self costs are exact, and nothing exceeds the whole', async ({ path, facts }) => {
    const [profile] = await readCorpusProfile(path);
    const all = Number(/totals=\['(\d+)'/u.exec(facts)![1]);
    expect(profile!.weightTypes).toEqual([{ name: 'Ir', unit: 'instructions' }]);
    expect(profileTotals(profile!).all / all).toBeCloseTo(1, 12);
    const expected = oracle(corpusText(path)).self;
    const self = selfByName(profile!);
    for (const [name, cost] of expected) expect(self.get(name)!, name).toBeCloseTo(cost, 4);
    expect(Math.max(...totals(profile!))).toBeLessThanOrEqual(all * (1 + 1e-9));
  });

  it('agrees with callgrind_annotate, which lists a function apart by file', async () => {
    const { byFile, self } = oracle(corpusText('profiles/callgrind/native.callgrind.out'));
    const multiply = 'demo::multiply(demo::Matrix<double>&, demo::Matrix<double>&)';
    const inFile = [...byFile].find(([key]) => key.endsWith(`native.cpp:${multiply}`));
    // 12,534,764 in native.cpp, as the manifest says; the rest was put into it from headers.
    expect(inFile![1]).toBe(12_534_764);
    const [profile] = await readCorpusProfile('profiles/callgrind/native.callgrind.out');
    expect(selfByName(profile!).get(multiply)).toBeCloseTo(self.get(multiply)!, 4);
  });

  it.each([
    ['bool.callgrind', 'main'],
    ['googlecode-issue98.callgrind', 'main'],
    ['native.callgrind.out', 'main'],
    ['selinux.callgrind', 'main'],
  ])('profiles/callgrind/%s: the total of %s is what its calls cost', async (file, name) => {
    const path = `profiles/callgrind/${file}`;
    const [profile] = await readCorpusProfile(path);
    const expected = oracle(corpusText(path)).inclusive.get(name)!;
    expect(totalByName(profile!).get(name)! / expected).toBeCloseTo(1, 3);
  });

  it.each([
    ['callgrind.example.log', { main: 20, func1: 100, func2: 700 }, { main: 820, func1: 400, func2: 700 }],
    [
      'callgrind.name-compression.log',
      { main: 20, func1: 100, func2: 700 },
      { main: 820, func1: 400, func2: 700 },
    ],
    [
      'callgrind.subposition-compression.log',
      { main: 20, func1: 100, func2: 700 },
      { main: 820, func1: 400, func2: 700 },
    ],
    // Its lines say 40; speedscope counts gamma twice.
    ['callgrind.cfn-reset.log', { alpha: 10, beta: 10, gamma: 10, delta: 10 }, { alpha: 40, delta: 15 }],
  ])('profiles/callgrind/%s', async (file, self, total) => {
    const [profile] = await readCorpusProfile(`profiles/callgrind/${file}`);
    expect(Object.fromEntries(selfByName(profile!))).toEqual(self);
    expect(Object.fromEntries(totalByName(profile!))).toMatchObject(total);
  });

  it('profiles/callgrind/callgrind.multiple-event-types.log: a weight per event', async () => {
    const [profile] = await readCorpusProfile('profiles/callgrind/callgrind.multiple-event-types.log');
    expect(profile!.weightTypes).toEqual([
      { name: 'Time_(10ns)', unit: 'ns' },
      { name: 'Memory_(bytes)', unit: 'bytes' },
    ]);
    expect(Object.fromEntries(selfByName(profile!, 0))).toEqual({ main: 200, func1: 1000, func2: 7000 });
    expect(Object.fromEntries(selfByName(profile!, 1))).toEqual({ main: 15_000, func1: 15_000, func2: 8000 });
    expect(profile!.tool).toBe('xdebug 3.0.2 (PHP 7.4.14)');
  });
});

/** Totals by function, each counted once per stack. */
function totals(profile: NewProfile): Float64Array {
  return functionTotals(profile.stacks, functionTable(profile.frames), profileTotals(profile)).total;
}
