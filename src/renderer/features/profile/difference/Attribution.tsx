import type { ReactNode } from 'react';
import type { AttributedChange, ProfileDifference } from '#shared/model/profile-difference.ts';
import { Button } from '../../../ui/Button.tsx';
import { numberFormat } from '../../../ui/number-format.ts';
import { Popover } from '../../../ui/Popover.tsx';
import type { ChangeFormat } from './difference-words.ts';

interface AttributionProps {
  readonly difference: ProfileDifference;
  readonly format: ChangeFormat;
  /** Shows the box that a change was found at; below 0: it has none. */
  readonly onShow: (change: AttributedChange) => void;
  /** What is done with the sentence. */
  readonly action: ReactNode;
}

/** Where the change comes from, in one sentence, and how that is known. */
export function Attribution({ difference, format, onShow, action }: AttributionProps): ReactNode {
  const { attribution, overall, method } = difference;
  const all = [...attribution.changes, ...attribution.against];
  const share = overall.baseline > 0 ? overall.change / overall.baseline : null;
  return (
    <section
      className="difference__attribution"
      aria-label="Where the change comes from"
      data-pane="attribution"
    >
      <p className="difference__sentence">{attribution.sentence}</p>
      <div className="difference__overall figure">
        {format.text(overall.baseline)} → {format.withUnit(overall.candidate)}
        {share !== null && `, ${percentChange(share)}`}
      </div>
      {/* Without a method the sentence above has said why. */}
      <p className="text-2 difference__method" title={method.sentence}>
        {method.kind !== 'none' && (
          <>
            {method.indicative && <b>Indicative. </b>}
            {method.sentence}
          </>
        )}
      </p>
      <div className="difference__actions">
        {all.length > 0 && (
          <Popover
            label="All changes"
            align="end"
            trigger={
              <Button size="small" variant="ghost">
                {all.length === 1
                  ? 'The change'
                  : all.length === 2
                    ? 'Both changes'
                    : `All ${numberFormat.count(all.length)} changes`}
              </Button>
            }
          >
            <div className="difference__changes">
              <Changes title="Carry the change" list={attribution.changes} onShow={onShow} />
              <Changes title="Went the other way" list={attribution.against} onShow={onShow} />
            </div>
          </Popover>
        )}
        {action}
      </div>
    </section>
  );
}

function percentChange(share: number): string {
  const text = numberFormat.percent(Math.abs(share));
  return share === 0 ? text : `${share > 0 ? '+' : '−'}${text}`;
}

function Changes({
  title,
  list,
  onShow,
}: {
  readonly title: string;
  readonly list: readonly AttributedChange[];
  readonly onShow: (change: AttributedChange) => void;
}): ReactNode {
  if (list.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {list.map((change) => (
          <li key={`${change.kind} ${change.function} ${change.node ?? ''}`}>
            <p>{change.sentence}</p>
            <span className="text-2 small">confidence: {change.confidence}</span>
            <Button size="small" onClick={() => onShow(change)}>
              Show it
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
