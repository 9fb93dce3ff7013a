import type { ReactNode } from 'react';
import { timeKey, type SelectedTime } from '#shared/model/filter.ts';
import type { Phase } from '#shared/model/phases.ts';
import type { Run } from '#shared/model/run.ts';
import { phaseOfTime, severalKinds, timeOfKind } from '../../panels/phases/phase-of-time.ts';
import { canHavePhases, usePhases } from '../../panels/phases/use-phases.ts';
import { useActions, useAppState } from '../../state/use-store.ts';
import { Chip } from '../../ui/Chip.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { spanText, timeText } from './span-text.ts';

const NO_PHASES: readonly Phase[] = [];

/** Sets the time span to a phase of the run, and says when it is one. Nothing for a run that cannot have phases. */
export function PhaseChip({ run }: { readonly run: Run }): ReactNode {
  const { report, error } = usePhases(run);
  const phases = report?.phases ?? NO_PHASES;
  // Not the time itself: a brush must not render the menu again at every move.
  const isWhole = useAppState((state) => state.selection.time === null);
  const chosen = useAppState((state) => phaseOfTime(phases, state.selection.time));
  const time = useAppState((state) => (chosen === null ? null : state.selection.time));
  const { setTime } = useActions();
  if (!canHavePhases(run)) return null;
  return (
    <Chip
      name="Phase"
      value={chosen ?? (isWhole ? 'all' : '–')}
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
            ...severalKinds(phases).flatMap((kind) => {
              const together = timeOfKind(phases, kind);
              return together === null
                ? []
                : [
                    {
                      kind: 'choice' as const,
                      id: `all ${kind}`,
                      label: `${kind}, all ${timeText(together)}`,
                      chosen: isSameTime(together, time),
                      onSelect: () => setTime(together),
                    },
                  ];
            }),
            ...phases.map((phase) => ({
              kind: 'choice' as const,
              id: `${phase.kind} ${phase.fromMs}`,
              label: `${phase.kind}, ${spanText(phase)}`,
              chosen: isSameTime(phase, time),
              onSelect: () => setTime({ fromMs: phase.fromMs, toMs: phase.toMs }),
            })),
          ]}
        />
      )}
    />
  );
}

function isSameTime({ fromMs, toMs, gaps }: SelectedTime, time: SelectedTime | null): boolean {
  return timeKey(time) === timeKey({ fromMs, toMs, gaps });
}

function whyNone(note: string | null, problem: string | null, waiting: boolean): string {
  if (problem !== null) return `Phases could not be found: ${problem}`;
  if (waiting) return 'The phases of the run are being found.';
  return note ?? 'No phases were found in this run.';
}
