import './verdict-facts.css';
import { Info } from 'lucide-react';
import type { ReactNode } from 'react';
import type { MetricVerdict } from '#shared/model/comparison.ts';
import type { DurationScale } from '../../ui/duration-format.ts';
import { Popover } from '../../ui/Popover.tsx';
import { metricNameOf, verdictFacts } from './verdict-words.ts';

interface VerdictFactsProps {
  readonly verdict: MetricVerdict;
  readonly duration: DurationScale;
  /** What the verdict rests on, in short; where there is no room only the sign is left. */
  readonly basis: string;
}

/** All figures of a verdict, as the tooltip of its row has them, for the keyboard and for copies. */
export function VerdictFacts({ verdict, duration, basis }: VerdictFactsProps): ReactNode {
  return (
    <Popover
      label="Figures of the verdict"
      trigger={
        <button
          type="button"
          className="verdict-facts__open"
          title={basis}
          aria-label={`Figures of the verdict: ${basis}`}
        >
          <span className="verdict-facts__basis figure">{basis}</span>
          <Info aria-hidden="true" />
        </button>
      }
    >
      <div className="verdict-facts">
        <h3>
          {verdict.label ?? 'All counted samples'}, {metricNameOf(verdict)}
        </h3>
        <p>{verdict.sentence}</p>
        <dl>
          {verdictFacts(verdict, duration).map(([name, text]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="figure">{text}</dd>
            </div>
          ))}
        </dl>
      </div>
    </Popover>
  );
}
