import { describe, expect, it } from 'vitest';
import { openHeapFile } from '../heap-file.ts';
import { nodeFlags } from '../model/heap-graph.ts';
import type { GraphSnapshot } from '../model/snapshot.ts';
import { readHeap } from '../readers.ts';
import { analyseHeap, heapBytes } from '../graph/heap-analysis.ts';
import { idlePace } from '../graph/testing/idle-pace.ts';
import { classList } from '../statistics/heap-summary.ts';
import { detachedElements } from '../statistics/detached-elements.ts';
import { allocationStack } from '../view/object-details.ts';
import {
  heapCorpusAvailable,
  heapCorpusNote,
  heapCorpusPath,
  snapshotTruths,
} from './testing/heap-corpus.ts';

async function read(path: string): Promise<GraphSnapshot> {
  const opened = await openHeapFile(heapCorpusPath(path));
  const snapshot = await readHeap(opened, new AbortController().signal);
  if (snapshot.kind !== 'graph') throw new Error('no graph');
  return snapshot;
}

describe.skipIf(!heapCorpusAvailable)(`snapshots of Chrome and Node${heapCorpusNote}`, () => {
  it.each(snapshotTruths().map((truth) => [truth.path, truth] as const))(
    '%s has the figures of the manifest',
    async (path, truth) => {
      const { graph, facts } = await read(path);
      const analysis = await analyseHeap(graph, idlePace());
      expect(facts).toMatchObject({
        nodes: truth.nodes,
        edges: truth.edges,
        selfBytes: truth.bytes,
        warnings: [],
      });
      expect(heapBytes(analysis)).toBe(truth.bytes);
      const rows = new Map((await classList(analysis, idlePace())).map((row) => [row.key, row]));
      for (const { name, count, self, retained } of truth.classes)
        expect(rows.get(name), name).toMatchObject({ count, selfBytes: self, retainedBytes: retained });
      const marked = (flag: number): number =>
        graph.flags.reduce((sum, flags) => sum + ((flags & flag) === 0 ? 0 : 1), 0);
      if (truth.detached !== null) expect(marked(nodeFlags.detached)).toBe(truth.detached);
      if (truth.detachedElements !== null) {
        expect(marked(nodeFlags.detachedElement)).toBe(truth.detachedElements);
        expect(detachedElements(analysis, 1).count).toBe(truth.detachedElements);
      }
    },
  );

  it('states classes of the workloads for most of them', () => {
    expect(snapshotTruths().filter(({ classes }) => classes.length > 0).length).toBeGreaterThanOrEqual(11);
  });

  it('a timeline with more functions than its header says has stacks', async () => {
    const { graph, allocations } = await read('heaptimeline/node20-alloc.heaptimeline.gz');
    expect(allocations).not.toBeNull();
    expect(allocations!.momentUs).toHaveLength(15);
    const stacks = new Set<string>();
    for (let node = 0; node < graph.nodeCount; node++) {
      const stack = allocationStack(allocations, node);
      if (stack.length > 0) stacks.add(stack.map(({ name }) => name).join(' < '));
    }
    expect(stacks.size).toBeGreaterThan(5);
    expect([...stacks]).toContain('allocatePhase < (anonymous) < (anonymous)');
    for (let site = 1; site < allocations!.siteCount; site++)
      expect(allocations!.parent[site]).toBeLessThan(site);
  });
});
