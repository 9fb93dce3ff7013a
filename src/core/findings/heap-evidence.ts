import type { HeapSeries } from '#shared/model/heap.ts';
import type { GrowthSeries, SeriesGrowth } from '#shared/model/heap-growth.ts';
import type { AskEngine } from '../gates/run-figures.ts';
import type { HeapEvidence } from './evidence.ts';

/** One thing that leaks shows as a class, an owner, a path and a container: the first of these kinds names it best. */
const KINDS: readonly GrowthSeries['kind'][] = ['class', 'owner', 'shape', 'container'];

/** What series of snapshots say about growth (method P10); those that are not there are left out. */
export async function heapEvidence(ask: AskEngine, seriesIds: readonly number[]): Promise<HeapEvidence[]> {
  if (seriesIds.length === 0) return [];
  const known = await ask('series.list', {});
  const out: HeapEvidence[] = [];
  for (const series of known.filter(({ id }) => seriesIds.includes(id)))
    out.push(evidenceOf(series, await ask('heap.growth', { seriesId: series.id })));
  return out;
}

export function evidenceOf(
  series: HeapSeries,
  { growth, operationsFrom, snapshots }: SeriesGrowth,
): HeapEvidence {
  const judged = (growth?.series ?? []).filter(
    (each): each is GrowthSeries & { verdict: 'leak' | 'candidate' } =>
      each.verdict === 'leak' || each.verdict === 'candidate',
  );
  const kind = KINDS.find((each) => judged.some((row) => row.kind === each && row.verdict === 'leak'));
  // Without a leak, a container alone may still be a candidate.
  const told = judged.filter((row) => row.kind === (kind ?? judged[0]?.kind));
  return {
    seriesId: series.id,
    seriesName: series.name,
    runId: series.runId,
    snapshots: snapshots.filter(({ leftOut }) => !leftOut).length,
    query: { method: 'heap.growth', params: { seriesId: series.id } },
    growing: told.map((row) => {
      const bytes = row.retained ?? row.bytes;
      // A container grows by references; what they hold has a size.
      const perReference = row.kind === 'container' ? bytesPerReference(row) : 1;
      return {
        key: `${row.kind}:${row.key}`,
        name: row.name,
        verdict: row.verdict,
        perOperation: row.slope.perOperation * perReference,
        low: row.slope.low * perReference,
        high: row.slope.high * perReference,
        operationsKnown: operationsFrom !== 'none',
        bytes: [bytes[0] ?? 0, bytes.at(-1) ?? 0],
        retainerPath: row.retainerPath,
        heldAlike: row.evidence.some(({ code }) => code === 'one-owner-path'),
        evidence: row.evidence.map(({ message }) => message),
      };
    }),
  };
}

function bytesPerReference({ counts, bytes, retained }: GrowthSeries): number {
  const held = retained ?? bytes;
  const [from, to] = [counts[0] ?? 0, counts.at(-1) ?? 0];
  return to > from ? ((held.at(-1) ?? 0) - (held[0] ?? 0)) / (to - from) : 0;
}
