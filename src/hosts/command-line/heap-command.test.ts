import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { heapCorpusAvailable, heapCorpusNote, heapCorpusPath } from '#core/heap/v8/testing/heap-corpus.ts';
import { writtenSnapshot } from '#core/heap/v8/testing/written-snapshot.ts';
import { useTemporaryFolder } from '#core/io/testing/temporary-folder.ts';
import { heapArguments } from './heap-arguments.ts';
import { runHeap } from './heap-command.ts';
import { runCommandLine } from './run-command.ts';
import type { HeapDocument } from './heap-document.ts';
import { UsageError } from './usage.ts';

const folder = useTemporaryFolder();

async function printed(...args: string[]): Promise<string> {
  const lines: string[] = [];
  const ignore = (): void => undefined;
  const terminal = { print: (text: string) => void lines.push(text), note: ignore, progress: ignore };
  expect(await runHeap(heapArguments(args)!, terminal, new AbortController().signal)).toBe(0);
  return lines.join('\n');
}

async function documentOf(...args: string[]): Promise<HeapDocument> {
  return JSON.parse(await printed(...args, '--json')) as HeapDocument;
}

const series = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, k) => heapCorpusPath(`heapsnapshot/${name}-${k}.heapsnapshot.gz`));

describe('the arguments of heap', () => {
  it.each([
    [[]],
    [['a', '--operations', '1,2']],
    [['a', 'b', '--operations', '2,1']],
    [['a', 'b', '--operations', '1,']],
    [['a', '--top', '0']],
  ])('%j are refused', (args) => {
    expect(() => heapArguments(args)).toThrow(UsageError);
  });

  it('are files, operations and rows', () => {
    expect(heapArguments(['a', 'b', '--operations', '10, 20', '--top', '5'])).toMatchObject({
      files: ['a', 'b'],
      operations: [10, 20],
      top: 5,
    });
    expect(heapArguments(['--help'])).toBeNull();
  });
});

describe('heap', () => {
  it('refuses what is no snapshot in words', async () => {
    const path = folder.file('not.heapsnapshot');
    writeFileSync(path, 'timeStamp,elapsed\n');
    await expect(printed(path)).rejects.toMatchObject({ code: 'file-not-recognised' });
    await expect(printed(folder.file('none.heapsnapshot'))).rejects.toMatchObject({ code: 'file-missing' });
  });

  it('ends with the exit codes of every command', async () => {
    const path = folder.file('one.heapsnapshot');
    writeFileSync(path, writtenSnapshot([{ type: 'synthetic', name: '' }]));
    const notes: string[] = [];
    const terminal = {
      print: () => undefined,
      note: (text: string) => void notes.push(text),
      progress: () => undefined,
    };
    const installation = {
      version: '0',
      rendererDirectory: '',
      workerUrl: new URL('file:///none'),
      sample: null,
    };
    const abort = new AbortController();
    const run = (...args: string[]): Promise<number> =>
      runCommandLine(['heap', ...args], installation, terminal, abort.signal);
    expect(await run(path)).toBe(0);
    expect(await run(path, '--operations', '3,2')).toBe(2);
    expect(await run(folder.file('absent'))).toBe(3);
    expect(notes.at(-1)).toContain('absent is not there');
    const damaged = folder.file('damaged.heapsnapshot');
    const whole = writtenSnapshot([{ type: 'synthetic', name: '' }]);
    const length = whole.indexOf('"edges":[');
    writeFileSync(damaged, whole.slice(0, length));
    expect(await run(damaged)).toBe(3);
    expect(notes.at(-1)).toMatch(new RegExp(`ends early.*byte ${length}`, 'u'));
  });

  it('prints no control characters of names', async () => {
    const path = folder.file('names.heapsnapshot');
    const nodes = [
      { type: 'synthetic', name: '', edges: [['element', 1, 1]] as const },
      { name: 'Evil\u001b[31m\nName', size: 100 },
    ];
    writeFileSync(path, writtenSnapshot(nodes));
    const text = await printed(path);
    expect(text).toContain('Evil [31m Name');
    expect(text).not.toContain('\u001b');
  });
});

