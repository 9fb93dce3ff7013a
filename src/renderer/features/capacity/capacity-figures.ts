import type { Capacity } from '#shared/model/capacity.ts';
import type { Headroom, HeadroomVerdict } from '#shared/model/headroom.ts';
import { concurrencyName, usersText } from '../../charts/load-levels/model.ts';
import { formatElapsed } from '../../ui/duration-format.ts';
import { exactNumber, numberFormat } from '../../ui/number-format.ts';
import type { Status } from '../../ui/StatusIcon.tsx';

/** One figure of the strip above the charts. */
export interface CapacityFigure {
  readonly id: 'shown' | 'sustainable' | 'saturation' | 'knee' | 'breaking' | 'headroom';
  readonly name: string;
  readonly value: string;
  readonly unit: string;
  /** With all digits, on hover. */
  readonly exact: string | undefined;
  readonly context: string;
  readonly status: { readonly status: Status; readonly text: string } | null;
}

const NOT_REACHED = 'not reached in this run';

/**
 * What load the system takes, in six figures (methods E4 and E5).
 * @param headroom null: the expected load is not known, or nothing was measured
 */
export function capacityFigures(capacity: Capacity, headroom: Headroom | null): CapacityFigure[] {
  const { shownPerSec, sustainablePerSec, sustainableLow, saturation, throughputKnee, breaking } = capacity;
  const name = concurrencyName(capacity.concurrency);
  const rate = (perSec: number): string => `${numberFormat.short(perSec)}/s`;
  const figure = (
    id: CapacityFigure['id'],
    title: string,
    value: number | null,
    unit: string,
    context: string,
  ): CapacityFigure => ({
    id,
    name: title,
    value: value === null ? '–' : unit === name ? usersText(value) : numberFormat.short(value),
    unit: value === null ? '' : unit,
    exact: value === null ? undefined : exactNumber(value),
    context,
    status: null,
  });
  return [
    figure('shown', 'Shown', shownPerSec, '/s', 'with at most 1 % of failures'),
    figure(
      'sustainable',
      'Sustainable',
      sustainablePerSec,
      '/s',
      sustainablePerSec === null
        ? 'nothing limited the run'
        : sustainableLow === null || sustainableLow === sustainablePerSec
          ? 'least of saturation, knee and peak'
          : `at least ${rate(sustainableLow)} (95 %)`,
    ),
    figure(
      'saturation',
      'Saturated from',
      saturation?.users ?? null,
      name,
      saturation === null ? NOT_REACHED : `at ${rate(saturation.throughputPerSec)}`,
    ),
    figure(
      'knee',
      'Knee',
      throughputKnee?.users ?? null,
      name,
      throughputKnee === null ? NOT_REACHED : `at ${rate(throughputKnee.throughputPerSec)}`,
    ),
    figure(
      'breaking',
      'Breaks at',
      breaking?.users ?? null,
      name,
      breaking === null
        ? NOT_REACHED
        : breaking.reason === 'errors'
          ? `${numberFormat.percent(breaking.errorRate)} fail from ${formatElapsed(breaking.atMs)}`
          : `throughput falls from ${formatElapsed(breaking.atMs)}`,
    ),
    headroomFigure(headroom),
  ];
}

const headroomWords: Readonly<Record<HeadroomVerdict, { readonly status: Status; readonly text: string }>> = {
  enough: { status: 'good', text: 'enough' },
  shown: { status: 'good', text: 'shown, no limit met' },
  'too-little': { status: 'bad', text: 'too little' },
  'not-shown': { status: 'unknown', text: 'not shown' },
};

function headroomFigure(headroom: Headroom | null): CapacityFigure {
  return {
    id: 'headroom',
    name: 'Headroom',
    value: headroom === null ? '–' : numberFormat.short(headroom.times),
    unit: headroom === null ? '' : '× expected',
    exact: headroom === null ? undefined : exactNumber(headroom.times),
    context:
      headroom === null ? 'no expected load is set' : `${numberFormat.short(headroom.wantedPerSec)}/s wanted`,
    status: headroom === null ? null : headroomWords[headroom.verdict],
  };
}

/** The fitted law in one sentence; null where none was fitted. */
export function lawText({ scalability, concurrency }: Capacity): string | null {
  if (scalability === null) return null;
  const { alpha, beta, peakPerSec, peakUsers, low, high, superlinear } = scalability;
  if (superlinear) return 'users got more done each than the fewest did: the scalability law does not hold';
  const parts = `contention α ${numberFormat.short(alpha)}, crosstalk β ${numberFormat.short(beta)}`;
  if (peakPerSec === null) return `scalability law: ${parts}; no limit in sight`;
  const interval =
    low === null || high === null ? '' : ` (95 %: ${numberFormat.short(low)} to ${numberFormat.short(high)})`;
  const where =
    peakUsers === null
      ? 'levels out at'
      : `peak at ${numberFormat.count(Math.round(peakUsers))} ${concurrencyName(concurrency)}:`;
  return `scalability law: ${parts}; ${where} ${numberFormat.short(peakPerSec)}/s${interval}`;
}
