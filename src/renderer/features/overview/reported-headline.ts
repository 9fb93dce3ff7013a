import type { Run } from '#shared/model/run.ts';
import { percentileOf } from '../../panels/run-figures/figures.ts';
import type { RunFigures } from '../../panels/run-figures/use-run-figures.ts';
import { NOT_IN_REPORT } from '../../panels/run-nature/report-words.ts';
import { chooseDurationScale, formatDuration, formatSpan } from '../../ui/duration-format.ts';
import { exactNumber, numberFormat } from '../../ui/number-format.ts';
import { samplesText } from './headline-figures.ts';
import { headlineFigure, type HeadlineContext, type HeadlineFigure } from './headline-figure.ts';

/**
 * The figures that are asked for first, as far as a report has them. Apdex would take samples: the mean has its place.
 * @param together of how many transactions the figures are; 1 for a total that the tool made
 */
export function reportedHeadline(
  figures: RunFigures,
  run: Run,
  tool: string,
  together: number,
): readonly HeadlineFigure[] {
  const { overall, percentiles } = figures;
  const { samples, failures, meanMs, minMs, maxMs } = overall;
  const percentile = (of: number): number | null => percentileOf(overall, percentiles, of);
  const scale = chooseDurationScale([percentile(50) ?? meanMs, percentile(95)], run.clockTickMs);
  const time = (ms: number): string => formatDuration(ms, scale);
  const withUnit = (name: string, ms: number | null): string =>
    ms === null ? '' : `${name} ${time(ms)} ${scale.unit}`;
  const missing = together > 1 ? 'cannot be put together' : NOT_IN_REPORT;
  const printed = (value: number | null, context: HeadlineContext): HeadlineContext =>
    value === null ? [missing, together > 1 ? 'choose one transaction' : ''] : context;
  const duration = (
    id: string,
    name: string,
    value: number | null,
    context: HeadlineContext,
  ): HeadlineFigure =>
    headlineFigure(id, name, value, {
      text: time,
      unit: scale.unit,
      exact: (ms) => `${exactNumber(ms)} ms`,
      estimated: false,
      context: printed(value, context),
      missing,
    });
  const errorRate = samples === null || failures === null || samples === 0 ? null : failures / samples;
  return [
    duration('p95', 'Response time p95', percentile(95), [`as ${tool} printed it`, '']),
    duration('p99', 'Response time p99', percentile(99), [`as ${tool} printed it`, '']),
    duration('p50', 'Response time p50', percentile(50), [`as ${tool} printed it`, '']),
    headlineFigure('throughput', 'Throughput', overall.throughputPerSec, {
      text: numberFormat.short,
      unit: '/s',
      exact: (perSecond) => `${exactNumber(perSecond)} /s`,
      estimated: false,
      context: [
        samples === null ? `samples: ${NOT_IN_REPORT}` : samplesText(samples),
        overall.throughputPerSec === null
          ? `rate: ${missing}`
          : run.startedAtUs === null || run.durationMs === 0
            ? ''
            : `in ${formatSpan(run.durationMs)}`,
      ],
      missing,
    }),
    headlineFigure('errors', 'Error rate', errorRate, {
      text: numberFormat.percentNumber,
      unit: '%',
      exact: () => `${failures ?? 0} of ${samples ?? 0}`,
      estimated: false,
      context:
        failures === null
          ? [`failures: ${NOT_IN_REPORT}`, '']
          : [
              failures === 0 ? 'none failed' : `${numberFormat.count(failures)} failed`,
              samples === null ? '' : `of ${samplesText(samples)}`,
            ],
      missing: NOT_IN_REPORT,
    }),
    headlineFigure('mean', 'Response mean', meanMs, {
      text: time,
      unit: scale.unit,
      exact: (ms) => `${exactNumber(ms)} ms`,
      estimated: false,
      context:
        minMs === null && maxMs === null && meanMs === null
          ? [NOT_IN_REPORT, '']
          : [withUnit('min', minMs), withUnit('max', maxMs)],
      missing: NOT_IN_REPORT,
    }),
  ];
}
