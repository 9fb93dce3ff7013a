import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { SourceKind } from '#shared/model/run.ts';
import { importers } from '../import/registry.ts';
import { openFileSource, type ByteSource } from '../io/byte-source.ts';
import { replayedSource } from '../io/replayed-source.ts';
import { sourceOf } from '../io/testing/chunks.ts';
import { detectFile, kindOfFormat, type DetectedFile } from './detection.ts';

const CORPUS = resolve(import.meta.dirname, '../../../../shared/corpus');
const FIXTURES = resolve(import.meta.dirname, '../../../fixtures');
const NEVER = new AbortController().signal;

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

async function detected(path: string): Promise<DetectedFile> {
  const source = await openFileSource(path, path.slice(path.lastIndexOf('/') + 1));
  try {
    return await detectFile(source, importers, NEVER);
  } finally {
    await source.close();
  }
}

describe('what a file is', () => {
  it('is told by its content: results, profiles, snapshots', async () => {
    const cpuProfile =
      '{"nodes":[{"id":1,"callFrame":{"functionName":"(root)","scriptId":"0","url":"","lineNumber":-1}}],';
    const cases: readonly (readonly [string | Uint8Array, string | null, SourceKind])[] = [
      ['timeStamp,elapsed,label,responseCode,success\n1,2,a,200,true\n', 'jmeter-csv', 'load'],
      [`${cpuProfile}"startTime":1,"endTime":2,"samples":[1],"timeDeltas":[1]}`, 'v8-cpuprofile', 'profile'],
      ['main;work 12\nmain;wait 3\nmain;work;sum 40\n', 'folded', 'profile'],
      [' num     #instances         #bytes  class name\n----\n   1:   10   20  [B\n', 'jmap-histo', 'heap'],
      ['hello', null, 'load'],
    ];
    for (const [content, format, kind] of cases) {
      for (const bytes of [content, gzipSync(content)]) {
        const found = await detectFile(sourceOf(bytes), importers, NEVER);
        expect([found.detection.best?.format ?? null, found.kind]).toEqual([format, kind]);
        expect(found.detection.compression).toBe(bytes === content ? 'none' : 'gzip');
        if (format !== null) expect(await kindOfFormat(format, importers)).toBe(kind);
      }
    }
  });

  it('says of known files that cannot be read what to do', async () => {
    const zip = await detectFile(sourceOf('PK\u0003\u0004 and so on'), importers, NEVER);
    expect(zip).toMatchObject({ unreadable: true, detection: { best: null } });
    expect(zip.detection.note).toContain('ZIP');
    const phd = await detectFile(sourceOf('\0\x15portable heap dump\0\0'), importers, NEVER);
    expect(phd).toMatchObject({ unreadable: true });
    expect(phd.detection.note).toMatch(/^It is an IBM PHD dump/u);
    expect(await kindOfFormat('nonsense', importers)).toBeNull();
  });

  it('can be looked at without using up bytes that come only once', async () => {
    const text = 'main;work 12\n'.repeat(30_000);
    const { first, again } = replayedSource(sourceOf(text, { size: 1000 }));
    await detectFile(first, importers, NEVER);
    const bytes = await allOf(again);
    expect(new TextDecoder().decode(bytes)).toBe(text);
  });
});

async function allOf(source: ByteSource): Promise<Uint8Array> {
  const pieces: number[] = [];
  const piece = new Uint8Array(777);
  for (;;) {
    const count = await source.read(piece);
    if (count === 0) return Uint8Array.from(pieces);
    for (const byte of piece.subarray(0, count)) pieces.push(byte);
  }
}

/** Files that are of another kind than their folder says, or of none that is known (null); beside what says itself that it cannot be read. */
const exceptions: Readonly<Record<string, SourceKind | null>> = {
  // What is alive stands beside what was allocated: the heap of a program, whose growth can be judged.
  'pprof/go119-allocs-before.pb.gz': 'heap',
  'pprof/nodejs-heap.pb.gz': 'heap',
  // Samples of allocations with their stacks: no objects.
  'heapprofile/chrome69.heapprofile': 'profile',
  'heapprofile/chromium156.heapprofile': 'profile',
  'heapprofile/node10.heapprofile': 'profile',
  'heapprofile/node20-alloc.heapprofile': 'profile',
  // Beside the figures in the folder of a report.
  'gatling/v3.1.2-assertions.json': null,
  // The expectation of somebody's test, and tools that are not read.
  'jfr/example_3_process_cpu_cpu__nanoseconds_expected.txt.gz': null,
  'other/CallTreeSummary.csv': null,
  'other/ghc-simple.prof.json': null,
  'other/hex-addresses.txt': null,
  'other/macos-sample.txt': null,
  'other/papyrus-stack.log': null,
  'other/pmcstat-simple.txt': null,
  'other/safari13-recording.json': null,
  'other/utf8.prof': null,
};

const available = existsSync(CORPUS);
const note = available ? '' : ` (SKIPPED: there is no ${CORPUS})`;

describe.skipIf(!available)(`files of other projects${note}`, () => {
  const folders: readonly (readonly [string, SourceKind])[] = [
    [join(CORPUS, 'load'), 'load'],
    [join(CORPUS, 'profiles'), 'profile'],
    [join(CORPUS, 'heap'), 'heap'],
    [join(FIXTURES, 'profiles'), 'profile'],
  ];
  it.each(folders)('of %s are not taken for something else', async (folder, kind) => {
    const wrong: string[] = [];
    for (const path of filesIn(folder)) {
      const name = relative(folder, path);
      if (/\.(?:md|mjs|py|sh)$/u.test(name) || name === 'expected.json') continue;
      if (statSync(path).size === 0) continue;
      const found = await detected(path);
      if (found.unreadable) continue;
      const expected = name in exceptions ? exceptions[name] : kind;
      const { best, note } = found.detection;
      if ((best === null ? null : found.kind) !== expected)
        wrong.push(`${name}: ${best?.format ?? `nothing (${note})`}`);
    }
    expect(wrong).toEqual([]);
  });
});
