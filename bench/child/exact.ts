import { openLocalEngine } from '../product/engine.js';
import { commandLineOptions } from './installation.ts';
import { filterOf, onlyRun, PERCENTILES, randomSpans, summaryOf } from './questions.ts';

const SPANS = 10;
const UNCOVERED = {
  latency: { fromMs: 20, toMs: 2000 },
  conditions: [{ field: 'code', values: ['200'], not: false }],
};

export interface ExactAnswer {
  /** Summary of half of the run, at random places. */
  readonly halfMs: readonly number[];
  /** Summary and curve of the same spans, asked at once as the explorer does. */
  readonly halfWithCurveMs: readonly number[];
  /** Summary of half of the run, of one code and a band of response times: what nothing was added up for. */
  readonly filteredMs: readonly number[];
  readonly summaryMs: number;
  readonly seriesMs: number;
  readonly curveMs: number;
}

/** Exact answers of the engine, warm: what follows once the brush rests. */
export async function run(input: { readonly workspace: string }): Promise<ExactAnswer> {
  const local = await openLocalEngine(commandLineOptions(input.workspace));
  const { client } = local;
  try {
    const run = await onlyRun(client);
    const whole = { runId: run.id, time: null };
    const curveOf = (time: { fromMs: number; toMs: number } | null) =>
      client.call('latency.curve', { filter: filterOf({ runId: run.id, time }), maxPoints: 400 });
    await summaryOf(client, whole);
    const halfMs: number[] = [];
    const halfWithCurveMs: number[] = [];
    for (const time of randomSpans(run, SPANS, 0.5)) {
      halfMs.push(await timed(() => summaryOf(client, { runId: run.id, time })));
      halfWithCurveMs.push(
        await timed(() => Promise.all([summaryOf(client, { runId: run.id, time }), curveOf(time)])),
      );
    }
    const filteredMs: number[] = [];
    for (const time of randomSpans(run, SPANS, 0.5))
      filteredMs.push(await timed(() => summaryOf(client, { runId: run.id, time }, UNCOVERED)));
    return {
      halfMs,
      halfWithCurveMs,
      filteredMs,
      summaryMs: await timed(() => summaryOf(client, whole)),
      seriesMs: await timed(() =>
        client.call('latency.series', {
          filter: filterOf(whole),
          percentiles: PERCENTILES.slice(0, 5),
          maxBuckets: 300,
        }),
      ),
      curveMs: await timed(() => curveOf(null)),
    };
  } finally {
    await local.close();
  }
}

async function timed(ask: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await ask();
  return performance.now() - begun;
}
