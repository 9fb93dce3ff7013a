import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '#core/import/testing/fuzz-runs.ts';
import { AppError } from '#shared/contract/errors.ts';
import { analyseHeap } from '../graph/heap-analysis.ts';
import { Pace } from '../graph/pace.ts';
import {
  heapCorpusAvailable,
  heapCorpusFile,
  heapCorpusNote,
  readBytes,
  readCorpusHeap,
} from '../growth/testing/corpus-series.ts';
import { heapFileOf } from '../heap-file.ts';
import type { HeapFile } from '../model/reader.ts';
import type { GraphSnapshot, HeapSnapshot } from '../model/snapshot.ts';
import { hprofReader } from './hprof-reader.ts';
import { classKeys, exactName } from '../statistics/class-keys.ts';
import { classRows } from '../statistics/class-rows.ts';
import { javaClassName } from './java-class-name.ts';
import { DumpWriter } from './testing/dump-writer.ts';

function graphOf(snapshot: HeapSnapshot): GraphSnapshot {
  if (snapshot.kind !== 'graph') throw new Error('There is no graph in it');
  return snapshot;
}

function countOf({ graph }: GraphSnapshot, name: string): number {
  let count = 0;
  for (let node = 0; node < graph.nodeCount; node++)
    if (graph.classes[graph.classOf[node]!]!.name === name) count += 1;
  return count;
}

function edgesOf({ graph }: GraphSnapshot, node: number): string[] {
  const out: string[] = [];
  for (let edge = graph.firstEdge[node]!; edge < graph.firstEdge[node + 1]!; edge++) {
    const weak = graph.essential[edge] === 0 ? ' (weak)' : '';
    out.push(
      `${graph.labels.edgeKind(edge)} ${graph.labels.edgeName(edge)} → ${graph.labels.nodeName(graph.edgeTarget[edge]!)}${weak}`,
    );
  }
  return out;
}

const OBJECT = 2;
const INT = 10;

/** A class `Node` with a static list, two instances, an array of them, and a weak reference to the first. */
function smallDump(idBytes: 4 | 8, version = '1.0.2', tag = 0x1c, length?: number): Uint8Array {
  const dump = new DumpWriter(idBytes, version);
  const names = {
    node: dump.text('app/Node'),
    base: dump.text('app/Base'),
    array: dump.text('[Lapp/Node;'),
    weak: dump.text('java/lang/ref/WeakReference'),
    next: dump.text('next'),
    owner: dump.text('owner'),
    size: dump.text('size'),
    all: dump.text('ALL'),
    referent: dump.text('referent'),
  };
  dump
    .loadClass(0x10, names.node)
    .loadClass(0x11, names.base)
    .loadClass(0x12, names.array)
    .loadClass(0x13, names.weak);
  const parts = [
    dump.root(0x10, 0x05),
    dump.root(0x300, 0x03, 2),
    // Instances before their classes.
    dump.instance(0x100, 0x10, [...dump.ids(0x110), ...dump.words(7), ...dump.ids(0x200)]),
    dump.instance(0x110, 0x10, [...dump.ids(0), ...dump.words(9), ...dump.ids(0x999)]),
    dump.instance(0x300, 0x13, dump.ids(0x100)),
    dump.objectArray(0x200, 0x12, [0x100, 0, 0x110]),
    dump.primitiveArray(0x400, 5, 3, [0, 65, 0, 66, 0, 67]),
    dump.classDump(
      0x10,
      0x11,
      [
        [names.next, OBJECT],
        [names.size, INT],
      ],
      [[names.all, 0x200]],
    ),
    dump.classDump(0x11, 0, [[names.owner, OBJECT]]),
    dump.classDump(0x13, 0, [[names.referent, OBJECT]]),
  ];
  dump.segment(parts, tag, length);
  if (tag === 0x1c) dump.end();
  return dump.bytes();
}

