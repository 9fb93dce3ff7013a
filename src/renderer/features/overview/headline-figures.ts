import type { TimeSpan } from '#shared/model/filter.ts';
import type { Run } from '#shared/model/run.ts';
import type { Apdex } from '#shared/model/statistics.ts';
import { formatRound } from '../../charts/round-number.ts';
import { percentileOf, type Figures } from '../../panels/run-figures/figures.ts';
import type { RunFigures } from '../../panels/run-figures/use-run-figures.ts';
import {
  chooseDurationScale,
  formatDuration,
  formatSpan,
  type DurationScale,
} from '../../ui/duration-format.ts';
import { exactNumber, numberFormat } from '../../ui/number-format.ts';
import { headlineFigure, type HeadlineContext, type HeadlineFigure } from './headline-figure.ts';

export function headlineFigures(
  figures: RunFigures,
  run: Run,
  time: TimeSpan | null,
): readonly HeadlineFigure[] {
  const { overall, apdex } = figures;
  const samples = overall.samples ?? 0;
  const failures = overall.failures ?? 0;
  const estimated = figures.state === 'estimate';
  const percentile = (of: number): number | null => percentileOf(overall, figures.percentiles, of);
  const scale = chooseDurationScale([percentile(50), percentile(95)], run.clockTickMs);
  const responseTime = (of: number, context: HeadlineContext): HeadlineFigure =>
    headlineFigure(`p${of}`, `Response time p${of}`, percentile(of), {
      text: (ms) => formatDuration(ms, scale),
      unit: scale.unit,
      exact: (ms) => `${exactNumber(ms)} ms`,
      estimated,
      context,
    });
  return [
    responseTime(95, tail(samples, overall.maxMs, 95, estimated)),
    responseTime(99, tail(samples, overall.maxMs, 99, estimated)),
    responseTime(50, extremes(overall, scale)),
    headlineFigure('throughput', 'Throughput', overall.throughputPerSec, {
      text: numberFormat.short,
      unit: '/s',
      exact: (perSecond) => `${exactNumber(perSecond)} /s`,
      // The brush counts over its own span; the exact rate is over first start to last end.
      estimated,
      context: [samplesText(samples), selectedTime(run, time)],
    }),
    headlineFigure('errors', 'Error rate', samples === 0 ? null : failures / samples, {
      text: numberFormat.percentNumber,
      unit: '%',
      exact: () => `${failures} of ${samples}`,
      estimated: false,
      context: [
        failures === 0 ? 'none failed' : `${numberFormat.count(failures)} failed`,
        `of ${samplesText(samples)}`,
      ],
    }),
    headlineFigure('apdex', 'Apdex', apdex?.score ?? null, {
      text: (score) => numberFormat.fixed(score, 3),
      unit: apdex === null ? '' : `[${formatRound(apdex.tMs / 1000)} s]`,
      exact: (score) => `${exactNumber(score)}; Apdex 1.1, failed samples count as frustrated`,
      estimated,
      context: apdexContext(apdex),
    }),
  ];
}

export function samplesText(samples: number): string {
  return samples === 1 ? '1 sample' : `${numberFormat.count(samples)} samples`;
}

/** How many samples hold a far percentile up: with fewer than ten the next run may well give another value. */
function tail(samples: number, maxMs: number | null, of: number, estimated: boolean): HeadlineContext {
  if (samples === 0) return ['no samples', ''];
  if (maxMs === null) return ['no response times', ''];
  // The epsilon undoes 99 / 100 not being a binary fraction.
  const count = Math.floor((samples * (100 - of)) / 100 + 1e-9);
  const slower = count < 10 ? `only ${count} are slower` : `${numberFormat.count(count)} are slower`;
  return [slower, estimated ? 'estimate until it rests' : 'exact, type 7'];
}

function extremes({ meanMs, maxMs }: Figures, scale: DurationScale): HeadlineContext {
  if (meanMs === null || maxMs === null) return ['', ''];
  const text = (ms: number): string => `${formatDuration(ms, scale)} ${scale.unit}`;
  return [`mean ${text(meanMs)}`, `max ${text(maxMs)}`];
}

function apdexContext(apdex: Apdex | null): HeadlineContext {
  if (apdex === null) return ['', ''];
  // The Apdex specification asks for this mark below 100 samples.
  const basis = apdex.samples < 100 ? 'small sample' : samplesText(apdex.samples);
  return [`T = ${formatRound(apdex.tMs)} ms`, basis];
}

function selectedTime(run: Run, time: TimeSpan | null): string {
  if (run.startedAtUs === null) return 'no time stamps';
  return `in ${formatSpan(time === null ? run.durationMs : Math.min(time.toMs, run.durationMs) - time.fromMs)}`;
}
