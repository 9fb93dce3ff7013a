import type { SelectedTime } from '#shared/model/filter.ts';
import type { Run } from '#shared/model/run.ts';
import { selectedMs } from '#shared/model/time-spans.ts';
import { APDEX_SMALL_SAMPLE } from '#shared/model/apdex.ts';
import { APDEX_TOLERATING, DEFAULT_APDEX_MODE, type Apdex } from '#shared/model/statistics.ts';
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
import { intervalMethod, type Interval, type Intervals } from '../../panels/run-figures/use-intervals.ts';
import { headlineFigure, type HeadlineContext, type HeadlineFigure } from './headline-figure.ts';

/** What stands where a limit would, as long as nobody has set one. */
const NO_LIMIT = 'no limit set';

/** @param intervals null while they are not known: of a moving selection, or not computed yet */
export function headlineFigures(
  figures: RunFigures,
  run: Run,
  time: SelectedTime | null,
  intervals: Intervals | null,
): readonly HeadlineFigure[] {
  const { overall, apdex } = figures;
  const samples = overall.samples ?? 0;
  const failures = overall.failures ?? 0;
  const estimated = figures.state === 'estimate';
  const percentile = (of: number): number | null => percentileOf(overall, figures.percentiles, of);
  const scale = chooseDurationScale([percentile(50), percentile(95)], run.clockTickMs);
  const responseTime = (of: number): HeadlineFigure => {
    const interval = figures.state === 'exact' ? (intervals?.of(null, of) ?? null) : null;
    return headlineFigure(`p${of}`, `Response time p${of}`, percentile(of), {
      text: (ms) => formatDuration(ms, scale),
      unit: scale.unit,
      exact: (ms) => exactText(ms, overall, interval),
      estimated,
      context: [
        interval === null ? tail(samples, overall.maxMs, of, estimated) : intervalText(interval, scale),
        percentile(of) === null ? '' : NO_LIMIT,
      ],
    });
  };
  const apdexInterval = figures.state === 'exact' ? (intervals?.apdexOf(null) ?? null) : null;
  return [
    responseTime(95),
    responseTime(99),
    responseTime(50),
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
        failures === 0
          ? `none of ${samplesText(samples)}`
          : `${numberFormat.count(failures)} of ${numberFormat.count(samples)}`,
        samples === 0 ? '' : NO_LIMIT,
      ],
    }),
    headlineFigure('apdex', 'Apdex', apdex?.score ?? null, {
      text: (score) => numberFormat.fixed(score, 3),
      unit: apdex === null ? '' : thresholdText(apdex),
      exact: (score) => apdexText(score, apdex, apdexInterval),
      estimated,
      context: apdexContext(apdex, apdexInterval),
    }),
  ];
}

export function samplesText(samples: number): string {
  return samples === 1 ? '1 sample' : `${numberFormat.count(samples)} samples`;
}

/** What a percentile rests on without an interval: with fewer than ten samples beyond it the next run may well differ. */
function tail(samples: number, maxMs: number | null, of: number, estimated: boolean): string {
  if (samples === 0) return 'no samples';
  if (maxMs === null) return 'no response times';
  if (estimated) return 'estimate until it rests';
  // The epsilon undoes 99 / 100 not being a binary fraction.
  const count = Math.floor((samples * (100 - of)) / 100 + 1e-9);
  return count < 10 ? `only ${count} are slower` : `${numberFormat.count(count)} are slower`;
}

/** `95 % CI 143–145`, in the unit of the figure above; one figure where both ends read the same. */
export function intervalText({ lowMs, highMs }: Interval, scale: DurationScale): string {
  const [low, high] = [formatDuration(lowMs, scale), formatDuration(highMs, scale)];
  return `95 % CI ${low === high ? low : `${low}–${high}`}`;
}

function exactText(ms: number, { meanMs, maxMs }: Figures, interval: Interval | null): string {
  const parts = [`${exactNumber(ms)} ms, exact, type 7`];
  if (interval !== null) {
    const { lowMs, highMs } = interval;
    parts.push(
      `95 % interval ${exactNumber(lowMs)} to ${exactNumber(highMs)} ms, ${intervalMethod(interval)}`,
    );
  }
  if (meanMs !== null && maxMs !== null)
    parts.push(`mean ${exactNumber(meanMs)} ms, max ${exactNumber(maxMs)} ms`);
  return parts.join('\n');
}

interface ScoreInterval {
  readonly low: number;
  readonly high: number;
}

/** `[0.5 s]`: the specification wants T beside the score; `[several T]` where transactions have their own. */
export function thresholdText({ tMs, mixed = false }: Pick<Apdex, 'tMs' | 'mixed'>): string {
  return mixed ? '[several T]' : `[${formatRound(tMs / 1000)} s]`;
}

function apdexText(score: number, apdex: Apdex | null, interval: ScoreInterval | null): string {
  const mode = apdex?.mode ?? DEFAULT_APDEX_MODE;
  const tolerated = `up to ${APDEX_TOLERATING[mode]}T tolerated${mode === 'jmeter' ? ' as JMeter does' : ''}`;
  const parts = [`${exactNumber(score)}; Apdex 1.1, ${tolerated}, failed samples count as frustrated`];
  if (interval !== null)
    parts.push(
      `95 % interval ${numberFormat.fixed(interval.low, 3)} to ${numberFormat.fixed(interval.high, 3)}, from blocks of time`,
    );
  return parts.join('\n');
}

/** The first line says T, and is where it is changed. */
function apdexContext(apdex: Apdex | null, interval: ScoreInterval | null): HeadlineContext {
  if (apdex === null) return ['', ''];
  const basis =
    apdex.samples < APDEX_SMALL_SAMPLE
      ? 'small sample'
      : interval === null
        ? samplesText(apdex.samples)
        : `95 % CI ${numberFormat.fixed(interval.low, 3)}–${numberFormat.fixed(interval.high, 3)}`;
  return [`T = ${formatRound(apdex.tMs)} ms`, basis];
}

function selectedTime(run: Run, time: SelectedTime | null): string {
  if (run.startedAtUs === null) return 'no time stamps';
  const whole = { fromMs: 0, toMs: run.durationMs };
  return `in ${formatSpan(selectedMs(time ?? whole, whole))}`;
}