describe('HPROF', () => {
  it.each([4, 8] as const)('reads objects and references with ids of %i bytes', async (idBytes) => {
    const snapshot = graphOf(await readBytes('x', smallDump(idBytes)));
    const { graph, facts } = snapshot;
    expect(facts).toMatchObject({ format: 'hprof', runtime: 'jvm', version: 'JAVA PROFILE 1.0.2', nodes: 9 });
    expect(facts.takenAtMs).toBe(0x190 * 2 ** 32);
    expect(edgesOf(snapshot, 0)).toEqual([
      'GC root system class → class app.Node',
      'GC root local variable → java.lang.ref.WeakReference',
    ]);
    expect(edgesOf(snapshot, 1)).toEqual([
      'internal class → class app.Node',
      'field next → app.Node',
      'field owner → app.Node[]',
    ]);
    expect(edgesOf(snapshot, 3)).toEqual([
      'internal class → class java.lang.ref.WeakReference',
      'field referent → app.Node (weak)',
    ]);
    expect(edgesOf(snapshot, 4)).toEqual(['element [0] → app.Node', 'element [2] → app.Node']);
    expect(edgesOf(snapshot, 6)).toEqual([
      'internal super class → class app.Base',
      'static ALL → app.Node[]',
    ]);
    expect(graph.labels.nodeKind(5)).toBe('primitive array');
    expect(facts.warnings.map(({ code }) => code)).toEqual(['assumed-object-size', 'bad-references']);
  });

  it('computes sizes as the named virtual machine has them', async () => {
    const wide = graphOf(await readBytes('x', smallDump(8))).graph;
    // Header 12, two references of 4, an int; array header 16, three references; three chars.
    expect([1, 4, 5].map((node) => wide.selfBytes[node])).toEqual([24, 32, 24]);
    const narrow = graphOf(await readBytes('x', smallDump(4))).graph;
    expect([1, 4, 5].map((node) => narrow.selfBytes[node])).toEqual([24, 24, 24]);
  });

  it.each([
    ['an undivided dump', '1.0.1', 0x0c, undefined],
    ['one without a length', '1.0.1', 0x0c, 0],
    ['one whose length has wrapped', '1.0.1', 0x0c, 40],
  ] as const)('reads %s', async (_, version, tag, length) => {
    const snapshot = graphOf(await readBytes('x', smallDump(8, version, tag, length)));
    expect(countOf(snapshot, 'app.Node')).toBe(2);
    expect(snapshot.facts.warnings.map(({ code }) => code)).not.toContain('truncated');
  });

  it('reads packed dumps', async () => {
    expect(graphOf(await readBytes('x.gz', gzipSync(smallDump(8)))).facts.nodes).toBe(9);
  });

  it('keeps what is whole of a file that was cut, wherever', async () => {
    const bytes = smallDump(8);
    let most = 0;
    for (let end = 40; end < bytes.length; end++) {
      const part = await readBytes('x', bytes.subarray(0, end)).catch((error: unknown) => error);
      if (part instanceof Error) {
        expect(part).toBeInstanceOf(AppError);
        continue;
      }
      const { graph } = graphOf(part as HeapSnapshot);
      expect(graph.firstEdge[graph.nodeCount]).toBe(graph.edgeCount);
      most = Math.max(most, graph.nodeCount);
    }
    expect(most).toBe(9);
  });

  it('says that a cut file is one', async () => {
    const bytes = smallDump(8);
    const { facts } = await readBytes('x', bytes.subarray(0, bytes.length - 60));
    expect(facts.warnings.map(({ code }) => code)).toContain('truncated');
  });

  it('survives any damage', async () => {
    const bytes = smallDump(8);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        async (changes) => {
          const damaged = bytes.slice();
          for (const [at, value] of changes) if (at >= 19) damaged[at] = value;
          const outcome = await readBytes('x', damaged).catch((error: unknown) => error);
          if (outcome instanceof Error) {
            expect(outcome).toBeInstanceOf(AppError);
            return;
          }
          const { graph } = graphOf(outcome as HeapSnapshot);
          expect(graph.firstEdge[graph.nodeCount]).toBe(graph.edgeCount);
          for (const target of graph.edgeTarget) expect(target).toBeLessThan(graph.nodeCount);
          for (let node = 0; node < graph.nodeCount; node++) {
            expect(graph.firstEdge[node + 1]).toBeGreaterThanOrEqual(graph.firstEdge[node]!);
            expect(Number.isFinite(graph.selfBytes[node]!)).toBe(true);
          }
        },
      ),
      { numRuns: fuzzRuns(200) },
    );
  });

  it('does not believe claims of four billion elements', async () => {
    const dump = new DumpWriter(8);
    const array = dump.objectArray(0x100, 0x10, [1, 2]);
    array.splice(1 + 8 + 4, 4, 0xff, 0xff, 0xff, 0xff);
    dump.segment([dump.primitiveArray(0x50, 8, 1, [1]), array], 0x0c, 0);
    const snapshot = await readBytes('x', dump.bytes());
    expect(snapshot.facts.nodes).toBe(2);
    expect(snapshot.facts.warnings.map(({ code }) => code)).toContain('truncated');
  });

  it('ends circles of super classes', async () => {
    const dump = new DumpWriter(8);
    const name = dump.text('Loop');
    dump.loadClass(0x10, name);
    dump.segment([dump.classDump(0x10, 0x10, [[name, OBJECT]]), dump.instance(0x20, 0x10, dump.ids(0x20))]);
    const snapshot = graphOf(await readBytes('x', dump.bytes()));
    expect(edgesOf(snapshot, 2)).toEqual(['internal class → class Loop', 'field Loop → Loop (weak)']);
  });

  it('refuses what only looks like it, by name', async () => {
    const phd = Uint8Array.from([0, 0x12, ...new TextEncoder().encode('portable heap dump')]);
    await expect(readBytes('x', phd)).rejects.toThrow(/IBM PHD/u);
    const text = new TextEncoder().encode(
      'JAVA PROFILE 1.0.1, created Thu Jan 1 10:00:00 2004\n\nHeader for -Xhprof',
    );
    await expect(readBytes('x', text)).rejects.toThrow(/text report of the hprof agent/u);
    const empty = new DumpWriter(8).end().bytes();
    await expect(readBytes('x', empty)).rejects.toThrow(/no heap in x/u);
    const broken = smallDump(8);
    broken[22] = 5;
    await expect(readBytes('x', broken)).rejects.toThrow(/header is damaged/u);
  });

  it('can be cancelled', async () => {
    const cancelled = new AbortController();
    const { file, head } = await heapFileOf('x', smallDump(8));
    let reads = 0;
    // A disk that gives the dump byte by byte, and takes its time.
    const slow: HeapFile = {
      ...file,
      async open() {
        const feed = await file.open();
        return {
          damage: null,
          close: () => feed.close(),
          async read(target) {
            reads += 1;
            if (reads === 3) cancelled.abort();
            await new Promise((resolve) => setTimeout(resolve, 50));
            return feed.read(target.subarray(0, 1));
          },
        };
      },
    };
    const reading = hprofReader.read(slow, { head, signal: cancelled.signal, progress: () => undefined });
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    expect(reads).toBeLessThan(6);
  });

  it.each([
    ['java/util/HashMap$Node', 'java.util.HashMap$Node'],
    ['[Ljava/lang/Object;', 'java.lang.Object[]'],
    ['[[B', 'byte[][]'],
    ['JavaWork$$Lambda$3/0x00007f9fd9002800', 'JavaWork$$Lambda$3'],
    ['java.lang.Object[]', 'java.lang.Object[]'],
    ['[', '['],
  ])('writes %s as %s', (raw, name) => {
    expect(javaClassName(raw)).toBe(name);
  });
});

