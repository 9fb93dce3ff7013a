import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { LostFinding, PrintedFinding } from '#shared/model/report-findings.ts';
import { numberFormat } from '../../../ui/number-format.ts';
import { forgotten, takenBack } from '../report-edits.ts';
import { useOpenReport } from '../use-report-edit.ts';

interface LeftOutProps {
  readonly dismissed: readonly PrintedFinding[];
  readonly lost: readonly LostFinding[];
  readonly shown: readonly PrintedFinding[];
}

/** What is not printed: findings that were left out, and signed ones that are not found any more. */
export function LeftOut({ dismissed, lost, shown }: LeftOutProps): ReactNode {
  const { readOnly, edit } = useOpenReport();
  const [open, setOpen] = useState(false);
  const count = dismissed.length + lost.length;
  if (count === 0) return null;
  const Arrow = open ? ChevronDown : ChevronRight;
  return (
    <section className="left-out" aria-label="Not in the report">
      <button type="button" className="left-out__toggle" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Arrow aria-hidden="true" />
        Left out<span className="figure">{numberFormat.count(count)}</span>
      </button>
      {open && (
        <ul>
          {dismissed.map((finding) => (
            <li key={finding.id}>
              <span className="left-out__text">
                <b>{finding.title}</b>
                <span className="text-2">{finding.reason}</span>
              </span>
              <button
                type="button"
                className="link-button"
                aria-label={`Take back into the report: ${finding.title}`}
                disabled={readOnly}
                onClick={() =>
                  edit(`taking ${finding.title} back`, (now) => takenBack(now, shown, finding.id))
                }
              >
                Take back
              </button>
            </li>
          ))}
          {lost.map(({ id, title, signature }) => (
            <li key={id}>
              <span className="left-out__text">
                <b>{title}</b>
                <span className="text-2">Signed by {signature.by}; it is not found any more.</span>
              </span>
              <button
                type="button"
                className="link-button"
                aria-label={`Forget: ${title}`}
                disabled={readOnly}
                onClick={() => edit(`forgetting ${title}`, (now) => forgotten(now, id))}
              >
                Forget
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
