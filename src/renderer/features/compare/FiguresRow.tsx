import type { ReactNode } from 'react';
import type { ComparedDistributions, ComparedMetric, MetricVerdict } from '#shared/model/comparison.ts';
import type { DurationScale } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import { signed, signedFixed } from '../../ui/signed-format.ts';
import { VerdictChip } from './VerdictChip.tsx';
import {
  changeText,
  changeUnit,
  intervalText,
  isTime,
  metricNameOf,
  unitOf,
  valueText,
} from './verdict-words.ts';

const ORDER: readonly ComparedMetric[] = ['errorRate', 'throughput', 'p50', 'p95', 'p99'];
/** Limits of small, medium and large (Romano et al. 2006; method A2). */
const CLIFF_WORDS = [
  { below: 0.147, word: 'negligible' },
  { below: 0.33, word: 'small' },
  { below: 0.474, word: 'medium' },
] as const;

interface FiguresRowProps {
  /** Of one transaction, all metrics. */
  readonly verdicts: readonly MetricVerdict[];
  /** The metric that the header has already. */
  readonly shown: ComparedMetric;
  readonly distributions: ComparedDistributions | null;
  readonly duration: DurationScale;
}

/** The other metrics of the transaction, and the difference of its distributions in single numbers. */
export function FiguresRow({ verdicts, shown, distributions, duration }: FiguresRowProps): ReactNode {
  const others = ORDER.flatMap((metric) =>
    metric === shown ? [] : verdicts.filter((verdict) => verdict.metric === metric),
  );
  return (
    // Scrolls sideways where the window is narrow.
    <div className="figures-row" role="group" aria-label="Other figures" tabIndex={0}>
      <dl>
        {others.map((verdict) => (
          <div key={verdict.metric}>
            <dt>
              {metricNameOf(verdict)}
              {!verdict.shareOfOffered && `, ${unitOf(verdict.metric, duration)}`}
              {!isTime(verdict.metric) && <VerdictChip verdict={verdict.verdict} />}
            </dt>
            <dd className="figure" title={verdict.sentence}>
              <span className="side-a">{valueText(verdict, verdict.baseline, duration) || '–'}</span>
              <span className="text-3"> → </span>
              <span className="side-b">{valueText(verdict, verdict.candidate, duration) || '–'}</span>
              <span>
                {' '}
                {changeText(verdict.metric, verdict.deltaRatio)}{' '}
                {verdict.deltaRatio === null ? '' : changeUnit(verdict.metric)}
                {!isTime(verdict.metric) && verdict.ci95 !== null && (
                  <span className="text-2"> ({intervalText(verdict)})</span>
                )}
              </span>
            </dd>
          </div>
        ))}
        {distributions !== null && <Distances distributions={distributions} duration={duration} />}
      </dl>
    </div>
  );
}

function Distances({
  distributions,
  duration,
}: {
  readonly distributions: ComparedDistributions;
  readonly duration: DurationScale;
}): ReactNode {
  const { hodgesLehmannMs, cliffsDelta, ksDistance, wassersteinMs } = distributions;
  const rows: readonly (readonly [name: string, hint: string, value: string | null])[] = [
    [
      'Typical shift',
      'Hodges–Lehmann: median of all differences between a sample of B and one of A',
      hodgesLehmannMs === null ? null : `${signed(hodgesLehmannMs * duration.perMs)} ${duration.unit}`,
    ],
    [
      'Cliff’s delta',
      'How much more often a sample of B is slower than one of A than the other way round; descriptive only',
      cliffsDelta === null ? null : `${signedFixed(cliffsDelta, 2)}, ${cliffWord(cliffsDelta)} overall`,
    ],
    [
      'Distance KS, W1',
      'Largest distance of the two ECDFs, and the area between them; no p-values, since samples depend on each other',
      ksDistance === null && wassersteinMs === null
        ? null
        : `${ksDistance === null ? '–' : numberFormat.short(ksDistance)}, ${wassersteinMs === null ? '–' : `${numberFormat.short(wassersteinMs * duration.perMs)} ${duration.unit}`}`,
    ],
  ];
  return rows.map(([name, hint, value]) =>
    value === null ? null : (
      <div key={name} title={hint}>
        <dt>{name}</dt>
        <dd className="figure">{value}</dd>
      </div>
    ),
  );
}

function cliffWord(delta: number): string {
  return CLIFF_WORDS.find(({ below }) => Math.abs(delta) < below)?.word ?? 'large';
}
