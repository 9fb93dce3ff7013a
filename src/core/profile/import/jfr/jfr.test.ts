import { describe, expect, it } from 'vitest';
import {
  collectOrRefuse,
  collectProfile,
  collectProfiles,
  sampleLines,
} from '../../testing/collect-profiles.ts';
import { jfrChunk, type SmallSample } from '../../testing/jfr-bytes.ts';
import { jfr } from './jfr.ts';

const samples: readonly SmallSample[] = [
  { stack: ['a.B.leaf', 'a.B.main'], thread: 'main', atUs: 10 },
  { stack: ['a.B.main'], thread: 'worker', atUs: 30 },
];
const joined = (...chunks: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(chunks.flatMap((own) => [...own]));

describe('jfr', () => {
  it('reads samples with time, thread and how code ran', () => {
    const profile = collectProfile(jfr, jfrChunk({ samples, period: '20 ms' }));
    expect(sampleLines(profile)).toEqual(['10 a.B.main;a.B.leaf 1', '30 a.B.main 1']);
    expect(profile.threads).toEqual([
      { name: 'main', threadId: 101, processId: null, processName: null },
      { name: 'worker', threadId: 102, processId: null, processName: null },
    ]);
    expect(profile).toMatchObject({ startedAtUs: 1.7e15, durationUs: 1e6, intervalUs: 20_000 });
    expect(profile.weightTypes).toEqual([
      { name: 'samples', unit: 'samples' },
      { name: 'cpu', unit: 'ns' },
    ]);
    expect([...profile.samples.weights[1]!]).toEqual([20e6, 20e6]);
  });

  it('reads integers that are not compressed', () => {
    const profile = collectProfile(jfr, jfrChunk({ samples, compressed: false }));
    expect(sampleLines(profile)).toEqual(['10 a.B.main;a.B.leaf 1', '30 a.B.main 1']);
  });

  it('puts chunks together, whose numbers for the same things differ', () => {
    const other = jfrChunk({ samples: [{ stack: ['a.B.other', 'a.B.main'], thread: 'worker', atUs: 50 }] });
    const profile = collectProfile(jfr, joined(jfrChunk({ samples }), other), 100);
    expect(sampleLines(profile)).toEqual([
      '10 a.B.main;a.B.leaf 1',
      '30 a.B.main 1',
      '50 a.B.main;a.B.other 1',
    ]);
    expect(profile.frames.count).toBe(3);
    expect(profile.threads.map(({ name }) => name)).toEqual(['main', 'worker', 'worker']);
  });

  it('keeps what came before a chunk that was never finished, and says so', () => {
    const profile = collectProfile(
      jfr,
      joined(jfrChunk({ samples }), jfrChunk({ samples, unfinished: true })),
    );
    expect(profile.samples.count).toBe(2);
    expect(profile.warnings.map(({ code }) => code)).toEqual(['chunks-damaged', 'cut-short']);
  });

  it('refuses a recording of which nothing was finished', () => {
    expect(collectOrRefuse(jfr, jfrChunk({ samples, unfinished: true }))).toMatchObject({
      code: 'file-damaged',
      message: /never finished/u,
    });
  });

  it('names other versions', () => {
    expect(() => collectProfiles(jfr, jfrChunk({ samples, version: 1 }))).toThrow(
      /version 1\.0 .* JDK 9 and 10/u,
    );
    expect(() => collectProfiles(jfr, jfrChunk({ samples, version: 3 }))).toThrow(/version 3\.0 .* newer/u);
  });

  it('says that there is nothing to show', () => {
    expect(() => collectProfiles(jfr, jfrChunk({ samples: [] }))).toThrow(/no samples and no allocations/u);
  });

  it('is read in turns where there is much of it', () => {
    const many = Array.from({ length: 300_000 }, (_, i) => ({ ...samples[0]!, atUs: i }));
    const bytes = jfrChunk({ samples: many });
    const reader = jfr.open({ head: { bytes, text: '', complete: true, name: 'f' } });
    let turns = 0;
    let longest = 0;
    let done = 0;
    do {
      const begun = performance.now();
      done = reader.consume(bytes, bytes.length, true);
      longest = Math.max(longest, performance.now() - begun);
      turns++;
    } while (reader.pending === true);
    expect(done).toBe(bytes.length);
    expect(reader.finish()[0]!.samples.count).toBe(300_000);
    // 40 ms, and what a busy machine adds.
    expect(longest).toBeLessThan(400);
    expect(turns).toBeGreaterThan(1);
  });
});
