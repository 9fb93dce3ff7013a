import type { exploreMethods } from '#shared/contract/explore-methods.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { Run } from '#shared/model/run.ts';
import type { EngineHandlers } from '#shared/rpc/server.ts';
import { codeSeries } from '../latency/code-series.ts';
import { conditionFields } from '../latency/fields.ts';
import { partSeries } from '../latency/part-series.ts';
import { samplesPage } from '../latency/samples-page.ts';
import { tailReport } from '../latency/tail.ts';
import { listSelections, removeSelection, saveSelection } from '../workspace/saved-selections.ts';
import type { HandlerContext } from './context.ts';

/** Views of a selection beyond its percentiles, down to its samples; saved selections. */
export function exploringHandlers({
  session,
}: HandlerContext): Pick<EngineHandlers, keyof typeof exploreMethods> {
  const database = () => session.workspace.database;
  const sampled = async (runId: number): Promise<Run> => {
    const run = await session.workspace.run(runId);
    if (run.granularity === 'samples') return run;
    throw new AppError('bad-request', `${run.name} is a report: it has no samples that could be shown.`, {
      hint: 'Open the results that the report was made from.',
    });
  };
  return {
    'latency.samples': async (params, { signal }) =>
      samplesPage(database(), await sampled(params.filter.runId), params, signal),
    'latency.tail': async ({ filter, ...request }, { signal }) =>
      tailReport(database(), await sampled(filter.runId), filter, request, signal),
    'latency.fields': async ({ runId, maxValues }, { signal }) => {
      const run = await session.workspace.run(runId);
      return run.granularity === 'samples' ? conditionFields(database(), run, maxValues, signal) : [];
    },
    'latency.codes': async ({ filter, ...request }, { signal }) =>
      codeSeries(database(), await sampled(filter.runId), filter, request, signal),
    'latency.parts': async ({ filter, maxBuckets }, { signal }) =>
      partSeries(database(), await sampled(filter.runId), filter, maxBuckets, signal),

    'selections.list': () => listSelections(database()),
    'selections.save': ({ name, selection }) => saveSelection(database(), name, selection),
    'selections.remove': ({ id }) => removeSelection(database(), id),
  };
}
