import { nodeFlags, type HeapGraph } from '../model/heap-graph.ts';
import type { Pace } from '../graph/pace.ts';

/** Texts take longer than other objects: they are decoded. */
const TEXTS_PER_TURN = 4096;

export interface DuplicateText {
  /** As long as labels are. */
  readonly value: string;
  readonly count: number;
  /** Bytes of all copies but the largest: what sharing one would save. */
  readonly wastedBytes: number;
  /** One of them. */
  readonly node: number;
}

export interface DuplicateTexts {
  /** All texts that were compared. */
  readonly texts: { readonly count: number; readonly selfBytes: number };
  /** Texts that exist more than once. */
  readonly groups: number;
  readonly wastedBytes: number;
  /** Those that waste most, largest first. */
  readonly largest: readonly DuplicateText[];
}

/**
 * Texts with the same content (method P9). A slice shares the characters of its parent and a flat concatenation is its own
 * content, so neither is a copy. Contents are compared by 53 bits of a hash: texts are not held.
 */
export async function duplicateTexts(graph: HeapGraph, limit: number, pace: Pace): Promise<DuplicateTexts> {
  const { labels, flags, selfBytes } = graph;
  const texts = { count: 0, selfBytes: 0 };
  const groupOf = new Map<number, number>();
  const counts: number[] = [];
  const bytes: number[] = [];
  const largest: number[] = [];
  const examples: number[] = [];
  for (let node = 0; node < graph.nodeCount; node++) {
    if (node % TEXTS_PER_TURN === 0) await pace.turn('Comparing strings', node / graph.nodeCount);
    if ((flags[node]! & nodeFlags.text) === 0) continue;
    const kind = labels.nodeKind(node);
    if (kind === 'sliced string' || (kind === 'concatenated string' && isFlat(graph, node))) continue;
    texts.count += 1;
    texts.selfBytes += selfBytes[node]!;
    const hash = contentHash(labels.nodeName(node));
    const size = selfBytes[node]!;
    const group = groupOf.get(hash);
    if (group === undefined) {
      groupOf.set(hash, counts.length);
      counts.push(1);
      bytes.push(size);
      largest.push(size);
      examples.push(node);
    } else {
      counts[group]! += 1;
      bytes[group]! += size;
      largest[group] = Math.max(largest[group]!, size);
    }
  }
  const wasteOf = (group: number): number => bytes[group]! - largest[group]!;
  const several = Array.from(counts.keys()).filter((group) => counts[group]! > 1);
  return {
    texts,
    groups: several.length,
    wastedBytes: several.reduce((sum, group) => sum + wasteOf(group), 0),
    largest: several
      .sort((a, b) => wasteOf(b) - wasteOf(a) || counts[b]! - counts[a]! || a - b)
      .slice(0, limit)
      .map((group) => ({
        value: labels.nodeName(examples[group]!),
        count: counts[group]!,
        wastedBytes: wasteOf(group),
        node: examples[group]!,
      })),
  };
}

/** One half is empty: the content is that of the other half. */
function isFlat({ firstEdge, edgeTarget, labels }: HeapGraph, node: number): boolean {
  for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
    const half = labels.edgeName(edge);
    if ((half === 'first' || half === 'second') && labels.nodeName(edgeTarget[edge]!) === '') return true;
  }
  return false;
}

/** cyrb53: 53 bits; of a million different texts, two are alike once in about 18,000 snapshots. */
function contentHash(text: string): number {
  let a = 0xdead_beef;
  let b = 0x41c6_ce57;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 2_654_435_761);
    b = Math.imul(b ^ code, 1_597_334_677);
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909);
  return 2 ** 32 * (b & 0x1f_ffff) + (a >>> 0);
}
