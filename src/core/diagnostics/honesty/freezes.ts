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
      const expectedEvents = usual * length;
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
