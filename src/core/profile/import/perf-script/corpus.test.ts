import { describe, expect, it } from 'vitest';
import type { NewProfile } from '../../model/profile.ts';
import {
  corpusProfiles,
  corpusText,
  listFact,
  numberFact,
  profileCorpusAvailable,
  profileCorpusNote,
  readCorpusProfile,
} from '../../testing/corpus-profiles.ts';

/** Files of perf against the manifest's own parser, and against what stackcollapse-perf.pl makes of the same files. */

/** Samples by leaf; perf's own word for modules without symbols. */
function leaves(profile: NewProfile): Map<string, number> {
  const { frames, stacks, samples } = profile;
  const counts = new Map<string, number>();
  for (const stack of samples.stack) {
    if (stack < 0) continue;
    const frame = stacks.frame[stack]!;
    const module = frames.module[frame]! < 0 ? '' : frames.texts.at(frames.module[frame]!);
    const own = frames.texts.at(frames.name[frame]!);
    const name = own === `[${module.slice(module.lastIndexOf('/') + 1)}]` ? '[unknown]' : own;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** Depth and weight of each different stack, with the name of the thread as root. */
function shape(profile: NewProfile, weight: number, count: number): string[] {
  const { stacks, samples, threads } = profile;
  const sums = new Map<string, { depth: number; sum: number }>();
  for (let i = 0; i < count; i++) {
    const stack = samples.stack[i]!;
    if (stack < 0) continue;
    let depth = 1;
    for (let at = stack; at >= 0; at = stacks.parent[at]!) depth++;
    const key = `${threads[samples.thread[i]!]!.name} ${stack}`;
    const known = sums.get(key);
    if (known === undefined) sums.set(key, { depth, sum: samples.weights[weight]![i]! });
    else known.sum += samples.weights[weight]![i]!;
  }
  return [...sums.values()].map(({ depth, sum }) => `${depth} frames ${sum}`).sort();
}

describe.runIf(profileCorpusAvailable)(`perf script of the corpus${profileCorpusNote}`, () => {
  const files = corpusProfiles('profiles/perf-script/');
  it('has files', () => expect(files.length).toBeGreaterThan(25));

  it.each(files)('$path', async ({ path, facts }) => {
    const profiles = await readCorpusProfile(path);
    const samples = profiles.reduce((sum, own) => sum + own.samples.count, 0);
    expect(samples).toBe(numberFact(facts, 'events'));
    const periods = profiles.flatMap(({ weightTypes, samples: own }) =>
      own.weights
        .filter((_, i) => weightTypes[i]!.name !== 'samples')
        .map((column) => column.reduce((a, b) => a + b, 0)),
    );
    const sum = numberFact(facts, 'sum(period)');
    // The manifest's parser stumbles over the first line of this one.
    if (!path.includes('corner_case')) {
      expect(periods.reduce((a, b) => a + b, 0)).toBe(sum);
      const threads = new Set(profiles.flatMap((own) => own.threads.map(({ threadId }) => threadId)));
      expect(threads.size).toBe(numberFact(facts, 'tids'));
    }
    const counts = new Map<string, number>();
    for (const own of profiles)
      for (const [name, count] of leaves(own)) counts.set(name, (counts.get(name) ?? 0) + count);
    // That parser knows no frames without an offset or behind a tab.
    if (facts.endsWith('top leaves:')) expect(numberFact(facts, 'distinct_symbols')).toBe(0);
    else
      for (const [name, count] of listFact(facts, 'top leaves')) {
        const found = [...counts].filter(
          ([own]) => own === name || (name.length > 55 && own.startsWith(name)),
        );
        expect(`${name}=${found.reduce((total, [, own]) => total + own, 0)}`).toBe(`${name}=${count}`);
      }
    expect(profiles.flatMap(({ warnings }) => warnings)).toEqual([]);
  });

  it('profiles/perf-script/corner_case_process_names.perf.data.dump: odd names of threads', async () => {
    const [profile] = await readCorpusProfile(
      'profiles/perf-script/corner_case_process_names.perf.data.dump',
    );
    expect(profile!.threads.map(({ name, processId }) => `${name} ${processId}`)).toEqual([
      '6 0',
      '77 1',
      'thread 2 2',
      'k/2 3',
      'k/[2] 4',
      'k:2 5',
    ]);
  });

  it('profiles/perf-script/perf-cycles-instructions-01.txt: two events are two profiles', async () => {
    const profiles = await readCorpusProfile('profiles/perf-script/perf-cycles-instructions-01.txt');
    expect(profiles.map(({ name, samples }) => `${name} ${samples.count}`)).toEqual([
      'instructions 333',
      'cycles 111',
    ]);
  });

  const collapsed = corpusProfiles('profiles/folded/perf-').filter(({ path }) =>
    path.endsWith('-collapsed-all.txt'),
  );
  it.each(collapsed)('$path: the same stacks with the same weights', async ({ path }) => {
    const stem = path.slice('profiles/folded/'.length, -'-collapsed-all.txt'.length);
    const [profile] = await readCorpusProfile(`profiles/perf-script/${stem}.txt`);
    const golden = corpusText(path)
      .trimEnd()
      .split('\n')
      .map((line) => {
        const space = line.lastIndexOf(' ');
        return `${line.slice(0, space).split(';').length} frames ${Number(line.slice(space + 1))}`;
      })
      .sort();
    // stackcollapse-perf.pl forgets the last event where no empty line follows.
    const isForgotten = !corpusText(`profiles/perf-script/${stem}.txt`).endsWith('\n\n');
    expect(shape(profile!, 0, profile!.samples.count - Number(isForgotten))).toEqual(golden);
  });
});
