import type { Flow } from './flow.ts';

/** A stretch in which nothing started and nothing ended, though the rate around it made that next to impossible. */
export interface Freeze {
  readonly fromMs: number;
  readonly toMs: number;
  /** Samples that were in flight the whole time. */
  readonly inFlight: number;
  /** Starts and ends that the rate of the run would have had in it. */
  readonly expectedEvents: number;
}

const MIN_FREEZE_MS = 1000;
/** With independent events, a stretch that should have had this many is empty once in e^20 times. */
const MIN_EXPECTED_EVENTS = 20;

/** Stretches beside a freeze that its rate is taken from, in its own lengths. */
const BESIDE = 5;

/** Events per bucket before or behind `[from, to)`, whichever are fewer: while users still come or go, little is expected. */
function rateBeside(events: (bucket: number) => number, count: number, from: number, to: number): number {
  const reach = BESIDE * (to - from);
  const rate = (first: number, last: number): number => {
    let sum = 0;
    for (let i = first; i < last; i++) sum += events(i);
    return sum / (last - first);
  };
  const before = rate(Math.max(0, from - reach), from);
  return to >= count ? before : Math.min(before, rate(to, Math.min(count, to + reach)));
}

/** Longest first. */
export function findFreezes(flow: Flow): Freeze[] {
  const events = (bucket: number): number => flow.starts[bucket]! + flow.ends[bucket]!;
  const eventful: number[] = [];
  for (let i = 0; i < flow.count; i++) if (events(i) > 0) eventful.push(events(i));
  if (eventful.length < 10) return [];
  eventful.sort((a, b) => a - b);
  // Of the buckets in which something happened: freezes shall not lower the rate that they are judged by.
  const usual = eventful[eventful.length >> 1]!;
  const freezes: Freeze[] = [];
  let inFlight = 0;
  let from = -1;
  let seen = false;
  for (let i = 0; i < flow.count; i++) {
    if (events(i) === 0) {
      if (from < 0 && seen) from = i;
      continue;
    }
    if (from >= 0) {
      const length = i - from;
      const expectedEvents = Math.min(usual, rateBeside(events, flow.count, from, i)) * length;
      if (length * flow.widthMs >= MIN_FREEZE_MS && expectedEvents >= MIN_EXPECTED_EVENTS) {
        freezes.push({ fromMs: from * flow.widthMs, toMs: i * flow.widthMs, inFlight, expectedEvents });
      }
      from = -1;
    }
    seen = true;
    inFlight += flow.starts[i]! - flow.ends[i]!;
  }
  return freezes.sort((a, b) => b.toMs - b.fromMs - (a.toMs - a.fromMs));
}
