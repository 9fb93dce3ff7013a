import type { SameProcess } from '#shared/model/heap.ts';
import type { HeapGraph } from '../model/heap-graph.ts';
import type { IdentitySample } from '../model/snapshot-tables.ts';
import type { ClassKeys } from './class-keys.ts';

const MAX_SAMPLE = 16_384;
/** Share of common objects whose class must be the same (method P9). */
const LEAST_AGREEMENT = 0.99;
/** With fewer common objects nothing can be said. */
const LEAST_COMMON = 20;

/** The objects with the smallest hashes of their ids: whoever is alive in two snapshots is chosen in both or in none. */
export function identitySample({ graph, keys }: { graph: HeapGraph; keys: ClassKeys }): IdentitySample {
  // As many as are wanted, near enough, without sorting all: a limit on the hash.
  const limit = Math.ceil((MAX_SAMPLE / Math.max(MAX_SAMPLE, graph.nodeCount)) * 2 ** 32);
  const chosen: number[] = [];
  for (let node = 0; node < graph.nodeCount; node++)
    if (graph.ids[node]! > 0 && hashed(graph.ids[node]!) < limit) chosen.push(node);
  chosen.sort((a, b) => graph.ids[a]! - graph.ids[b]!);
  return {
    ids: Float64Array.from(chosen, (node) => graph.ids[node]!),
    keys: chosen.map((node) => keys.rows[keys.rowOf[graph.classOf[node]!]!]!.key),
  };
}

/** Whether two snapshots are of one process: objects of one id must be of one class. */
export function sameProcess(a: IdentitySample | null, b: IdentitySample | null): SameProcess {
  if (a === null || b === null) return 'unknown';
  let [common, alike, at] = [0, 0, 0];
  for (let k = 0; k < a.ids.length; k++) {
    while (at < b.ids.length && b.ids[at]! < a.ids[k]!) at += 1;
    if (b.ids[at] !== a.ids[k]) continue;
    common += 1;
    if (a.keys[k] === b.keys[at]) alike += 1;
  }
  if (common < LEAST_COMMON)
    return a.ids.length < LEAST_COMMON || b.ids.length < LEAST_COMMON ? 'unknown' : 'different';
  return alike >= common * LEAST_AGREEMENT ? 'same' : 'different';
}

/** Scrambles the bits of an id (murmur3's finaliser), so that neighbours are not chosen together. */
function hashed(id: number): number {
  let h = (id ^ (id / 2 ** 32)) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85eb_ca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2_ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
