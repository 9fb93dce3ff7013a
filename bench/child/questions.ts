import type { LocalEngine, Run, SampleFilter } from '../product/engine.d.ts';

export const PERCENTILES: readonly number[] = [50, 75, 90, 95, 99, 99.9, 100];

export type Span = Pick<SampleFilter, 'runId' | 'time'>;

export function filterOf({ runId, time }: Span): SampleFilter {
  return { runId, time, transactions: null, outcome: 'all', latency: null, conditions: [] };
}

/** The exact figures of a span, as the window asks for them. @param more what else the samples must have */
export function summaryOf(client: LocalEngine['client'], span: Span, more: Partial<SampleFilter> = {}) {
  return client.call('latency.summary', {
    filter: { ...filterOf(span), ...more },
    percentiles: PERCENTILES,
    estimator: 'type7',
    apdexTMs: 500,
    jmeterCompatible: false,
  });
}

export async function onlyRun(client: LocalEngine['client']): Promise<Run> {
  const [run] = await client.call('runs.list', {});
  if (run === undefined) throw new Error('the workspace is empty');
  return run;
}

/** Spans at random places, the same in every process. @param share length as a share of the run; null: random too */
export function* randomSpans(
  run: Run,
  count: number,
  share: number | null,
): Generator<{ fromMs: number; toMs: number }> {
  const random = generator(20_240_901);
  for (let i = 0; i < count; i++) {
    const length = run.durationMs * (share ?? 0.02 + 0.96 * random());
    const fromMs = Math.round(random() * (run.durationMs - length));
    yield { fromMs, toMs: fromMs + Math.round(length) };
  }
}

/** mulberry32 */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
