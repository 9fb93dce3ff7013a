import type { HonestyItem } from '#shared/model/diagnostics.ts';
import type { TransactionKind } from '#shared/model/run.ts';
import type { RunFacts } from './run-facts.ts';
import { count, counted, percent } from './words.ts';

const kindWords: Readonly<Record<TransactionKind, string>> = {
  request: 'requests',
  transaction: 'transaction controllers',
  'sub-result': 'redirects and embedded resources',
  group: 'groups',
};

type CountingFacts = Pick<RunFacts, 'run' | 'sources' | 'kinds' | 'order' | 'audit' | 'duplicates'>;

/** Whether the same work stands in several rows that are all counted. */
export function doubleCountingItem(facts: CountingFacts): HonestyItem {
  const { run, sources, kinds, order, audit, duplicates } = facts;
  const left = kinds.filter(({ kind }) => kind !== run.countedKind);
  const evidence: [string, string][] = kinds.map(({ kind, transactions }) => [
    `${kindWords[kind][0]!.toUpperCase()}${kindWords[kind].slice(1)}`,
    `${counted(transactions, 'name')}${kind === run.countedKind ? ', counted' : ', left out of totals'}`,
  ]);
  if (sources.length > 1) evidence.push(['Sources', count(sources.length)]);
  for (const { first, second, sameFile, share } of duplicates)
    evidence.push([
      `${first}, ${second}`,
      sameFile ? 'the same file' : `${percent(share)} of drawn samples in both`,
    ]);
  if (order !== null && order.pairs > 0) {
    evidence.push(
      ['Overlapping neighbours on a thread', percent(order.overlapping / order.pairs)],
      ['Repeated rows on a thread', percent(order.repeated / order.pairs)],
    );
  }
  const common = { code: 'double-counting', name: 'Double counting', evidence } as const;
  const twice = duplicates[0];
  if (twice !== undefined) {
    return {
      ...common,
      state: 'warning',
      value: 'same samples twice',
      sentence: `The sources ${twice.first} and ${twice.second} hold the same samples: counts, throughput and error totals are too high.`,
      settle: 'Remove one of the two sources from the run.',
    };
  }
  if (order !== null && order.pairs >= 20 && order.repeated > order.pairs * 0.05) {
    return {
      ...common,
      state: 'warning',
      value: 'repeated rows',
      sentence: `Of the rows, ${percent(order.repeated / order.pairs)} stand in the file before, with the same thread, start and time: counts and throughput are too high.`,
      settle: 'Look whether the file was put together from overlapping pieces.',
    };
  }
  const nested = order !== null && order.pairs >= 20 && order.overlapping > order.pairs * 0.05;
  const overfull = audit?.users != null && audit.users.overfull > audit.steadyBuckets / 10;
  if (nested && run.countedKind === 'transaction') {
    return {
      ...common,
      state: 'warning',
      value: 'nested controllers',
      sentence: 'Controllers within controllers are all counted: inner times stand in outer ones as well.',
      settle: 'Choose one level of transactions.',
    };
  }
  if (overfull) {
    return {
      ...common,
      state: 'warning',
      value: 'more than users',
      sentence: `On average ${count(audit.inFlight)} samples of ${count(audit.users.users)} users are under way at once: some time is counted in several rows.`,
      settle: 'Look for rows that contain others, and choose one level of transactions.',
    };
  }
  if (left.length > 0) {
    return {
      ...common,
      state: 'good',
      value: 'left out',
      sentence: `Totals count ${kindWords[run.countedKind]} only; ${left.map(({ kind }) => kindWords[kind]).join(' and ')} have rows of their own and are left out, because their time stands in other rows as well.`,
      settle: null,
    };
  }
  if (nested) {
    return {
      ...common,
      state: 'note',
      value: 'overlapping',
      sentence:
        'Samples of one thread overlap: parallel requests are fine, but rows that contain others would be counted twice.',
      settle: 'Look whether some names contain others.',
    };
  }
  return {
    ...common,
    state: 'good',
    value: 'no sign',
    sentence: 'No row contains another one, and no sample stands in two places.',
    settle: null,
  };
}
