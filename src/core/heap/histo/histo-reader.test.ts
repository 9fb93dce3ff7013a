import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '#core/import/testing/fuzz-runs.ts';
import { AppError } from '#shared/contract/errors.ts';
import {
  heapCorpusAvailable,
  heapCorpusFile,
  heapCorpusNote,
  readBytes,
  readCorpusHeap,
} from '../growth/testing/corpus-series.ts';
import type { ClassesSnapshot, HeapSnapshot } from '../model/snapshot.ts';

const TEXT = ` num     #instances         #bytes  class name (module)
-------------------------------------------------------
   1:            30           2400  [B (java.base@17.0.15)
   2:            10            160  app.Ticket
   3:             5             80  app.Ticket
   4:             1             16  app.Work$$Lambda$3/0x00007f9fd9002800
Total            46           2656
`;

function classesOf(snapshot: HeapSnapshot): ClassesSnapshot {
  if (snapshot.kind !== 'classes') throw new Error('There are objects in it');
  return snapshot;
}

const read = async (text: string): Promise<ClassesSnapshot> =>
  classesOf(await readBytes('histo.txt', new TextEncoder().encode(text)));

describe('jmap -histo', () => {
  it('reads classes; those of one name are one', async () => {
    const { classes, facts } = await read(TEXT);
    expect(classes.map(({ key, count, selfBytes }) => [key, count, selfBytes])).toEqual([
      ['byte[]', 30, 2400],
      ['app.Ticket', 15, 240],
      ['app.Work$$Lambda$3', 1, 16],
    ]);
    expect(facts).toMatchObject({ runtime: 'jvm', selfBytes: 2656, nodes: null, warnings: [] });
  });

  it('reads what jcmd prints, Windows ends of lines, and UTF-16', async () => {
    const jcmd = `12345:\n${TEXT}`.replaceAll('\n', '\r\n');
    expect((await read(jcmd)).classes).toHaveLength(3);
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(TEXT, 'utf16le')]);
    expect(classesOf(await readBytes('x', wide)).classes).toHaveLength(3);
  });

  it('says what is missing', async () => {
    const codes = async (text: string): Promise<string[]> =>
      (await read(text)).facts.warnings.map(({ code }) => code);
    expect(await codes(TEXT.slice(0, TEXT.indexOf('Total')))).toEqual(['truncated']);
    expect(await codes(TEXT.replace(/^.*Lambda.*\n/mu, ''))).toEqual(['total-differs']);
    await expect(read(TEXT.slice(0, TEXT.indexOf('   1:')))).rejects.toThrow(/no classes/u);
  });

  it('survives any damage', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(TEXT.length - 1), fc.string(), fc.nat(40), async (at, insert, cut) => {
        const text = TEXT.slice(0, at) + insert + TEXT.slice(at + cut);
        const outcome = await read(text).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(AppError);
        else
          for (const row of (outcome as ClassesSnapshot).classes)
            expect(Number.isFinite(row.selfBytes)).toBe(true);
      }),
      { numRuns: fuzzRuns(100) },
    );
  });
});

describe.skipIf(!heapCorpusAvailable)(`Real class histograms${heapCorpusNote}`, () => {
  it.each([
    [0, 288, 21019, 1064320, 700],
    [1, 287, 26617, 1406128, 1400],
    [2, 287, 32150, 1750528, 2100],
  ])('openjdk17-histo-a-%i', async (step, rows, instances, bytes, tickets) => {
    const path = `histo/openjdk17-histo-a-${String(step)}.txt`;
    expect(
      Buffer.from(heapCorpusFile(path))
        .toString()
        .match(/^\s*\d+:/gmu),
    ).toHaveLength(rows);
    const { classes, facts } = classesOf(await readCorpusHeap(path));
    expect(facts).toMatchObject({ selfBytes: bytes, warnings: [] });
    expect(classes.reduce((sum, { count }) => sum + count, 0)).toBe(instances);
    expect(classes.find(({ name }) => name === 'JavaWork$Ticket')!.count).toBe(tickets);
  });
});
