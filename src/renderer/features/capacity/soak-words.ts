import { DEFAULT_FINDING_SETTINGS } from '#shared/model/finding.ts';
import { risesUnderLoad, type SoakTrend } from '#shared/model/soak.ts';
import { formatElapsed } from '../../ui/duration-format.ts';
import { signed } from '../../ui/signed-format.ts';
import type { Status } from '../../ui/StatusIcon.tsx';

export interface SoakVerdict {
  readonly status: Status;
  readonly text: string;
  /** Worst first. */
  readonly rank: number;
}

/** What is said of a trend, by the same rule as that of the findings. */
export function soakVerdict(trend: SoakTrend): SoakVerdict {
  const { soakLatencyChange, soakResourceChange, soakP } = DEFAULT_FINDING_SETTINGS;
  const change = trend.kind === 'latency' ? soakLatencyChange : soakResourceChange;
  if (!risesUnderLoad(trend, { change, p: soakP })) return { status: 'good', text: 'no growth', rank: 2 };
  return trend.step === null
    ? { status: 'bad', text: 'grows', rank: 0 }
    : { status: 'warn', text: `steps up, ${formatElapsed(trend.step.atMs)}`, rank: 1 };
}

/** A share as a change: `+12.3 %`. */
export function changeText(share: number | null): string {
  return share === null ? '–' : `${signed(share * 100)} %`;
}

/** Per hour with its interval. */
export function perHourText({ perHour, perHourLow, perHourHigh }: SoakTrend): string {
  if (perHour === null) return '–';
  if (perHourLow === null || perHourHigh === null) return changeText(perHour);
  return `${changeText(perHour)} (${signed(perHourLow * 100)} to ${signed(perHourHigh * 100)})`;
}

/** Worst first, then by how much they change. */
export function soakOrder(trends: readonly SoakTrend[]): number[] {
  return trends
    .map((trend, index) => ({ index, rank: soakVerdict(trend).rank, change: trend.change ?? -Infinity }))
    .sort((a, b) => a.rank - b.rank || b.change - a.change || a.index - b.index)
    .map(({ index }) => index);
}
