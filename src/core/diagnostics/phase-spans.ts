import type { TimeSpan } from '#shared/model/filter.ts';
import type { Phase, PhaseSpan } from '#shared/model/phases.ts';

/** Phases as spans of a timeline: nothing here knows how they were found. */

/** The longest steady phase, the first of equals; null where there is none. */
export function longestSteady(phases: readonly Phase[]): TimeSpan | null {
  let longest: TimeSpan | null = null;
  for (const { kind, fromMs, toMs } of phases) {
    if (kind !== 'steady') continue;
    if (longest === null || toMs - fromMs > longest.toMs - longest.fromMs) longest = { fromMs, toMs };
  }
  return longest;
}

/**
 * What a person set, over what was found: found phases keep the part that no set span covers. Where nothing was found,
 * what is left out is a ramp, so that the result covers the run.
 * @param set within the run, in order of time, without overlaps
 */
export function withSetSpans(
  found: readonly Phase[],
  set: readonly PhaseSpan[],
  durationMs: number,
): Phase[] {
  const below: readonly Phase[] =
    found.length > 0
      ? found
      : [{ kind: 'ramp', fromMs: 0, toMs: durationMs, reason: 'Not set.', edited: false }];
  const out: Phase[] = [];
  let coveredTo = 0;
  const keep = (toMs: number): void => {
    for (const phase of below) {
      const from = Math.max(phase.fromMs, coveredTo);
      const to = Math.min(phase.toMs, toMs);
      if (to > from) out.push({ ...phase, fromMs: from, toMs: to });
    }
    coveredTo = toMs;
  };
  for (const span of set) {
    if (span.fromMs > coveredTo) keep(span.fromMs);
    out.push({ ...span, reason: 'Set by hand.', edited: true });
    coveredTo = span.toMs;
  }
  if (coveredTo < durationMs) keep(durationMs);
  return out;
}
