import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { FigureChange, PrintedFinding } from '#shared/model/report-findings.ts';
import { figureText } from './figure-words.ts';

const MOST_SHOWN = 8;

/** A signature does not hold for other figures: old → new. */
export function ChangedFigures({ finding }: { readonly finding: PrintedFinding }): ReactNode {
  const { changes } = finding;
  if (changes.length === 0) return null;
  return (
    <div className="changed-figures" role="note">
      <p>
        <TriangleAlert aria-hidden="true" />
        Figures have changed since this was signed. Read it again, and sign it anew.
      </p>
      <ul>
        {changes.slice(0, MOST_SHOWN).map((change) => (
          <li key={`${change.evidence} ${change.name}`} className="figure">
            {change.name}: {sidesText(change, 'was')} → {sidesText(change, 'now')}
          </li>
        ))}
        {changes.length > MOST_SHOWN && <li>and {changes.length - MOST_SHOWN} more</li>}
      </ul>
    </div>
  );
}

function sidesText(change: FigureChange, which: 'was' | 'now'): string {
  const figures = change[which];
  if (figures === null) return which === 'was' ? 'not there' : 'not there any more';
  const value = figureText(figures.value, change.unit);
  return figures.baseline === null ? value : `${figureText(figures.baseline, change.unit)} to ${value}`;
}
