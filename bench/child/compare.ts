import { openLocalEngine, type ComparisonRequest, type LocalEngine } from '../product/engine.js';
import { commandLineOptions } from './installation.ts';

const PERCENTILES = ['p50', 'p95', 'p99'] as const;
/** How long a comparison has run when it is aborted. */
const ABORT_AFTER_MS = [100, 300, 600, 1000];

export interface CompareAnswer {
  /** From the call to the result. */
  readonly verdictsMs: number;
  /** Until the first verdicts came. */
  readonly firstNewsMs: number;
  readonly verdicts: number;
  readonly regressed: number;
  /** From an abort until the engine has let go of everything, at several moments of a comparison. */
  readonly abortMs: readonly number[];
}

/** Compares the two runs of a workspace as the window does. */
export async function run(input: {
  readonly workspace: string;
  /** Begin further comparisons and abort them. */
  readonly abort: boolean;
}): Promise<CompareAnswer> {
  const local = await openLocalEngine(commandLineOptions(input.workspace));
  const { client } = local;
  try {
    const [baseline, candidate] = await client.call('runs.list', {});
    if (baseline === undefined || candidate === undefined) throw new Error('the workspace has no two runs');
    const request: ComparisonRequest = {
      baseline: { runIds: [baseline.id], windows: ['all'] },
      candidate: { runIds: [candidate.id], windows: ['all'] },
      margin: { ratio: 0.1, ms: 5 },
      margins: [],
      waivers: [],
      mapping: [],
      metrics: PERCENTILES,
    };
    const begun = performance.now();
    let firstNewsMs = NaN;
    const off = client.on('compare.progress', () => {
      if (Number.isNaN(firstNewsMs)) firstNewsMs = performance.now() - begun;
    });
    const { verdicts } = await client.call('compare.run', { request, token: 'bench' });
    const verdictsMs = performance.now() - begun;
    off();
    const named = verdicts.filter(({ label }) => label !== null);
    return {
      verdictsMs,
      firstNewsMs,
      verdicts: named.length,
      regressed: named.filter(({ verdict }) => verdict === 'regressed').length,
      abortMs: input.abort ? await aborted(local, request) : [],
    };
  } finally {
    await local.close();
  }
}

/** Without the client in between: it gives up at once, whatever the engine still does. */
async function aborted({ engine }: LocalEngine, request: ComparisonRequest): Promise<number[]> {
  const took: number[] = [];
  for (const [turn, afterMs] of ABORT_AFTER_MS.entries()) {
    const abort = new AbortController();
    // Another margin each time: nothing that was computed before can be used.
    const other = { ...request, margin: { ratio: 0.11 + turn / 100, ms: 5 } };
    const running = engine.handlers['compare.run'](
      { request: other, token: 'bench' },
      { signal: abort.signal },
    );
    const ended = running.then(
      () => NaN,
      () => performance.now(),
    );
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    const begun = performance.now();
    abort.abort();
    took.push((await ended) - begun);
  }
  return took.filter((ms) => !Number.isNaN(ms));
}
