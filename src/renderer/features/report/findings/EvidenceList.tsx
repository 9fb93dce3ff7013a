import { Activity, ArrowLeftRight, Cpu, Flame, Layers, ListChecks } from 'lucide-react';
import type { ReactNode } from 'react';
import type { PrintedFinding } from '#shared/model/report-findings.ts';
import { evidenceTarget } from '../../../panels/findings/finding-target.ts';
import { evidenceKindWords } from '../../../panels/findings/severity-words.ts';
import { useOpenTarget } from '../../../panels/findings/use-open-target.ts';
import { useAppState } from '../../../state/use-store.ts';
import { figureText } from './figure-words.ts';

const icons = {
  load: Activity,
  comparison: ArrowLeftRight,
  profile: Flame,
  heap: Layers,
  resource: Cpu,
  gate: ListChecks,
} as const;

/** What a finding rests on: each row opens the view in which the same figures are seen. */
export function EvidenceList({ finding }: { readonly finding: PrintedFinding }): ReactNode {
  const openTarget = useOpenTarget();
  const runs = useAppState((state) => state.workspace.runs);
  return (
    <div className="field">
      <span className="field-label">Evidence, live from the workspace</span>
      <ul className="evidence-list" aria-label="Evidence">
        {finding.evidence.map((each) => {
          const Icon = icons[each.kind];
          const target = evidenceTarget(each, finding);
          const isGone =
            target !== null && target.kind === 'run' && !runs.some(({ id }) => id === target.runId);
          return (
            <li key={each.id} className="evidence-list__row" title={figuresOf(each)}>
              <Icon role="img" aria-label={evidenceKindWords[each.kind]} />
              <span className="evidence-list__label">{each.label}</span>
              {target !== null && !isGone && (
                <button
                  type="button"
                  className="link-button"
                  aria-label={`Show the evidence: ${each.label}`}
                  onClick={() => void openTarget(target).catch(() => undefined)}
                >
                  Show
                </button>
              )}
            </li>
          );
        })}
      </ul>
      {finding.evidence.length === 0 && <span className="field__hint">Nothing yet.</span>}
    </div>
  );
}

function figuresOf({ figures }: PrintedFinding['evidence'][number]): string {
  return figures
    .map(({ name, unit, baseline, value }) =>
      baseline === null
        ? `${name}: ${figureText(value, unit)}`
        : `${name}: ${figureText(baseline, unit)} to ${figureText(value, unit)}`,
    )
    .join('\n');
}
