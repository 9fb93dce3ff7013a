import { AppError } from '#shared/contract/errors.ts';
import { numberColumn, numbersToColumn } from '#shared/contract/columns.ts';
import type { CorrectedCurve } from '#shared/model/diagnostics.ts';
import type { SampleFilter } from '#shared/model/filter.ts';
import type { LatencyCurve } from '#shared/model/latency.ts';
import type { Run } from '#shared/model/run.ts';
import type { Database } from '../../db/database.ts';
import { curvePercentiles, latencyCurve, readSample } from '../../latency/curve.ts';
import { percentileOf } from '../../latency/quantiles.ts';
import { runTables, selectSamples, type RunTables } from '../../latency/selection.ts';
import { mergeValues } from '../../latency/value-counts.ts';
import { MAX_ADDED, omittedSamples, type SlowSamples } from './interval-correction.ts';
import { loadModel } from './load-model.ts';
import { readLoopFacts } from './loop-facts.ts';
import { howToTell } from './tool-facts.ts';
import { count, counted, percent } from './words.ts';

export interface CorrectedCurveRequest {
  readonly filter: SampleFilter;
  readonly maxPoints: number;
}

/**
 * The percentile curve as measured, and with the samples that a closed loop held back (method E10): HdrHistogram's rule for
 * each thread and transaction, with the median of its start-to-start times as intended interval. In an open loop the
 * schedule was kept whatever the answers took, and nothing is added. Outcome and response-time filters apply to the
 * measured samples that the intervals are taken from as well.
 * @throws {AppError} `bad-request` for a report, and where the file does not name threads or starts
 */
export async function correctedCurve(
  database: Database,
  run: Run,
  { filter, maxPoints }: CorrectedCurveRequest,
  signal: AbortSignal,
): Promise<CorrectedCurve> {
  if (run.granularity === 'aggregated')
    throw new AppError('bad-request', 'A report has no samples, so its percentiles cannot be corrected.', {
      hint: 'Open the results with every sample.',
    });
  const tables = await runTables(database, run);
  const { order, generator } = await readLoopFacts(database, tables, signal);
  const model = loadModel({ order, generator, run });
  if (model.loop === 'open') {
    const raw = await latencyCurve(database, run, filter, maxPoints, signal);
    return {
      raw,
      corrected: raw,
      addedSamples: 0,
      capped: false,
      method: 'schedule',
      sentence: `Nothing is to be corrected: ${model.why}, so slow answers held no request back${dropped(generator.droppedIterations)}.`,
    };
  }
  if (order === null || order.wholeSeconds) {
    throw new AppError('bad-request', `Nothing can be corrected: ${model.why}.`, {
      hint: howToTell(run.tool),
    });
  }
  return byInterval(database, tables, { filter, maxPoints }, model.loop === 'parallel', signal);
}

function dropped(iterations: number | null): string {
  return iterations === null || iterations === 0
    ? ''
    : `; ${counted(iterations, 'iteration')} that k6 dropped cannot be restored`;
}

async function byInterval(
  database: Database,
  tables: RunTables,
  { filter, maxPoints }: CorrectedCurveRequest,
  parallel: boolean,
  signal: AbortSignal,
): Promise<CorrectedCurve> {
  const [measured, slow] = await Promise.all([
    readSample(database, tables, filter, maxPoints, signal),
    readSlow(database, tables, filter, signal),
  ]);
  const { values, added, capped } = omittedSamples(slow, measured.count, tables.run.clockTickMs);
  const together = mergeValues([measured, values]);
  const percentiles = curvePercentiles(measured.count, maxPoints);
  const curve = (sample: typeof measured): LatencyCurve => ({
    samples: sample.count,
    table: {
      rowCount: percentiles.length,
      columns: {
        percentile: numbersToColumn(percentiles),
        valueMs: numbersToColumn(percentiles.map((percentile) => percentileOf(sample, percentile))),
      },
    },
  });
  return {
    raw: curve(measured),
    corrected: added === 0 ? curve(measured) : curve(together),
    addedSamples: added,
    capped,
    method: 'interval',
    sentence: sentenceOf(measured.count, added, capped, parallel),
  };
}

function sentenceOf(measured: number, added: number, capped: boolean, parallel: boolean): string {
  if (added === 0)
    return 'No answer took so long that its user would have sent another request meanwhile: nothing is added.';
  return [
    `${counted(added, 'sample')} (${percent(added / Math.max(measured, 1))} of ${count(measured)}) are added as if each user had gone on at its usual pace while an answer was slow.`,
    'For users who think, or wait for one page before the next, that is too pessimistic.',
    ...(capped
      ? [`More than ${MAX_ADDED} for each measured one were called for: the pace was lowered until they fit.`]
      : []),
    ...(parallel ? ['Samples of one thread overlap here, so its pace is uncertain.'] : []),
  ].join(' ');
}

/** Samples that took two intended intervals or more, put together where both are within a thousandth. */
async function readSlow(
  database: Database,
  tables: RunTables,
  filter: SampleFilter,
  signal: AbortSignal,
): Promise<SlowSamples> {
  const samples = selectSamples(tables, filter, ['thread_id', 'transaction_id', 'started_at', 'elapsed_ms'], {
    kinds: 'counted',
  });
  const table = await database.query(
    `WITH gaps AS (
       SELECT thread_id, transaction_id, elapsed_ms::DOUBLE AS value,
         (epoch_us(lead(started_at) OVER (PARTITION BY thread_id, transaction_id ORDER BY started_at, elapsed_ms))
           - epoch_us(started_at)) / 1000 AS gap
       FROM ${samples} WHERE thread_id IS NOT NULL AND started_at IS NOT NULL AND elapsed_ms IS NOT NULL),
     intervals AS (SELECT thread_id, transaction_id, median(gap)::DOUBLE AS every FROM gaps GROUP BY ALL)
     SELECT avg(value) AS value, avg(every) AS every, count(*) AS n
     FROM gaps JOIN intervals USING (thread_id, transaction_id)
     WHERE every > 0 AND value * (1 + 1e-12) >= 2 * every
     GROUP BY floor(ln(value) * 1000), floor(ln(every) * 1000) ORDER BY value, every`,
    [],
    { signal },
  );
  const column = (name: string): Float64Array => {
    const { values } = numberColumn(table, name);
    return values instanceof Float64Array ? values : Float64Array.from(values);
  };
  return {
    valueMs: column('value'),
    intervalMs: column('every'),
    count: column('n'),
    length: table.rowCount,
  };
}
