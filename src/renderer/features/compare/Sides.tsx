import './sides.css';
import { ArrowLeftRight } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { Comparison } from '#shared/model/comparison.ts';
import type { Run } from '#shared/model/run.ts';
import type { Side } from '../../state/compare-draft.ts';
import { useActions, useAppState } from '../../state/use-store.ts';
import { formatInstant } from '../../ui/instant-format.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { RunPicker } from './RunPicker.tsx';
import { SideBadge } from './SideBadge.tsx';
import { windowFacts, windowName } from './side-words.ts';
import { WindowDialog } from './WindowDialog.tsx';

/** Baseline left, candidate right, and the button that exchanges them. */
export function Sides({ comparison }: { readonly comparison: Comparison | null }): ReactNode {
  const { swapSides } = useActions();
  return (
    <div className="sides" data-pane="sides">
      <SideHeader side="baseline" comparison={comparison} />
      <div className="sides__swap">
        <IconButton label="Swap the sides" onClick={swapSides}>
          <ArrowLeftRight />
        </IconButton>
      </div>
      <SideHeader side="candidate" comparison={comparison} />
    </div>
  );
}

function SideHeader({
  side,
  comparison,
}: {
  readonly side: Side;
  readonly comparison: Comparison | null;
}): ReactNode {
  const runs = useAppState((state) => state.workspace.runs);
  const { runIds, windows } = useAppState((state) => state.compare.draft[side]);
  const { setComparedRuns } = useActions();
  const [setting, setSetting] = useState(false);
  const chosen = runIds.flatMap((id) => runs.filter((run) => run.id === id));
  const compared = comparison?.[side] ?? [];
  const letter = side === 'baseline' ? 'A' : 'B';
  const [first] = windows;
  const same = windows.every((window) => JSON.stringify(window) === JSON.stringify(first));
  return (
    <section
      className={`side side--${letter.toLowerCase()}`}
      aria-label={side === 'baseline' ? 'Baseline, A' : 'Candidate, B'}
    >
      <SideBadge side={letter} />
      <RunPicker
        side={side}
        runs={runs}
        chosen={runIds}
        onChange={(ids) => setComparedRuns(side, ids)}
        text={sideName(chosen)}
      />
      <span className="side__when ellipsis">{whenOf(chosen)}</span>
      {chosen.length > 0 && (
        <button
          type="button"
          className="side__window"
          title="Choose the window that is compared"
          onClick={() => setSetting(true)}
        >
          {compared.length > 0
            ? windowFacts(compared)
            : same && first !== undefined
              ? windowName(first)
              : 'several windows'}
        </button>
      )}
      {setting && (
        <WindowDialog side={side} runs={chosen} compared={compared} onClose={() => setSetting(false)} />
      )}
    </section>
  );
}

function sideName(runs: readonly Run[]): string {
  const [first] = runs;
  if (first === undefined) return 'Choose a run';
  return runs.length === 1 ? first.name : `${first.name} and ${runs.length - 1} more`;
}

function whenOf(runs: readonly Run[]): string {
  const [first] = runs;
  if (runs.length > 1 || first?.startedAtUs == null) return '';
  return formatInstant(first.startedAtUs).replace(/:\d\d UTC$/u, ' UTC');
}
