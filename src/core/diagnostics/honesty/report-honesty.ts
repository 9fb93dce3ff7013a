import { z } from 'zod';
import type { HonestyItem } from '#shared/model/diagnostics.ts';
import type { Run, Source } from '#shared/model/run.ts';
import type { Database } from '../../db/database.ts';
import { loopItem, type LoadModelFinding } from './load-model.ts';
import { reportedQuantileItem } from './quantile-item.ts';
import { rejectedRowsItem } from './rejected-rows-item.ts';
import { howToTell, loadModelOf, roundsToTwoDigits } from './tool-facts.ts';
import { count, counted } from './words.ts';

const countedFigures = z.object({ count: z.number() });

const SAMPLES_WANTED = 'Results with every sample would tell.';

/** What can be said of a report: it has no samples, so that little can be checked. */
export async function reportHonesty(
  database: Database,
  run: Run,
  sources: readonly Source[],
): Promise<HonestyItem[]> {
  const [row] = await database.rows(
    `SELECT count(starts_at) AS intervals, count(percentiles) FILTER (percentiles NOT IN ('', '{}')) AS with_percentiles,
       count(active_users) AS with_users, count(failures) AS with_failures, count(*) AS figures,
       count(DISTINCT transaction_id) AS transactions
     FROM aggregates WHERE source_id IN (SELECT id FROM sources WHERE run_id = ?)`,
    [run.id],
  );
  const [dropped] = await database.rows(
    `SELECT r.figures FROM reported_metrics r JOIN metrics m ON m.id = r.metric_id
     WHERE m.run_id = ? AND m.name = 'dropped_iterations' LIMIT 1`,
    [run.id],
  );
  const number = (name: string): number => Number(row?.[name] ?? 0);
  const model: LoadModelFinding =
    dropped === undefined
      ? (loadModelOf(run.tool) ?? { loop: 'unknown', why: 'a report does not tell' })
      : { loop: 'unknown', why: 'some scenario of k6 has an arrival rate, others may be closed loops' };
  return [
    loopItem(
      {
        order: null,
        generator: { droppedIterations: null, allScenariosDrop: false, injection: null, growth: [], cpu: [] },
        run,
      },
      model,
    ),
    omission(run, model),
    {
      code: 'clock',
      state: 'unknown',
      name: 'Clock resolution',
      value: 'cannot tell',
      sentence: 'A report holds figures, not times, so the clock behind them cannot be seen.',
      settle: SAMPLES_WANTED,
      evidence: [],
    },
    rounding(run),
    reportedQuantileItem(run),
    missing(number('intervals'), number('with_percentiles'), number('with_users'), number('with_failures')),
    doubleCounting(sources, number('transactions')),
    {
      code: 'littles-law',
      state: 'unknown',
      name: 'Little’s law',
      value: 'cannot tell',
      sentence:
        'Without samples the number in flight is not known, so that it cannot be checked against throughput and response time.',
      settle: SAMPLES_WANTED,
      evidence: [],
    },
    generator(droppedIterations(dropped?.['figures'])),
    rejectedRowsItem(sources),
  ];
}

function omission(run: Run, { loop, why }: LoadModelFinding): HonestyItem {
  const common = {
    code: 'coordinated-omission',
    name: 'Coordinated omission',
    evidence: [['Reason', why]],
  } as const;
  if (loop === 'open') {
    return {
      ...common,
      state: 'good',
      value: 'none expected',
      sentence: 'Requests did not wait for each other, so slow answers held none back.',
      settle: null,
    };
  }
  return {
    ...common,
    state: 'unknown',
    value: 'cannot tell',
    sentence:
      loop === 'closed'
        ? 'Slow answers held back the requests that would have seen them; how many cannot be seen in a report.'
        : 'Slow answers may have held back requests that would have seen them; a report does not show it.',
    settle: loop === 'closed' ? SAMPLES_WANTED : howToTell(run.tool),
  };
}