describe.skipIf(!heapCorpusAvailable)(`Real HPROF dumps${heapCorpusNote}`, { timeout: 120_000 }, () => {
  it.each([
    [
      'hprof-32.bin',
      361,
      2565,
      { 'java.lang.String': 765, 'java.lang.Object[]': 305, 'java.util.Hashtable$Entry': 58 },
    ],
    [
      'openjdk17-leak-a-0.hprof.gz',
      737,
      20279,
      {
        'byte[]': 3744,
        'java.lang.String': 2950,
        'java.util.HashMap$Node': 1695,
        'java.lang.Object[]': 1598,
        JavaWork$Ticket: 700,
      },
    ],
    [
      'openjdk17-leak-a-1.hprof.gz',
      737,
      25812,
      { 'byte[]': 5144, 'java.lang.String': 3650, JavaWork$Ticket: 1400 },
    ],
    [
      'openjdk17-leak-a-2.hprof.gz',
      737,
      31413,
      { 'byte[]': 6544, 'java.lang.String': 4350, JavaWork$Ticket: 2100 },
    ],
    [
      'sun_jdk6_30_x64_compressedOops.hprof',
      376,
      3975,
      { 'java.lang.String': 876, 'char[]': 842, 'short[]': 491 },
    ],
    [
      'sun_jdk6_31_hprofagent_compressedOops.hprof',
      757,
      4962,
      { 'java.lang.String': 1497, 'char[]': 1495, 'java.lang.Object[]': 610 },
    ],
  ])('%s', async (file, classes, objects, counts) => {
    const snapshot = graphOf(await readCorpusHeap(`hprof/${file}`));
    const { graph, facts } = snapshot;
    expect(graph.nodeCount).toBe(1 + classes + objects);
    for (const [name, count] of Object.entries(counts))
      expect([name, countOf(snapshot, name)]).toEqual([name, count]);
    expect(facts.warnings.map(({ code }) => code)).not.toContain('truncated');
    const analysis = await analyseHeap(graph, new Pace(new AbortController().signal));
    expect(analysis.tree.retainedBytes[0]).toBe(facts.selfBytes);
  });

  it.each([0, 1, 2])('agrees with jmap -histo of the same moment (%i)', async (step) => {
    const snapshot = graphOf(await readCorpusHeap(`hprof/openjdk17-leak-a-${String(step)}.hprof.gz`));
    const histogram = await readCorpusHeap(`histo/openjdk17-histo-a-${String(step)}.txt`);
    if (histogram.kind !== 'classes') throw new Error('A histogram has classes only');
    const pace = new Pace(new AbortController().signal);
    const analysis = await analyseHeap(snapshot.graph, pace);
    const classes = await classRows(analysis, classKeys(snapshot.graph, exactName), pace);
    const rows = new Map(classes.map((row) => [row.key, row]));
    let alike = 0;
    let compared = 0;
    for (const { key, count, selfBytes } of histogram.classes) {
      const row = rows.get(key);
      // The dump was taken a moment after the histogram: a few classes have moved on.
      if (row?.count !== count) continue;
      compared += 1;
      if (row.selfBytes === selfBytes) alike += 1;
    }
    expect(compared).toBeGreaterThan(0.9 * histogram.classes.length);
    // The virtual machine puts fields of its own into some: Class, Thread, Module, class loaders.
    expect(alike).toBeGreaterThan(0.95 * compared);
    expect(rows.get('java.lang.Thread')!.selfBytes).toBeLessThan(
      histogram.classes.find(({ key }) => key === 'java.lang.Thread')!.selfBytes,
    );
    expect(snapshot.facts.selfBytes / histogram.facts.selfBytes).toBeGreaterThan(0.96);
    expect(snapshot.facts.selfBytes / histogram.facts.selfBytes).toBeLessThan(1.01);
    expect(rows.get('JavaWork$Ticket')).toMatchObject({ count: 700 * (step + 1) });
  });

  it('refuses the IBM dump by name', async () => {
    await expect(readCorpusHeap('hprof/heapdump.20100112.141124.11580.0002.phd')).rejects.toThrow(/IBM PHD/u);
  });

  it('keeps what is whole of real dumps that were cut', async () => {
    const whole = gunzipSync(heapCorpusFile('hprof/openjdk17-leak-a-0.hprof.gz'));
    for (const share of [0.99, 0.9, 0.75]) {
      const snapshot = graphOf(await readBytes('x', whole.subarray(0, Math.floor(share * whole.length))));
      expect(snapshot.facts.warnings.map(({ code }) => code)).toContain('truncated');
      expect(snapshot.graph.nodeCount).toBeGreaterThan(1000);
      await analyseHeap(snapshot.graph, new Pace(new AbortController().signal));
    }
    const packed = heapCorpusFile('hprof/openjdk17-leak-a-0.hprof.gz');
    const { facts } = await readBytes('x', packed.subarray(0, packed.length - 5000));
    expect(facts.warnings.map(({ code }) => code)).toContain('truncated');
  });
});