describe.skipIf(!heapCorpusAvailable)(`heap on real snapshots${heapCorpusNote}`, () => {
  it('of one: classes, dominators, strings', async () => {
    const { schema, snapshots, comparison, growth } = await documentOf(series('node20-leak-a', 1)[0]!);
    expect({ schema, comparison, growth }).toEqual({
      schema: 'loadstone/heap/1',
      comparison: null,
      growth: null,
    });
    const [snapshot] = snapshots;
    expect(snapshot).toMatchObject({
      format: 'v8-heapsnapshot',
      runtime: 'v8',
      nodes: 72390,
      edges: 267877,
      selfBytes: 4413455,
    });
    const families = Object.values(snapshot!.families);
    expect(families.every((bytes) => bytes >= 0)).toBe(true);
    expect(families.reduce((sum, bytes) => sum + bytes, 0)).toBe(4413455);
    expect(snapshot!.classes.find(({ name }) => name === 'SessionContext')).toEqual({
      name: 'SessionContext',
      count: 600,
      selfBytes: 33600,
      retainedBytes: 259200,
    });
    expect(snapshot!.dominators!.map(({ name }) => name)).toContain('global');
    expect(snapshot!.duplicateStrings!.groups).toBeGreaterThan(10);
    expect(snapshot!.detachedDom).toEqual({ count: 0, retainedBytes: 0 });
  });

  it('of two: what is new', async () => {
    const { comparison } = await documentOf(...series('node20-leak-a', 2));
    expect(comparison!.sameProcess).toBe(true);
    expect(comparison!.selfBytesDelta).toBe(4604639 - 4413455);
    expect(comparison!.classes.find(({ name }) => name === 'SessionContext')).toMatchObject({
      countDelta: 600,
      created: 600,
      deleted: 0,
    });
    expect(comparison!.owners.reduce((sum, { selfBytesDelta }) => sum + selfBytesDelta, 0)).toBe(191184);
    expect(await printed(...series('node20-leak-a', 2))).toContain('SessionContext');
  });

  it('of two processes: sums only', async () => {
    const { comparison } = await documentOf(
      series('node20-leak-a', 1)[0]!,
      series('chromium156-detached', 1)[0]!,
    );
    expect(comparison!.sameProcess).toBe(false);
    expect(comparison!.classes.every(({ created }) => created === null)).toBe(true);
  });

  it('of a leaking series: the leak, and how it is held', async () => {
    const { growth } = await documentOf(...series('node20-leak-a', 4), '--operations', '600,1200,1800,2400');
    const leak = growth!.series.find(({ kind, name }) => kind === 'class' && name === 'SessionContext');
    expect(leak).toMatchObject({ verdict: 'leak', counts: [600, 1200, 1800, 2400], ci95: null });
    expect(leak!.retainerPath.length).toBeGreaterThan(2);
    expect(growth!.series.find(({ name }) => name === 'NoiseRecord')?.verdict).not.toBe('leak');
  });

  it('of a series without a leak: none', async () => {
    const { growth } = await documentOf(
      ...series('node20-control-a', 4),
      '--operations',
      '600,1200,1800,2400',
    );
    expect(growth!.series.filter(({ verdict }) => verdict === 'leak')).toEqual([]);
    expect(growth!.series.filter(({ kind, verdict }) => kind === 'class' && verdict === 'candidate')).toEqual(
      [],
    );
  });

  it('of detached elements: 240 more at each step', async () => {
    const { snapshots, growth } = await documentOf(
      ...series('chromium156-detached', 3),
      '--operations',
      '240,480,720',
    );
    expect(snapshots.map(({ detachedDom }) => detachedDom!.count)).toEqual([720, 1440, 2160]);
    const rows = growth!.series.filter(({ kind, name }) => kind === 'class' && name === 'Detached <li>');
    expect(rows).toMatchObject([{ verdict: 'leak', counts: [240, 480, 720] }]);
  });
});
