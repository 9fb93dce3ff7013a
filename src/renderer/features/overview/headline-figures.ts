import type { TimeSpan } from '#shared/model/filter.ts';
import type { Run } from '#shared/model/run.ts';
import type { Apdex } from '#shared/model/statistics.ts';
import { formatRound } from '../../charts/round-number.ts';
import { TABLE_PERCENTILES, type Figures } from '../../panels/run-figures/figures.ts';
import type { RunFigures } from '../../panels/run-figures/use-run-figures.ts';
import { chooseDurationScale, formatDuration, formatSpan } from '../../ui/duration-format.ts';
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

export function headlineFigures(
  figures: RunFigures,
  run: Run,
  time: TimeSpan | null,
): readonly HeadlineFigure[] {
  const { overall, apdex } = figures;
  const estimated = figures.state === 'estimate';
  const basis = estimated ? 'estimate until it rests' : 'exact, type 7';
  const count = numberFormat.count(overall.samples);
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
    responseTime(95, [slower(overall, 95), basis]),
    responseTime(99, [slower(overall, 99), basis]),
    responseTime(50, extremes(overall, ms, scale.unit)),
    {
      id: 'throughput',
      name: 'Throughput',
      value: overall.throughputPerSec === null ? NOT_KNOWN : numberFormat.short(overall.throughputPerSec),
      unit: '/s',
      exact: overall.throughputPerSec === null ? 'not known' : `${exactNumber(overall.throughputPerSec)} /s`,
      // The brush counts over its own span; the exact rate is over first start to last end.
      estimated,
      context: [`${count} samples`, selectedTime(run, time)],
    },
    {
      id: 'errors',
      name: 'Error rate',
      value:
        overall.samples === 0 ? NOT_KNOWN : numberFormat.percentNumber(overall.failures / overall.samples),
      unit: '%',
      exact: overall.samples === 0 ? 'not known' : `${overall.failures} of ${overall.samples}`,
      estimated: false,
      context: [
        overall.failures === 0 ? 'none failed' : `${numberFormat.count(overall.failures)} failed`,
        `of ${count} samples`,
      ],
    },
    apdexFigure(apdex, estimated),
  ];
}

function percentile(figures: Figures, of: number): number | null {
  return figures.percentilesMs[TABLE_PERCENTILES.indexOf(of)] ?? null;
}

function exactMs(value: number | null): string {
  return value === null ? 'not known' : `${exactNumber(value)} ms`;
}

function apdexFigure(apdex: Apdex | null, estimated: boolean): HeadlineFigure {
  const shared = { id: 'apdex', name: 'Apdex', estimated };
  if (apdex === null)
    return { ...shared, value: NOT_KNOWN, unit: '', exact: 'not known', context: ['no samples', ''] };
  return {
    ...shared,
    value: numberFormat.fixed(apdex.score, 3),
    unit: `[${formatRound(apdex.tMs / 1000)} s]`,
    exact: `${exactNumber(apdex.score)}; failed samples count as frustrated`,
    // The Apdex specification asks for this mark below 100 samples.
    context: [
      `T = ${formatRound(apdex.tMs)} ms, spec 1.1`,
      apdex.samples < 100 ? 'small sample' : `${numberFormat.count(apdex.samples)} samples`,
    ],
  };
}

function extremes(
  { meanMs, maxMs }: Figures,
  text: (ms: number | null) => string,
  unit: string,
): readonly [string, string] {
  return maxMs === null ? ['', ''] : [`mean ${text(meanMs)} ${unit}`, `max ${text(maxMs)} ${unit}`];
}

/** How many samples hold a far percentile up: with fewer than ten the next run may well give another value. */
function slower({ samples, maxMs }: Figures, of: number): string {
  if (maxMs === null) return samples === 0 ? 'no samples' : 'no response times';
  // The epsilon undoes 99 / 100 not being a binary fraction.
  const count = Math.floor((samples * (100 - of)) / 100 + 1e-9);
  return count < 10 ? `only ${count} are slower` : `${numberFormat.count(count)} are slower`;
}

function selectedTime(run: Run, time: TimeSpan | null): string {
  if (run.startedAtUs === null) return 'no time stamps';
  return `in ${formatSpan(time === null ? run.durationMs : Math.min(time.toMs, run.durationMs) - time.fromMs)}`;
}
