import type { ReportEngine } from '../product/report.d.ts';
import { DEFAULT_MARGIN, comparedMetrics } from '../product/report.js';

export interface Pair {
  readonly baseline: number;
  readonly candidate: number;
}

/** The two runs of the workspace. */
export async function pairOf({ client }: ReportEngine): Promise<Pair> {
  const [baseline, candidate] = await client.call('runs.list', {});
  if (baseline === undefined || candidate === undefined) throw new Error('the workspace has no two runs');
  return { baseline: baseline.id, candidate: candidate.id };
}

/** As the screen asks when two runs are chosen. */
export async function comparePair({ client }: ReportEngine, { baseline, candidate }: Pair): Promise<void> {
  const side = (id: number) => ({ runIds: [id], windows: ['steady' as const] });
  const request = {
    baseline: side(baseline),
    candidate: side(candidate),
    margin: DEFAULT_MARGIN,
    margins: [],
    waivers: [],
    mapping: [],
    metrics: comparedMetrics,
  };
  await client.call('compare.run', { request, token: 'bench' });
}
