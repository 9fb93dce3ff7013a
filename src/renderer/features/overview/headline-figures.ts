import type { TimeSpan } from '#shared/model/filter.ts';
import type { Run } from '#shared/model/run.ts';
import { formatRound } from '../../charts/round-number.ts';
import { TABLE_PERCENTILES, type Figures } from '../../panels/run-figures/figures.ts';
import type { RunFigures } from '../../panels/run-figures/use-run-figures.ts';
import { chooseDurationScale, formatDuration, formatElapsed, formatSpan } from '../../ui/duration-format.ts';
import { exactNumber, numberFormat } from '../../ui/number-format.ts';

/** One figure with its context: what it was computed from, and over which time. */
export interface HeadlineFigure {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly unit: string;
  /** The figure without rounding. */
  readonly exact: string;
  readonly estimated: boolean;
  readonly context: readonly [string, string];
}

const NOT_KNOWN = '–';

export function headlineFigures(figures: RunFigures, run: Run, time: TimeSpan | null): readonly HeadlineFigure[] {
  const { overall, apdex } = figures;
  const estimated = figures.state === 'estimate';
  const basis = estimated ? 'estimate until it rests' : 'exact, type 7';
  const count = numberFormat.count(overall.samples);
  const span = selectedSpan(run, time);
  const scale = chooseDurationScale([percentile(overall, 50), percentile(overall, 95)], run.clockTickMs);
  const ms = (value: number | null): string => (value === null ? NOT_KNOWN : formatDuration(value, scale));
  const responseTime = (of: number, context: readonly [string, string]): HeadlineFigure => ({
    id: `p${of}`,
    name: `Response time p${of}`,
    value: ms(percentile(overall, of)),
    unit: scale.unit,
    exact: exactMs(percentile(overall, of)),
    estimated,
    context,
  });
  return [
    responseTime(95, [beyond(overall.samples, 95), basis]),
    responseTime(99, [beyond(overall.samples, 99), basis]),
    responseTime(50, [`mean ${ms(overall.meanMs)}, max ${ms(overall.maxMs)}`, `${count} samples`]),
    {
      id: 'throughput',
      name: 'Throughput',
      value: overall.throughputPerSec === null ? NOT_KNOWN : numberFormat.short(overall.throughputPerSec),
      unit: '/s',
      exact: overall.throughputPerSec === null ? 'not known' : `${exactNumber(overall.throughputPerSec)} /s`,
      // The brush counts over its own span; the exact rate is over first start to last end.
      estimated,
      context: [`${count} samples`, span],
    },
    {
      id: 'errors',
      name: 'Error rate',
      value: overall.samples === 0 ? NOT_KNOWN : numberFormat.percentNumber(overall.failures / overall.samples),
      unit: '%',
      exact: overall.samples === 0 ? 'not known' : `${overall.failures} of ${overall.samples}`,
      estimated: false,
      context: [overall.failures === 0 ? 'none failed' : `${numberFormat.count(overall.failures)} failed`, `of ${count} samples`],
    },
    {
      id: 'apdex',
      name: 'Apdex',
      value: apdex === null ? NOT_KNOWN : numberFormat.fixed(apdex.score, 3),
      unit: apdex === null ? '' : `[${formatRound(apdex.tMs / 1000)} s]`,
      exact: apdex === null ? 'not known' : exactNumber(apdex.score),
      estimated,
      context: apdex === null ? ['no samples', ''] : [`T = ${numberFormat.count(apdex.tMs)} ms, Apdex 1.1`, smallSample(apdex.samples)],
    },
  ];
}

function percentile(figures: Figures, of: number): number | null {
  return figures.percentilesMs[TABLE_PERCENTILES.indexOf(of)] ?? null;
}

function exactMs(value: number | null): string {
  return value === null ? 'not known' : `${exactNumber(value)} ms`;
}

/** How many samples hold a far percentile up: with fewer than ten the next run may well give another value. */
function beyond(samples: number, of: number): string {
  // The epsilon undoes 99 / 100 not being a binary fraction.
  const count = Math.floor((samples * (100 - of)) / 100 + 1e-9);
  if (count < 10) return `only ${numberFormat.count(count)} samples beyond`;
  return `${numberFormat.count(count)} samples beyond`;
}

/** The Apdex specification asks for this mark below 100 samples. */
function smallSample(samples: number): string {
  return samples < 100 ? 'small sample (under 100)' : 'failures are frustrated';
}

export function selectedSpan(run: Run, time: TimeSpan | null): string {
  if (run.startedAtUs === null) return 'no time stamps';
  if (time === null) return `in ${formatSpan(run.durationMs)}, whole run`;
  const toMs = Math.min(time.toMs, run.durationMs);
  const length = toMs - time.fromMs;
  return `in ${formatSpan(length)}, ${formatElapsed(time.fromMs, length / 100)}–${formatElapsed(toMs, length / 100)}`;
}
