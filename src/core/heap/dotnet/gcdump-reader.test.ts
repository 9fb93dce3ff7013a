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
import type { GraphSnapshot, HeapSnapshot } from '../model/snapshot.ts';

const i32 = (value: number): number[] => [0, 8, 16, 24].map((shift) => (value >> shift) & 0xff);
const i64 = (value: number): number[] => [...i32(value), ...i32(value < 0 ? -1 : 0)];
const text = (value: string): number[] => [...i32(value.length), ...new TextEncoder().encode(value)];
const begin = (type: string, version: number): number[] => [
  4,
  4,
  1,
  ...i32(version),
  ...i32(0),
  ...text(type),
  6,
];
/** Seven bits a byte, the highest first. */
const compressed = (value: number): number[] => {
  const groups = value >= -64 && value < 64 ? 1 : 2;
  return Array.from({ length: groups }, (_, i) => {
    const last = i === groups - 1;
    return ((value >> (7 * (groups - 1 - i))) & 0x7f) | (last ? 0 : 0x80);
  });
};

/** Root → A → B, A → C, C → A; C has a size of its own. */
function dump(): Uint8Array {
  const types = [
    ['UNDEFINED', 0],
    ['[root]', 0],
    ['App.Session', 24],
    ['System.Byte[]', 0],
  ] as const;
  const nodes = [
    [...compressed(1 << 1), ...compressed(1), ...compressed(1)],
    [...compressed(2 << 1), ...compressed(2), ...compressed(1), ...compressed(2)],
    [...compressed(2 << 1), ...compressed(0)],
    [...compressed((3 << 1) | 1), ...compressed(3000), ...compressed(1), ...compressed(-2)],
  ];
  let at = 0;
  const places = nodes.map((node) => (at += node.length) - node.length);
  return Uint8Array.from([
    ...text('!FastSerialization.1'),
    ...begin('GCHeapDump', 10),
    ...begin('Graphs.MemoryGraph', 0),
    ...i64(3048),
    ...i32(0),
    ...i32(types.length),
    ...types.flatMap(([name, size]) => [...text(name), ...i32(size), ...i32(-1)]),
    ...i32(nodes.length),
    ...places.flatMap(i32),
    ...i32(at),
    ...nodes.flat(),
    ...i32(nodes.length),
    ...nodes.flatMap((_, i) => i64(0x1000 * i)),
  ]);
}

function graphOf(snapshot: HeapSnapshot): GraphSnapshot {
  if (snapshot.kind !== 'graph') throw new Error('There is no graph in it');
  return snapshot;
}

const analysed = (snapshot: GraphSnapshot) =>
  analyseHeap(snapshot.graph, new Pace(new AbortController().signal));

describe('gcdump', () => {
  it('reads types, sizes and references', async () => {
    const snapshot = graphOf(await readBytes('x', dump()));
    const { graph, facts } = snapshot;
    expect([...graph.selfBytes]).toEqual([0, 24, 24, 3000]);
    expect([...graph.ids]).toEqual([0, 0x1000, 0x2000, 0x3000]);
    expect([...graph.firstEdge]).toEqual([0, 1, 3, 3, 4]);
    expect([...graph.edgeTarget]).toEqual([1, 2, 3, 1]);
    expect(graph.labels.nodeName(3)).toBe('System.Byte[]');
    expect(graph.labels.edgeName(2)).toBe('[1]');
    expect(facts).toMatchObject({ runtime: 'dotnet', selfBytes: 3048, nodes: 4, edges: 4 });
    expect((await analysed(snapshot)).tree.retainedBytes[1]).toBe(3048);
  });

  it('says what is wrong with damaged ones', async () => {
    const bytes = dump();
    for (let end = 40; end < bytes.length - 40; end++) {
      await expect(readBytes('x', bytes.subarray(0, end))).rejects.toBeInstanceOf(AppError);
    }
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        async (changes) => {
          const damaged = bytes.slice();
          for (const [at, value] of changes) damaged[at] = value;
          const outcome = await readBytes('x', damaged).catch((error: unknown) => error);
          if (outcome instanceof Error) expect(outcome).toBeInstanceOf(AppError);
          else
            for (const target of graphOf(outcome as HeapSnapshot).graph.edgeTarget)
              expect(target).toBeLessThan(4);
        },
      ),
      { numRuns: fuzzRuns(200) },
    );
  });
});

describe.skipIf(!heapCorpusAvailable)(`Real gcdump${heapCorpusNote}`, () => {
  it('perfview-test1.gcdump has what its own log says', async () => {
    const path = 'gcdump/perfview-test1.gcdump';
    const log = new TextDecoder('latin1').decode(heapCorpusFile(path));
    const logged = (what: string): number =>
      Number(
        new RegExp(`Actual number of ${what}(?: dumped)? = ([\\d,]+)`, 'u')
          .exec(log)![1]!
          .replaceAll(',', ''),
      );
    const snapshot = graphOf(await readCorpusHeap(path));
    expect(snapshot.graph.nodeCount).toBe(logged('objects'));
    expect(snapshot.graph.classes.length).toBeLessThanOrEqual(logged('types'));
    // The sum that the file gives of itself.
    expect(snapshot.facts.selfBytes).toBe(0x0f6676);
    const { tree } = await analysed(snapshot);
    expect(tree.retainedBytes[snapshot.graph.root]).toBe(snapshot.facts.selfBytes);
  });
});
