import type { TimeSpan } from '#shared/model/filter.ts';
import type { Run } from '#shared/model/run.ts';
import type { Apdex } from '#shared/model/statistics.ts';
import { formatRound } from '../../charts/round-number.ts';
import { TABLE_PERCENTILES, type Figures } from '../../panels/run-figures/figures.ts';
import type { RunFigures } from '../../panels/run-figures/use-run-figures.ts';
import {
  chooseDurationScale,
  formatDuration,
  formatSpan,
  type DurationScale,
} from '../../ui/duration-format.ts';
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

export function headlineFigures(
  figures: RunFigures,
  run: Run,
  time: TimeSpan | null,
): readonly HeadlineFigure[] {
  const { overall, apdex } = figures;
  const estimated = figures.state === 'estimate';
  const scale = chooseDurationScale([percentile(overall, 50), percentile(overall, 95)], run.clockTickMs);
  const responseTime = (of: number, context: Context): HeadlineFigure =>
    figure(`p${of}`, `Response time p${of}`, percentile(overall, of), {
      text: (ms) => formatDuration(ms, scale),
      unit: scale.unit,
      exact: (ms) => `${exactNumber(ms)} ms`,
      estimated,
      context,
    });
  return [
    responseTime(95, tail(overall, 95, estimated)),
    responseTime(99, tail(overall, 99, estimated)),
    responseTime(50, extremes(overall, scale)),
    figure('throughput', 'Throughput', overall.throughputPerSec, {
      text: numberFormat.short,
      unit: '/s',
      exact: (perSecond) => `${exactNumber(perSecond)} /s`,
      // The brush counts over its own span; the exact rate is over first start to last end.
      estimated,
      context: [samplesText(overall.samples), selectedTime(run, time)],
    }),
    figure('errors', 'Error rate', overall.samples === 0 ? null : overall.failures / overall.samples, {
      text: numberFormat.percentNumber,
      unit: '%',
      exact: () => `${overall.failures} of ${overall.samples}`,
      estimated: false,
      context: [
        overall.failures === 0 ? 'none failed' : `${numberFormat.count(overall.failures)} failed`,
        `of ${samplesText(overall.samples)}`,
      ],
    }),
    figure('apdex', 'Apdex', apdex?.score ?? null, {
      text: (score) => numberFormat.fixed(score, 3),
      unit: apdex === null ? '' : `[${formatRound(apdex.tMs / 1000)} s]`,
      exact: (score) => `${exactNumber(score)}; Apdex 1.1, failed samples count as frustrated`,
      estimated,
      context: apdexContext(apdex),
    }),
  ];
}

type Context = readonly [string, string];

interface FigureWords {
  readonly text: (value: number) => string;
  readonly unit: string;
  readonly exact: (value: number) => string;
  readonly estimated: boolean;
  readonly context: Context;
}

/** What is not known has no unit and is no estimate. */
function figure(id: string, name: string, value: number | null, words: FigureWords): HeadlineFigure {
  const { context } = words;
  if (value === null)
    return { id, name, value: '–', unit: '', exact: 'not known', estimated: false, context };
  const { text, unit, exact, estimated } = words;
  return { id, name, value: text(value), unit, exact: exact(value), estimated, context };
}

function percentile(figures: Figures, of: number): number | null {
  return figures.percentilesMs[TABLE_PERCENTILES.indexOf(of)] ?? null;
}

function samplesText(samples: number): string {
  return samples === 1 ? '1 sample' : `${numberFormat.count(samples)} samples`;
}

/** How many samples hold a far percentile up: with fewer than ten the next run may well give another value. */
function tail({ samples, maxMs }: Figures, of: number, estimated: boolean): Context {
  if (samples === 0) return ['no samples', ''];
  if (maxMs === null) return ['no response times', ''];
  // The epsilon undoes 99 / 100 not being a binary fraction.
  const count = Math.floor((samples * (100 - of)) / 100 + 1e-9);
  const slower = count < 10 ? `only ${count} are slower` : `${numberFormat.count(count)} are slower`;
  return [slower, estimated ? 'estimate until it rests' : 'exact, type 7'];
}

function extremes({ meanMs, maxMs }: Figures, scale: DurationScale): Context {
  if (meanMs === null || maxMs === null) return ['', ''];
  const text = (ms: number): string => `${formatDuration(ms, scale)} ${scale.unit}`;
  return [`mean ${text(meanMs)}`, `max ${text(maxMs)}`];
}

function apdexContext(apdex: Apdex | null): Context {
  if (apdex === null) return ['', ''];
  // The Apdex specification asks for this mark below 100 samples.
  const basis = apdex.samples < 100 ? 'small sample' : samplesText(apdex.samples);
  return [`T = ${formatRound(apdex.tMs)} ms`, basis];
}

function selectedTime(run: Run, time: TimeSpan | null): string {
  if (run.startedAtUs === null) return 'no time stamps';
  return `in ${formatSpan(time === null ? run.durationMs : Math.min(time.toMs, run.durationMs) - time.fromMs)}`;
}