/** k6 writes a counter with its sum as `count`; null: not in the report. */
function droppedIterations(figures: string | number | null | undefined): number | null {
  if (typeof figures !== 'string') return null;
  const parsed = countedFigures.safeParse(JSON.parse(figures));
  return parsed.success ? parsed.data.count : null;
}

function generator(dropped: number | null): HonestyItem {
  const common = { code: 'generator', name: 'Load generator' } as const;
  if (dropped !== null && dropped > 0) {
    return {
      ...common,
      state: 'warning',
      value: `${count(dropped)} dropped`,
      sentence: `There was no free virtual user for ${counted(dropped, 'iteration')}: less load was made than was asked for.`,
      settle: 'Give the scenario more pre-allocated virtual users, and watch the CPU of the load generator.',
      evidence: [['Dropped iterations', count(dropped)]],
    };
  }
  return {
    ...common,
    state: 'unknown',
    value: 'cannot tell',
    sentence: 'A report does not show whether the load generator itself was the limit.',
    settle: 'Attach the CPU of the load generators, or repeat with more of them.',
    evidence: [],
  };
}

function rounding(run: Run): HonestyItem {
  const rounds = roundsToTwoDigits(run.format);
  return {
    code: 'rounding',
    state: rounds ? 'warning' : 'unknown',
    name: 'Rounded input',
    value: rounds ? 'two digits' : 'cannot tell',
    sentence: rounds
      ? 'Locust rounds times to two significant digits before it counts them: percentiles are up to 5 % off, too much for a verdict on small differences; mean, minimum and maximum are not rounded.'
      : 'Figures are printed as the tool rounded them; how finely it recorded single times is not in the report.',
    settle: rounds ? 'Record every sample with a listener of your own.' : SAMPLES_WANTED,
    evidence: [['Format', run.format]],
  };
}

function missing(
  intervals: number,
  withPercentiles: number,
  withUsers: number,
  withFailures: number,
): HonestyItem {
  const lacking: [string, string][] = [
    ['single samples', 'distributions, phases, verdicts, intervals, drill-down'],
  ];
  if (intervals === 0) lacking.push(['history', 'everything over time']);
  if (withPercentiles === 0) lacking.push(['percentiles', 'percentiles']);
  if (withUsers === 0) lacking.push(['number of users', 'load against response time']);
  if (withFailures === 0) lacking.push(['failures', 'error rates']);
  return {
    code: 'missing-columns',
    state: 'warning',
    name: 'Missing columns',
    value:
      lacking
        .map(([name]) => name)
        .slice(0, 3)
        .join(', ') + (lacking.length > 3 ? ', …' : ''),
    sentence:
      'A report has the figures that its tool chose and nothing beneath them: no other percentile, time span or confidence can be had from it.',
    settle: 'Open the results with every sample instead, where they were kept.',
    evidence: lacking,
  };
}

function doubleCounting(sources: readonly Source[], transactions: number): HonestyItem {
  const digests = new Map<string, string>();
  for (const { sha256, name } of sources) {
    const first = digests.get(sha256);
    if (first === undefined) digests.set(sha256, name);
    else {
      return {
        code: 'double-counting',
        state: 'warning',
        name: 'Double counting',
        value: 'same file twice',
        sentence: `The sources ${first} and ${name} are the same file: counts and throughput are too high.`,
        settle: 'Remove one of the two sources from the run.',
        evidence: [[first, name]],
      };
    }
  }
  return {
    code: 'double-counting',
    state: 'unknown',
    name: 'Double counting',
    value: 'cannot tell',
    sentence: 'Whether the tool counted controllers beside their requests cannot be seen in its totals.',
    settle: SAMPLES_WANTED,
    evidence: [
      ['Sources', count(sources.length)],
      ['Transactions', counted(transactions, 'name')],
    ],
  };
}
