import { useCallback, useEffect, useRef, type ReactNode } from 'react';
import { phaseKinds, phaseNames, type Phase, type PhaseReport } from '#shared/model/phases.ts';
import type { Run } from '#shared/model/run.ts';
import { PhaseRibbon, type RibbonPlace } from '../../charts/phase-ribbon/PhaseRibbon.tsx';
import { snapToGrid, type RibbonScale } from '../../charts/phase-ribbon/ribbon-geometry.ts';
import { useActions, useAppState } from '../../state/use-store.ts';
import { formatElapsed } from '../../ui/duration-format.ts';
import type { MenuEntry } from '../../ui/menu-item.ts';
import { borderLimits, canSplit, changeKind, joinNext, moveBorder, splitPhase } from './phase-edits.ts';
import { usePhaseEditor } from './use-phases.ts';

/** Arrow keys in quick succession are one edit: it is kept once none came for this long. */
const KEYS_REST_MS = 700;

/** What a person can say a phase is: nobody has to call one too short. */
const SETTABLE_KINDS = phaseKinds.filter((kind) => kind !== 'unjudged');

interface RunPhaseRibbonProps {
  readonly run: Run;
  readonly report: PhaseReport;
  readonly scale: RibbonScale;
  readonly top: number;
}

/** The phases of a run over its timeline. A person can move their borders and say what they are. */
export function RunPhaseRibbon({ run, report, scale, top }: RunPhaseRibbonProps): ReactNode {
  const readOnly = useAppState((state) => state.workspace.info?.readOnly === true);
  const { setTime } = useActions();
  const editor = usePhaseEditor(run, report);
  const { phases, problem, preview, keep, reset } = editor;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const moved = useRef<{ readonly phases: readonly Phase[]; readonly label: string } | null>(null);

  const done = useCallback(
    (keepIt: boolean): boolean => {
      clearTimeout(timer.current);
      const now = moved.current;
      moved.current = null;
      if (now === null) return false;
      if (keepIt) keep(now.phases, now.label);
      else preview(null);
      return true;
    },
    [keep, preview],
  );
  // An edit that still rests when the view is left is an edit all the same.
  const finish = useRef(done);
  useEffect(() => {
    finish.current = done;
  });
  useEffect(() => () => void finish.current(true), []);

  function move(index: number, toMs: number, held: boolean): void {
    const next = moveBorder(phases, index, toMs);
    if (next === phases) return;
    moved.current = { phases: next, label: 'moving a phase border' };
    preview(next);
    clearTimeout(timer.current);
    if (!held) timer.current = setTimeout(() => done(true), KEYS_REST_MS);
  }

  function select(index: number): void {
    const phase = phases[index];
    if (phase !== undefined) setTime({ fromMs: phase.fromMs, toMs: phase.toMs });
  }

  function change(next: readonly Phase[], label: string): void {
    if (next !== phases) keep(next, label);
  }

  function menuOf({ index, atMs }: RibbonPlace): readonly MenuEntry[] {
    const phase = phases[index];
    if (phase === undefined) return [];
    const cut = snapToGrid(atMs, scale);
    const selecting: MenuEntry = {
      kind: 'action',
      id: 'select',
      label: phase.kind === 'unjudged' ? 'Select this part' : `Select this ${phaseNames[phase.kind]} phase`,
      shortcut: 'Enter',
      onSelect: () => select(index),
    };
    if (readOnly) return [selecting];
    return [
      selecting,
      { kind: 'separator', id: 'after-select' },
      { kind: 'heading', id: 'kinds', label: 'This phase is' },
      ...SETTABLE_KINDS.map((kind): MenuEntry => ({
        kind: 'choice',
        id: kind,
        label: phaseNames[kind],
        chosen: kind === phase.kind,
        onSelect: () => change(changeKind(phases, index, kind), `calling a phase ${phaseNames[kind]}`),
      })),
      { kind: 'separator', id: 'after-kinds' },
      {
        kind: 'action',
        id: 'split',
        label: `Split at ${formatElapsed(cut, cut % 1000 === 0 ? 1000 : 100)}`,
        disabled: !canSplit(phase, cut),
        onSelect: () => change(splitPhase(phases, index, cut), 'splitting a phase'),
      },
      {
        kind: 'action',
        id: 'join',
        label: 'Join with the next phase',
        disabled: index >= phases.length - 1,
        onSelect: () => change(joinNext(phases, index), 'joining two phases'),
      },
      {
        kind: 'action',
        id: 'reset',
        label: 'Reset all to what Loadstone found',
        disabled: !report.edited,
        onSelect: reset,
      },
    ];
  }

  return (
    <>
      <PhaseRibbon
        phases={phases}
        scale={scale}
        top={top}
        onSelect={select}
        menuOf={menuOf}
        {...(readOnly
          ? {}
          : { limitsOf: (index: number) => borderLimits(phases, index), onMove: move, onDone: done })}
      />
      <span className="phase-ribbon__problem" role="status" style={{ left: scale.left, top: top + 18 }}>
        {problem === null ? null : `The phases were not kept: ${problem.message}`}
      </span>
    </>
  );
}
