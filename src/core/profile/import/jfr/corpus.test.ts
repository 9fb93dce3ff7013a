import { describe, expect, it } from 'vitest';
import {
  corpusProfiles,
  type CorpusProfile,
  numberFact,
  profileCorpusAvailable,
  profileCorpusNote,
  readCorpusProfile,
} from '../../testing/corpus-profiles.ts';
import { selfByName } from '../../testing/collect-profiles.ts';
import { profileTotals } from '../../totals.ts';

/** Recordings against counts of `jfr summary` (JDK 17), as the manifest has them, and against what other readers found. */

const counts: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'FastSlow_2024_01_16_180855.jfr.gz': { 'CPU samples': 1012, 'Allocations (sampled)': 6 },
  'cpool-uint64-constant-index.jfr.gz': {
    'CPU samples': 88,
    'Waiting in native code': 204,
    'Allocations (sampled)': 786,
    'Allocations (TLAB)': 817 + 25,
    'Parked threads': 75,
  },
  'dd-trace-java.jfr.gz': {
    'CPU samples': 113,
    'Allocations (TLAB)': 3725 + 93,
    'Live objects': 9,
    'Parked threads': 122,
  },
  'example.jfr.gz': { 'CPU samples': 1031, 'Allocations (TLAB)': 260 + 30, 'Waiting for monitors': 13 },
  'heavy.jfr': { 'CPU samples': 346, 'Waiting in native code': 44, 'Allocations (sampled)': 25 },
  'object-allocation-sample.jfr.gz': {
    'CPU samples': 1243,
    'Allocations (sampled)': 10_694,
    'Parked threads': 799,
  },
  'parse_failure_repro1.jfr.gz': { 'parse_failure_repro1.jfr.gz': 1500 },
  'wall.jfr.gz': { 'wall.jfr.gz': 1780 },
  'wall_tick_sample.jfr.gz': { 'wall_tick_sample.jfr.gz': 352 },
};

describe.runIf(profileCorpusAvailable)(`JFR of the corpus${profileCorpusNote}`, () => {
  it.each(Object.entries(counts))(
    'profiles/jfr/%s has every event, each kind by itself',
    async (file, expected) => {
      const profiles = await readCorpusProfile(`profiles/jfr/${file}`);
      expect(Object.fromEntries(profiles.map(({ name, samples }) => [name, samples.count]))).toEqual(
        expected,
      );
      for (const { samples, durationUs, threads, startedAtUs, warnings } of profiles) {
        expect(samples.time!.every((us) => us >= 0 && us <= durationUs!)).toBe(true);
        expect(threads.every(({ name }) => name !== '')).toBe(true);
        expect(startedAtUs).toBeGreaterThan(1.6e15);
        expect(warnings.filter(({ code }) => code !== 'stacks-cut')).toEqual([]);
      }
    },
  );

  it.each([
    [
      'FastSlow_2024_01_16_180855.jfr.gz',
      { 'FastSlow.fib': 999, 'java.lang.ClassLoader.findBootstrapClass': 1 },
    ],
    [
      'cpool-uint64-constant-index.jfr.gz',
      { 'java.util.Arrays.copyOf': 11, 'java.util.regex.Matcher.reset': 10 },
    ],
    [
      'dd-trace-java.jfr.gz',
      { 'java.util.regex.Matcher.reset': 11, 'java.util.Formatter$FormatSpecifier.print': 9 },
    ],
    [
      'example.jfr.gz',
      {
        _platform_bzero$VARIANT$Haswell: 702,
        'java.util.concurrent.atomic.AtomicLong.compareAndSet': 99,
        'App.fib': 90,
      },
    ],
    [
      'heavy.jfr',
      { 'java.util.DualPivotQuicksort.sort': 211, 'java.util.DualPivotQuicksort.mixedInsertionSort': 87 },
    ],
    [
      'object-allocation-sample.jfr.gz',
      { 'java.lang.StringBuffer.append': 142, 'java.util.regex.Matcher.reset': 123 },
    ],
    ['parse_failure_repro1.jfr.gz', { 'Fib.fib': 1500, 'Fib.main': 0 }],
  ])('profiles/jfr/%s: samples by function', async (file, expected) => {
    const [profile] = await readCorpusProfile(`profiles/jfr/${file}`);
    expect(Object.fromEntries(selfByName(profile!))).toMatchObject(expected);
  });

  it('profiles/jfr/heavy.jfr: native samples are not CPU', async () => {
    const native = (await readCorpusProfile('profiles/jfr/heavy.jfr'))[1]!;
    expect(selfByName(native).get('jdk.jfr.internal.JVM.emitEvent')).toBe(44);
    expect(native.intervalUs).toBe(20_000);
  });

  it('profiles/jfr/example.jfr.gz: CPU time as grafana/jfr-parser computes it', async () => {
    const [cpu, tlab, monitors] = await readCorpusProfile('profiles/jfr/example.jfr.gz');
    expect(cpu!.weightTypes).toEqual([
      { name: 'samples', unit: 'samples' },
      { name: 'cpu', unit: 'ns' },
    ]);
    // The sum of the values in example_3_process_cpu_cpu__nanoseconds_expected.txt.gz.
    expect(profileTotals(cpu!, 1).all).toBe(10_310_000_000);
    expect(tlab!.weightTypes[0]).toEqual({ name: 'allocated', unit: 'bytes' });
    expect(monitors!.weightTypes[0]).toEqual({ name: 'blocked', unit: 'ns' });
    expect(profileTotals(monitors!).all / 1e9).toBeCloseTo(8.005, 3);
  });

  it('profiles/jfr/wall.jfr.gz: one event stands for many samples', async () => {
    const [profile] = await readCorpusProfile('profiles/jfr/wall.jfr.gz');
    expect(profile!.samples.weights[0]!.some((count) => count > 1)).toBe(true);
    expect(profileTotals(profile!, 0).all).toBe(26_246);
  });

  it('profiles/jfr/FastSlow_2024_01_16_180855.jfr.gz has three chunks', async () => {
    const [{ facts }] = corpusProfiles('profiles/jfr/FastSlow') as [CorpusProfile];
    expect(numberFact(facts, 'chunks')).toBe(3);
    const [profile] = await readCorpusProfile('profiles/jfr/FastSlow_2024_01_16_180855.jfr.gz');
    // Samples of more than one: the recording was dumped after 10 s.
    const seconds = new Set([...profile!.samples.time!].map((us) => Math.floor(us / 1e6)));
    expect(seconds.size).toBeGreaterThan(8);
  });
});
