import { describe, expect, it } from 'vitest';
import {
  corpusText,
  profileCorpusAvailable,
  profileCorpusNote,
  readCorpusProfile,
} from '../../testing/corpus-profiles.ts';
import { selfByName } from '../../testing/collect-profiles.ts';
import { profileTotals } from '../../totals.ts';

const path = 'profiles/otlp/otel-ebpf-profile.pb.json';

interface Document {
  readonly dictionary: { readonly stringTable: readonly string[] };
  readonly resourceProfiles: readonly {
    readonly scopeProfiles: readonly {
      readonly profiles: readonly {
        readonly sampleType: { readonly typeStrindex: number };
        readonly samples: readonly {
          readonly values?: readonly string[];
          readonly timestampsUnixNano: readonly string[];
        }[];
      }[];
    }[];
  }[];
}

describe.runIf(profileCorpusAvailable)(`OTLP profiles of the corpus${profileCorpusNote}`, () => {
  it('puts profiles of all processes together by what they measure', async () => {
    const { dictionary, resourceProfiles } = JSON.parse(corpusText(path)) as Document;
    const sums = new Map<string, { sum: number; count: number }>();
    let samples = 0;
    for (const { scopeProfiles } of resourceProfiles)
      for (const { profiles } of scopeProfiles)
        for (const own of profiles) {
          const type = dictionary.stringTable[own.sampleType.typeStrindex]!;
          const known = sums.get(type) ?? { sum: 0, count: 0 };
          sums.set(type, known);
          for (const { values, timestampsUnixNano } of own.samples) {
            samples++;
            known.count += timestampsUnixNano.length;
            known.sum +=
              values === undefined
                ? timestampsUnixNano.length
                : values.reduce((sum, value) => sum + Number(value), 0);
          }
        }
    // As the manifest counts them.
    expect(samples).toBe(317);
    const found = await readCorpusProfile(path);
    expect(found.map(({ name }) => name)).toEqual([...sums.keys()]);
    for (const profile of found) {
      expect(profileTotals(profile).all).toBe(sums.get(profile.name)!.sum);
      expect(profile.samples.count).toBe(sums.get(profile.name)!.count);
      expect(profile.samples.time!.every((us) => us >= 0 && us <= profile.durationUs!)).toBe(true);
    }
  });

  it('names threads, processes, and what runs in the kernel', async () => {
    const [offCpu, onCpu] = await readCorpusProfile(path);
    expect(offCpu!.threads).toContainEqual({
      name: 'migration/10',
      threadId: 66,
      processId: 66,
      processName: null,
    });
    expect(onCpu!.weightTypes).toEqual([
      { name: 'samples', unit: 'samples' },
      { name: 'cpu', unit: 'ns' },
    ]);
    expect(onCpu!.intervalUs).toBe(50_000);
    expect([...selfByName(offCpu!)].filter(([, value]) => value > 0).map(([name]) => name)).toEqual([
      'finish_task_switch.isra.0',
    ]);
    // 2026-03-30, by the clock of the machine.
    expect(new Date(offCpu!.startedAtUs! / 1000).toISOString().slice(0, 10)).toBe('2026-03-30');
  });
});
