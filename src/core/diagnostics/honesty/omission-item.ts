import type { HonestyItem } from '#shared/model/diagnostics.ts';
import type { LoadModelFinding } from './load-model.ts';
import type { RunFacts } from './run-facts.ts';
import { howToTell } from './tool-facts.ts';
import { count, duration, number, offset, percent } from './words.ts';

/** Slow samples whose successors came as much later as they took (method E10). */
const SIGNATURE = 0.8;
const MIN_SLOW = 10;
/** Where one in a hundred requests was held back, the 99th percentile can move. */
const NOTEWORTHY = 0.01;

/** Whether requests are missing that a schedule would have sent while earlier ones were slow. */
export function omissionItem(facts: RunFacts, { loop, why }: LoadModelFinding): HonestyItem {
  const { order, freezes, run } = facts;
  const common = { code: 'coordinated-omission', name: 'Coordinated omission' } as const;
  if (loop === 'open') {
    return {
      ...common,
      state: 'good',
      value: 'none expected',
      sentence:
        'Requests did not wait for each other, so slow answers held none back and percentiles need no correction.',
      settle: null,
      evidence: [['Reason', why]],
    };
  }
  const stall = freezes[0];
  const evidence: [string, string][] = [];
  if (stall !== undefined)
    evidence.push([
      'Longest standstill',
      `${duration(stall.toMs - stall.fromMs)} from ${offset(stall.fromMs)}, ${count(stall.inFlight)} in flight`,
    ]);
  if (order === null || order.wholeSeconds || loop !== 'closed') {
    const stalled = stall !== undefined && stall.inFlight > 0 && loop === 'closed';
    return {
      ...common,
      state: stalled ? 'warning' : 'unknown',
      value: stalled ? 'standstill' : 'cannot tell',
      sentence: stalled
        ? `Nothing was sent for ${duration(stall.toMs - stall.fromMs)} while answers were waited for, so few samples show how long users would have waited.`
        : 'Slow answers can hold back the requests that would have seen them; without the order within threads their number cannot be estimated.',
      settle: howToTell(run.tool),
      evidence: [['Reason', why], ...evidence],
    };
  }
  const missing = order.omitted / (order.omitted + order.looked);
  const follows =
    order.slow < MIN_SLOW || order.slowCorrelation === null || order.slowCorrelation > SIGNATURE;
  evidence.unshift(
    ['Samples looked at', count(order.looked)],
    ['Slower than three times the median', count(order.slow)],
    [
      'Rank correlation of their time with the pause until the next start',
      order.slowCorrelation === null ? 'too few' : number(order.slowCorrelation),
    ],
    ["Requests missing by HdrHistogram's rule", `${count(order.omitted)} (${percent(missing)})`],
  );
  const settle =
    'Compare with the corrected curve, or repeat the test with an open load model (arrival rate).';
  if (follows && missing >= NOTEWORTHY) {
    return {
      ...common,
      state: 'warning',
      value: `${percent(missing)} held back`,
      sentence:
        'While answers were slow the same users sent nothing, so the slow times are counted too seldom and the high percentiles read too low for users who come on their own.',
      settle,
      evidence,
    };
  }
  if (missing === 0) {
    return {
      ...common,
      state: 'good',
      value: 'no sign',
      sentence: 'No answer took so long that its user would have sent another request meanwhile.',
      settle: null,
      evidence,
    };
  }
  return {
    ...common,
    state: 'note',
    value: follows ? `${percent(missing)} held back` : 'paced',
    sentence: follows
      ? 'Few requests were held back by slow answers: percentiles up to the 99th hardly move.'
      : 'Users start their next request at their own pace, hardly later after slow answers, so few requests were held back.',
    settle: follows ? settle : null,
    evidence,
  };
}
