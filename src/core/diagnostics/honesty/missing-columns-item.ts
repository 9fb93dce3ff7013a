import type { HonestyItem } from '#shared/model/diagnostics.ts';
import type { RunTables } from '../../latency/selection.ts';

interface Need {
  readonly name: string;
  /** Any of these columns will do. */
  readonly columns: readonly string[];
  /** What is lost without it. */
  readonly costs: string;
  /** Figures that everybody looks at are gone. */
  readonly grave: boolean;
}

const needs: readonly Need[] = [
  {
    name: 'response time',
    columns: ['elapsed_ms'],
    costs: 'percentiles and every other figure of time',
    grave: true,
  },
  {
    name: 'start',
    columns: ['started_at'],
    costs: 'everything over time, throughput, phases and verdicts',
    grave: true,
  },
  { name: 'success', columns: ['ok'], costs: 'error rate and Apdex of failures', grave: true },
  { name: 'response code', columns: ['outcome_id'], costs: 'errors by code and message', grave: false },
  {
    name: 'thread',
    columns: ['thread_id'],
    costs: 'load model, correction for coordinated omission, single users',
    grave: false,
  },
  {
    name: 'number of users',
    columns: ['all_threads'],
    costs: 'load against response time, think time, capacity',
    grave: false,
  },
  { name: 'received bytes', columns: ['received_bytes'], costs: 'volume received', grave: false },
  {
    name: 'connect time',
    columns: ['connect_ms'],
    costs: 'connection set-up apart from waiting',
    grave: false,
  },
  {
    name: 'time to first byte',
    columns: ['latency_ms', 'waiting_ms'],
    costs: 'waiting apart from receiving',
    grave: false,
  },
];

/** Which columns the file lacks, and what that costs. */
export function missingColumnsItem(
  { sources }: RunTables,
  /** The number of users is known from elsewhere, e.g. a metric. */
  usersKnown: boolean,
): HonestyItem {
  const timed = sources.filter(({ columns }) => columns.size > 0);
  const lacking = needs.flatMap((need) => {
    if (need.name === 'number of users' && usersKnown) return [];
    const without = timed.filter(({ columns }) => !need.columns.some((column) => columns.has(column)));
    return without.length === 0 ? [] : [{ need, without: without.length }];
  });
  const evidence = lacking.map(({ need, without }): [string, string] => [
    timed.length > 1 ? `${need.name} (in ${without} of ${timed.length} sources)` : need.name,
    need.costs,
  ]);
  const common = { code: 'missing-columns', name: 'Missing columns', evidence } as const;
  const worst = lacking.find(({ need }) => need.grave) ?? lacking[0];
  if (worst === undefined) {
    return {
      ...common,
      state: 'good',
      value: 'none',
      sentence: 'The file has every column that figures and views need.',
      settle: null,
    };
  }
  const more = lacking.length - 1;
  return {
    ...common,
    state: worst.need.grave ? 'warning' : 'note',
    value:
      lacking
        .map(({ need }) => need.name)
        .slice(0, 3)
        .join(', ') + (more > 2 ? ', …' : ''),
    sentence: `Without ${worst.need.name} there is no ${worst.need.costs}${more > 0 ? `; ${more === 1 ? 'one further column is' : `${more} further columns are`} missing` : ''}.`,
    settle: 'Let the tool write these columns in the next run.',
  };
}
