import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '#core/import/testing/fuzz-runs.ts';
import { AppError } from '#shared/contract/errors.ts';
import {
  heapCorpusAvailable,
  heapCorpusNote,
  readBytes,
  readCorpusHeap,
} from '../growth/testing/corpus-series.ts';
import type { ClassesSnapshot, HeapSnapshot } from '../model/snapshot.ts';
import { functionName } from './dhat-profile.ts';

const DHAT = {
  dhatFileVersion: 2,
  mode: 'heap',
  verb: 'Allocated',
  bklt: true,
  bkacc: true,
  tu: 'instrs',
  cmd: './server',
  te: 100,
  pps: [
    { tb: 500, tbk: 5, eb: 300, ebk: 3, fs: [1, 2, 3] },
    { tb: 80, tbk: 2, eb: 40, ebk: 1, fs: [4, 2, 3] },
    { tb: 900, tbk: 9, eb: 0, ebk: 0, fs: [1, 3] },
    { tb: 7, tbk: 1, eb: 7, ebk: 1, fs: [1] },
  ],
  ftbl: [
    '[root]',
    '0x48386AF: malloc (vg_replace_malloc.c:446)',
    '0x10916B: keep_session (server.c:12)',
    '0x1091B0: main (server.c:40)',
    '0x48390AF: operator new(unsigned long) (vg_replace_malloc.c:487)',
  ],
};

const read = async (dhat: unknown): Promise<ClassesSnapshot> => {
  const snapshot: HeapSnapshot = await readBytes('x.json', new TextEncoder().encode(JSON.stringify(dhat)));
  if (snapshot.kind !== 'classes') throw new Error('There are objects in it');
  return snapshot;
};

describe('DHAT', () => {
  it('adds up what was left by the function that asked for it', async () => {
    const { classes, facts } = await read(DHAT);
    expect(classes.map(({ name, count, selfBytes }) => [name, count, selfBytes])).toEqual([
      ['keep_session', 4, 340],
      ['malloc', 1, 7],
    ]);
    expect(facts).toMatchObject({ runtime: 'native', version: 'DHAT 2 (heap)', selfBytes: 347 });
  });

  it('refuses what counts no memory, and what is damaged', async () => {
    await expect(read({ ...DHAT, mode: 'ad-hoc', bklt: false })).rejects.toThrow(/counts events/u);
    await expect(read({ ...DHAT, dhatFileVersion: 9 })).rejects.toThrow(/version 2/u);
    const cut = JSON.stringify(DHAT).slice(0, 200);
    await expect(readBytes('x', new TextEncoder().encode(cut))).rejects.toThrow(/damaged/u);
  });

  it.each([
    ['0x1084308b9: main (work_log.rs:58:15)', 'main'],
    ['0x48386AF: operator new(unsigned long) (in /usr/lib/vgpreload_dhat.so)', 'operator new(unsigned long)'],
    ['0x1: std::map<int, A>::find(int const&) (map.h:1)', 'std::map<int, A>::find(int const&)'],
    ['0x4A8: ???', '???'],
  ])('%s is %s', (frame, name) => {
    expect(functionName(frame)).toBe(name);
  });

  it('survives any damage', async () => {
    const text = JSON.stringify(DHAT);
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.string(), fc.nat(10), async (at, insert, cut) => {
        const damaged = text.slice(0, at) + insert + text.slice(at + cut);
        const outcome = await readBytes('x', new TextEncoder().encode(damaged)).catch(
          (error: unknown) => error,
        );
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(AppError);
      }),
      { numRuns: fuzzRuns(100) },
    );
  });
});

describe.skipIf(!heapCorpusAvailable)(`Real DHAT files${heapCorpusNote}`, () => {
  it('dhat.json.gz', async () => {
    const snapshot = await readCorpusHeap('dhat/dhat.json.gz');
    if (snapshot.kind !== 'classes') throw new Error('There are objects in it');
    expect(snapshot.facts).toMatchObject({ selfBytes: 1112, version: 'DHAT 2 (rust-heap)' });
    expect(snapshot.classes.reduce((sum, { count }) => sum + count, 0)).toBe(3);
    expect(snapshot.classes.every(({ name }) => !name.startsWith('alloc::'))).toBe(true);
  });
});
