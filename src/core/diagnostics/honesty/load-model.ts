import type { HonestyItem } from '#shared/model/diagnostics.ts';
import type { RunFacts } from './run-facts.ts';
import type { ThreadOrder } from './thread-order.ts';
import { howToTell, loadModelOf } from './tool-facts.ts';
import { count, counted, percent } from './words.ts';

/**
 * How load was made. Closed: a user waits for the answer before the next request, so that a slow system gets less load.
 * Open: requests come at a rate whatever the answers take. `parallel`: samples of one thread overlap, so that its order
 * tells neither.
 */
export interface LoadModelFinding {
  readonly loop: 'closed' | 'open' | 'parallel' | 'unknown';
  /** Sentence part, e.g. `no sample of a thread starts before the one before it has ended`. */
  readonly why: string;
}

type LoopFacts = Pick<RunFacts, 'order' | 'generator' | 'run'>;

/** Pairs of neighbours that an order is read from at least. */
const MIN_PAIRS = 20;
const CLOSED_SHARE = 0.005;

/** Method E10: closed where every thread's next start is not before its previous end. */
export function loadModel({ order, generator, run }: LoopFacts): LoadModelFinding {
  if ((generator.droppedIterations ?? 0) > 0) {
    return generator.allScenariosDrop
      ? { loop: 'open', why: 'k6 counts dropped iterations, which only its arrival-rate executors do' }
      : { loop: 'unknown', why: 'some scenarios of k6 have an arrival rate, others may be closed loops' };
  }
  const known = loadModelOf(run.tool);
  if (known !== null) return known;
  if (generator.injection !== null) return injected(generator.injection);
  if (order === null) return { loop: 'unknown', why: 'the file does not name the thread of a sample' };
  if (order.wholeSeconds)
    return {
      loop: 'unknown',
      why: 'time stamps are whole seconds, too coarse for the order within a thread',
    };
  if (arriving(order))
    return {
      loop: 'open',
      why: `${counted(order.threads, 'thread')} come and go until the end of the run, each with about ${counted(order.samplesPerThread, 'sample')}`,
    };
  if (order.pairs < MIN_PAIRS) return { loop: 'unknown', why: 'threads have too few samples each' };
  const share = order.overlapping / order.pairs;
  if (share <= CLOSED_SHARE)
    return { loop: 'closed', why: 'no sample of a thread starts before the one before it has ended' };
  return {
    loop: 'parallel',
    why: `${percent(share)} of the samples start before the one before them on the same thread has ended`,
  };
}

function injected(injection: 'open' | 'closed' | 'mixed'): LoadModelFinding {
  switch (injection) {
    case 'open':
      return { loop: 'open', why: 'users of Gatling start whether others have ended or not' };
    case 'closed':
      return { loop: 'closed', why: 'a user of Gatling starts when another one of its scenario has ended' };
    case 'mixed':
      return { loop: 'unknown', why: 'some scenarios of Gatling are open loops, others closed ones' };
  }
}

/** New users all the time, each for a small part of the run: arrivals, as in an open model. */
function arriving({ threads, lifeShare, bornLate }: ThreadOrder): boolean {
  return threads >= 50 && lifeShare < 0.2 && bornLate >= 0.1;
}

export function loopItem(facts: LoopFacts, { loop, why }: LoadModelFinding): HonestyItem {
  const { order, run } = facts;
  const evidence: [string, string][] = [['Reason', why]];
  if (order !== null) {
    evidence.push(
      ['Threads', count(order.threads)],
      ['Pairs of neighbours looked at', count(order.pairs)],
      ['Overlapping pairs', count(order.overlapping)],
    );
  }
  const common = { code: 'loop', name: 'Load model', evidence } as const;
  switch (loop) {
    case 'closed':
      return {
        ...common,
        state: 'note',
        value: 'closed loop',
        sentence:
          'Each user waits for its answer before the next request, so slow answers thin out the load: throughput and response time move together.',
        settle: null,
      };
    case 'open':
      return {
        ...common,
        state: 'good',
        value: 'open loop',
        sentence:
          'Requests come at their rate whatever the answers take, so a slow system does not get less load.',
        settle: null,
      };
    case 'parallel':
      return {
        ...common,
        state: 'note',
        value: 'cannot tell',
        sentence:
          'Samples of one thread overlap (parallel requests, or one name for several threads), so their order does not tell a closed loop from an open one.',
        settle: howToTell(run.tool),
      };
    case 'unknown':
      return {
        ...common,
        state: 'unknown',
        value: 'cannot tell',
        sentence:
          'In a closed loop slow answers thin out the load and the tail reads too low; whether that is so here cannot be read from the file.',
        settle: howToTell(run.tool),
      };
  }
}
