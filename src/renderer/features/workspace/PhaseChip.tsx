import type { ReactNode } from 'react';
import type { TimeSpan } from '#shared/model/filter.ts';
import type { Phase } from '#shared/model/phases.ts';
import type { Run } from '#shared/model/run.ts';
import { canHavePhases, usePhases } from '../../panels/phases/use-phases.ts';
import { useActions, useAppState } from '../../state/use-store.ts';
import { Chip } from '../../ui/Chip.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { spanText } from './span-text.ts';

const NO_PHASES: readonly Phase[] = [];

/** Sets the time span to a phase of the run, and says when it is one. Nothing for a run that cannot have phases. */
export function PhaseChip({ run }: { readonly run: Run }): ReactNode {
  const { report, error } = usePhases(run);
  const phases = report?.phases ?? NO_PHASES;
  // Not the time itself: a brush must not render the menu again at every move.
  const isWhole = useAppState((state) => state.selection.time === null);
  const chosen = useAppState((state) => phaseOfSpan(phases, state.selection.time));
  const { setTime } = useActions();
  if (!canHavePhases(run)) return null;
  return (
    <Chip
      name="Phase"
      value={chosen === null ? (isWhole ? 'all' : '–') : chosen.kind}
      chosen={chosen !== null}
      locked={
        phases.length > 0 ? null : whyNone(report?.note ?? null, error?.message ?? null, report === null)
      }
      onClear={() => setTime(null)}
      opens={(button) => (
        <Menu
          trigger={button}
          entries={[
            {
              kind: 'choice',
              id: 'all',
              label: 'Whole run',
              chosen: isWhole,
              onSelect: () => setTime(null),
            },
            ...phases.map((phase) => ({
              kind: 'choice' as const,
              id: `${phase.kind} ${phase.fromMs}`,
              label: `${phase.kind}, ${spanText(phase)}`,
              chosen: phase === chosen,
              onSelect: () => setTime({ fromMs: phase.fromMs, toMs: phase.toMs }),
            })),
          ]}
        />
      )}
    />
  );
}

/** The phase that a span is exactly. */
export function phaseOfSpan(phases: readonly Phase[], time: TimeSpan | null): Phase | null {
  if (time === null) return null;
  return phases.find(({ fromMs, toMs }) => fromMs === time.fromMs && toMs === time.toMs) ?? null;
}

function whyNone(note: string | null, problem: string | null, waiting: boolean): string {
  if (problem !== null) return `Phases could not be found: ${problem}`;
  if (waiting) return 'The phases of the run are being found.';
  return note ?? 'No phases were found in this run.';
}
