import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { selfByName } from '../testing/collect-profiles.ts';
import {
  corpusProfiles,
  listFact,
  numberFact,
  profileCorpusAvailable,
  profileCorpusNote,
  readCorpusProfile,
} from '../testing/corpus-profiles.ts';
import { profileTotals } from '../totals.ts';

/** Every file of the corpus in these formats against the facts that its manifest states. */

const NS_PER_US = 1000;
const SUFFIX = /_\[[jik01]\]$/u;

/** Names in the manifest are cut, and names of ours have no suffix. */
function sumOf(self: ReadonlyMap<string, number>, name: string): number {
  const bare = name.replace(SUFFIX, '');
  return [...self]
    .filter(([own]) => own === bare || (bare.length > 55 && own.startsWith(bare)))
    .reduce((sum, [, value]) => sum + value, 0);
}

describe.runIf(profileCorpusAvailable)(`profiles of the corpus${profileCorpusNote}`, () => {
  const cpu = corpusProfiles('profiles/cpuprofile/').filter(({ facts }) => facts.includes('nodes='));
  it.each(cpu)('$path', async ({ path, facts }) => {
    const [profile] = await readCorpusProfile(path);
    expect(profile).toMatchObject({ format: 'v8-cpuprofile' });
    expect(profile!.samples.count).toBe(numberFact(facts, 'samples'));
    const self = selfByName(profile!);
    const facing = listFact(facts, 'top self us (delta i+1 goes to sample i)');
    expect(facing.length).toBeGreaterThan(1);
    for (const [name, us] of facing) expect(self.get(name)! / NS_PER_US).toBe(us);
    // All but the time before the first sample.
    expect(profileTotals(profile!).all).toBeLessThanOrEqual(numberFact(facts, 'end-start') * NS_PER_US);
  });

  it('profiles/cpuprofile/node10-example.cpuprofile, the tree form of the run in chrome65-simple', async () => {
    const [tree] = await readCorpusProfile('profiles/cpuprofile/node10-example.cpuprofile');
    expect(tree!.samples.count).toBe(29);
    expect([...selfByName(tree!)].filter(([, value]) => value > 0)).toEqual([
      ['(anonymous)', 1_060_000],
      ['d', 33_285_000],
    ]);
  });

  const sampledTraces = corpusProfiles('profiles/chrome-trace/').filter(({ facts }) =>
    facts.includes('| profile pid='),
  );
  it.each(sampledTraces)('$path', async ({ path, facts }) => {
    const [profile] = await readCorpusProfile(path);
    expect(profile).toMatchObject({ format: 'trace-event', weightTypes: [{ unit: 'ns' }] });
    const tracks = facts
      .split('| profile ')
      .slice(1)
      .filter((track) => numberFact(track, 'samples') > 0);
    expect(profile!.threads.length).toBe(tracks.length);
    const { frames, stacks, samples } = profile!;
    for (const [thread, track] of tracks.entries()) {
      expect(samples.thread.filter((own) => own === thread).length).toBe(numberFact(track, 'samples'));
      const counts = new Map<string, number>();
      for (let i = 0; i < samples.count; i++) {
        const stack = samples.stack[i]!;
        if (samples.thread[i] !== thread || stack < 0) continue;
        const name = frames.texts.at(frames.name[stacks.frame[stack]!]!);
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      // "?" stands for nodes that are not in the file.
      for (const [name, count] of listFact(track, 'top samples'))
        if (name !== '?') expect(`${name}=${counts.get(name)}`).toBe(`${name}=${count}`);
    }
  });

  it.each([
    ['chrome-trace/chrome-tracing.json.gz', 13],
    ['chrome-trace/lighthouse-animation.trace.json.gz', 19],
  ])('profiles/%s has tasks of %i threads', async (path, threads) => {
    const [profile] = await readCorpusProfile(`profiles/${path}`);
    expect(profile!.threads.length).toBe(threads);
    expect(profileTotals(profile!).all).toBeGreaterThan(0);
  });

  it('profiles/chrome-trace/test.chrome-unchunked.json has its whole profile in one event', async () => {
    const [profile] = await readCorpusProfile('profiles/chrome-trace/test.chrome-unchunked.json');
    expect(profile!.samples.count).toBe(20);
    // 7,261,851 µs, less those before the first sample.
    expect(profileTotals(profile!).all).toBe((7_261_851 - 970_600) * NS_PER_US);
  });

  it.each([
    ['bex-interaction', { B: 2, C: 2, F: 1 }],
    ['end-event-with-empty-stack', { alpha: 1 }],
    ['end-non-top-of-stack', { B: 9, A: 1, Z: 1 }],
    ['hermes-multiple-frames', { beta: 7, '[root]': 4, gamma: 3 }],
    ['invalid-x-nesting', { beta: 10, alpha: 5 }],
    ['matching-x', { alpha: 8, beta: 1, gamma: 1 }],
    // The end is of another name: alpha lasts until the trace does.
    ['mismatched-name', { alpha: 10 }],
    ['not-enough-end-events', { A: 11 }],
    ['only-begin-events', { A: 1, B: 1, C: 0 }],
    ['out-of-order-unbalanced-name', { beta: 9, alpha: 1 }],
    ['simple', { gamma: 5, epsilon: 4, beta: 3, alpha: 2 }],
    ['simple-hermes', { beta: 12, '[root]': 2 }],
    ['simple-object', { beta: 8, '(unnamed)': 4, alpha: 2 }],
    ['simple-partial', { gamma: 5, epsilon: 4, beta: 3, alpha: 2 }],
    ['simple-partial-trailing-comma', { gamma: 5, epsilon: 4, beta: 3, alpha: 2 }],
    ['simple-with-samples', { '[root]': 30_779, function1: 13_326, function3: 10_605 }],
    ['too-many-end-events', { beta: 12, alpha: 2 }],
    ['unbalanced-args', { A: 10 }],
    ['unbalanced-name', { beta: 9, alpha: 1 }],
    ['x-events-matching-start', { alpha: 12, beta: 4, gamma: 4 }],
    ['zero-duration-events', { A: 10, B: 0, C: 0 }],
  ])('profiles/trace-event/%s.json', async (name, expected) => {
    const [profile] = await readCorpusProfile(`profiles/trace-event/${name}.json`);
    const self = selfByName(profile!);
    const found = Object.keys(expected).map((own) => [own, (self.get(own) ?? Number.NaN) / NS_PER_US]);
    expect(Object.fromEntries(found)).toEqual(expected);
  });

  it('profiles/trace-event/multiprocess.json names eight threads of four processes', async () => {
    const [profile] = await readCorpusProfile('profiles/trace-event/multiprocess.json');
    expect(profile!.threads.length).toBe(8);
    expect(new Set(profile!.threads.map(({ processId }) => processId)).size).toBe(4);
  });

  const gecko = corpusProfiles('profiles/firefox/').filter(({ facts }) => facts.includes('samples(all)='));
  it.each(gecko)('$path', async ({ path, facts }) => {
    const [profile] = await readCorpusProfile(path);
    expect(profile).toMatchObject({ format: 'firefox' });
    expect(profile!.samples.count).toBe(numberFact(facts, 'samples(all)'));
  });
  it('profiles/firefox/firefox153esr-a.json.gz: leaves of the biggest thread', async () => {
    const [{ path, facts }] = corpusProfiles('profiles/firefox/firefox153esr-a') as [
      { path: string; facts: string },
    ];
    const [profile] = await readCorpusProfile(path);
    const thread = profile!.threads.findIndex(({ processId }) => processId === 24304);
    const { frames, stacks, samples } = profile!;
    const counts = new Map<string, number>();
    for (let i = 0; i < samples.count; i++) {
      if (samples.thread[i] !== thread) continue;
      const name = frames.texts.at(frames.name[stacks.frame[samples.stack[i]!]!]!);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    expect(samples.thread.filter((own) => own === thread).length).toBe(389);
    for (const [name, count] of listFact(facts, 'top leaves')) expect(counts.get(name)).toBe(count);
    expect(profile!.tool).toBe('Firefox 153.0');
  });
  it.each([
    ['firefox59-simple', 'd', 31.99282],
    ['firefox61-recursion', 'gamma', 9.95463],
    ['firefox63-simple', 'gamma', 26.98382],
  ])('profiles/firefox/%s.json', async (name, leaf, ms) => {
    const [profile] = await readCorpusProfile(`profiles/firefox/${name}.json`);
    expect(selfByName(profile!).get(leaf)! / 1e6).toBeCloseTo(ms, 4);
  });

  const speedscopeFiles = corpusProfiles('profiles/speedscope/').filter(
    ({ path }) => !path.includes('/invalid'),
  );
  it.each(speedscopeFiles)('$path', async ({ path, facts }) => {
    const profiles = await readCorpusProfile(path);
    const parts = facts.split('|').slice(1);
    expect(profiles.length).toBe(parts.length);
    for (const [i, part] of parts.entries()) {
      const scale = part.includes(' seconds ') ? 1e9 : 1;
      const list = listFact(part, part.includes('top self') ? 'top self' : 'top');
      expect(list.length).toBeGreaterThan(0);
      const self = selfByName(profiles[i]!);
      for (const [name, value] of list) expect(self.get(name)! / scale).toBeCloseTo(value, 6);
    }
  });
  it.each(['invalid-incomplete-trace', 'invalid-out-of-order-events'])(
    'profiles/speedscope/%s is refused in words',
    async (name) => {
      const reading = readCorpusProfile(`profiles/speedscope/${name}.speedscope.json`);
      await expect(reading).rejects.toThrow(AppError);
      await expect(reading).rejects.toMatchObject({ code: 'file-damaged', message: /makes no sense/u });
    },
  );

  it.each(corpusProfiles('heap/heapprofile/'))('$path', async ({ path, facts }) => {
    const [profile] = await readCorpusProfile(path);
    expect(profile).toMatchObject({ format: 'v8-heapprofile', weightTypes: [{ unit: 'bytes' }] });
    expect(profileTotals(profile!).all).toBe(numberFact(facts, 'sum(selfSize)'));
    const self = selfByName(profile!);
    for (const [name, bytes] of listFact(facts, 'top self bytes')) expect(self.get(name)).toBe(bytes);
  });

  const foldedFiles = corpusProfiles('profiles/folded/').filter(({ facts }) => facts.startsWith('stacks='));
  it.each(foldedFiles)('$path', async ({ path, facts }) => {
    const [profile] = await readCorpusProfile(path);
    expect(profile).toMatchObject({ format: 'folded' });
    expect(profile!.samples.count).toBe(numberFact(facts, 'stacks'));
    expect(profileTotals(profile!).all).toBeCloseTo(numberFact(facts, 'weight'), 6);
    // The manifest takes the first number of a difference for part of the name.
    if (path.includes('-diff')) return;
    const self = selfByName(profile!);
    for (const [name, weight] of listFact(facts, 'top leaves'))
      if (Number.isInteger(weight) && weight < 1e6)
        expect(`${name}=${sumOf(self, name)}`).toBe(`${name}=${weight}`);
  });
  it.each(['crlf', 'utf16-be', 'utf16-le', 'with-invalids'])(
    'profiles/folded/folded-simple-%s.txt',
    async (name) => {
      const [profile] = await readCorpusProfile(`profiles/folded/folded-simple-${name}.txt`);
      expect(Object.fromEntries(selfByName(profile!))).toEqual({ a: 0, b: 5, c: 5, d: 4 });
    },
  );
  it('profiles/folded/austin-flames.txt: process and thread are no functions', async () => {
    const [profile] = await readCorpusProfile('profiles/folded/austin-flames.txt');
    expect(profileTotals(profile!).all).toBe((105 + 186) * NS_PER_US);
    expect(profile!.threads.map(({ name }) => name)).toEqual(['process 6360, thread 6360']);
  });
  it('profiles/folded-diff/expected-default.txt: both sides of a difference', async () => {
    const [profile] = await readCorpusProfile('profiles/folded-diff/expected-default.txt');
    expect(profile!.weightTypes.map(({ name }) => name)).toEqual(['before', 'after']);
    expect([0, 1].map((weight) => profileTotals(profile!, weight).all)).toEqual([65, 80]);
  });

  const pprofFiles = corpusProfiles('profiles/pprof/').filter(({ facts }) => facts.includes('sample_types='));
  it.each(pprofFiles)('$path', async ({ path, facts }) => {
    const [profile] = await readCorpusProfile(path);
    expect(profile).toMatchObject({ format: 'pprof' });
    expect(profile!.samples.count).toBe(numberFact(facts, 'samples'));
    const types = /sample_types=(\S+)/u.exec(facts)![1]!.split(',');
    const scales = types.map((type) => (type.endsWith('/microseconds') ? NS_PER_US : 1));
    const totals = (JSON.parse(/ totals=(\[[^\]]*\])/u.exec(facts)![1]!) as number[]).map(
      (sum, i) => sum * scales[i]!,
    );
    expect(profile!.weightTypes.map((_, i) => profileTotals(profile!, i).all)).toEqual(totals);
    const [, ranked] = /top flat \((\S+)\)/u.exec(facts)!;
    const place = types.indexOf(ranked!);
    const self = selfByName(profile!, place);
    for (const [name, value] of listFact(facts, `top flat (${ranked})`))
      if (!name.startsWith('0x'))
        expect(`${name}=${self.get(name)}`).toBe(`${name}=${value * scales[place]!}`);
  });
  const legacy = corpusProfiles('profiles/pprof/').filter(({ facts }) => !facts.includes('sample_types='));
  it.each(legacy)('$path is refused with a way out', async ({ path }) => {
    await expect(readCorpusProfile(path)).rejects.toMatchObject({
      code: 'file-not-recognised',
      message: /pprof -proto/u,
    });
  });
});
