import type { Source } from '#shared/model/run.ts';

/** Load generators that are started by one signal begin within about this; more is worth a look. */
const WIDE_MS = 1000;

type Clocked = Pick<Source, 'firstInstantUs' | 'lastInstantUs' | 'clockOffsetMs'>;

/** µs since 1970. */
export interface Instants {
  readonly firstUs: number;
  readonly lastUs: number;
}

/** First and last instant of a source in the workspace: after the correction of its clock. */
export function correctedInstants(source: Clocked): Instants | null {
  const { firstInstantUs, lastInstantUs, clockOffsetMs } = source;
  if (firstInstantUs === null || lastInstantUs === null) return null;
  const backUs = clockOffsetMs * 1000;
  return { firstUs: firstInstantUs - backUs, lastUs: lastInstantUs - backUs };
}

/** First and last instant of several sources; null when none has any. */
export function commonInstants(sources: readonly Clocked[]): Instants | null {
  const known = sources.flatMap((source) => correctedInstants(source) ?? []);
  if (known.length === 0) return null;
  return {
    firstUs: Math.min(...known.map(({ firstUs }) => firstUs)),
    lastUs: Math.max(...known.map(({ lastUs }) => lastUs)),
  };
}

export interface ClockSpread {
  /** Earliest first instant, µs since 1970. */
  readonly firstUs: number;
  /** From the earliest to the latest first instant. */
  readonly spreadMs: number;
  /** Far enough apart that a clock may have been wrong. */
  readonly isWide: boolean;
}

/** @returns null for fewer than two sources with instants: there is nothing to compare */
export function clockSpread(sources: readonly Clocked[]): ClockSpread | null {
  const firsts = sources.flatMap((source) => correctedInstants(source)?.firstUs ?? []);
  if (firsts.length < 2) return null;
  const firstUs = Math.min(...firsts);
  const spreadMs = (Math.max(...firsts) - firstUs) / 1000;
  return { firstUs, spreadMs, isWide: spreadMs > WIDE_MS };
}
