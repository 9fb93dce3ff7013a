import { useCallback, useEffect, useRef, useState } from 'react';
import { toWireError, type WireError } from '#shared/contract/errors.ts';
import type { Phase, PhaseReport, PhaseSpan } from '#shared/model/phases.ts';
import type { Run } from '#shared/model/run.ts';
import type { QueryLayer } from '../../data/query-layer.ts';
import { useEngineQuery, useQueryLayer } from '../../data/use-query.ts';
import { useActions } from '../../state/use-store.ts';
import { natureOf } from '../run-nature/run-nature.ts';
import { editedSpans } from './phase-edits.ts';

/** False of a run that cannot have phases: a report, or one without instants. */
export function canHavePhases(run: Run): boolean {
  return natureOf(run) === 'samples' && run.startedAtUs !== null && run.durationMs > 0;
}

export interface PhasesAnswer {
  /** Null before the first answer, and of a run that cannot have phases. */
  readonly report: PhaseReport | null;
  readonly loading: boolean;
  readonly error: WireError | null;
  readonly retry: () => void;
}

/** The phases of a run. Views that ask share one answer. */
export function usePhases(run: Run): PhasesAnswer {
  const { data, status, error, retry } = useEngineQuery(
    'phases.get',
    canHavePhases(run) ? { runId: run.id } : null,
  );
  return { report: data, loading: status === 'loading', error, retry };
}

export interface PhaseEditor {
  /** As they are being edited: before the engine has answered. */
  readonly phases: readonly Phase[];
  /** Why the last edit was not kept; null once another one is made. */
  readonly problem: WireError | null;
  /** Shows an edit that is still being made, e.g. a border under the pointer; null: shows what is kept. */
  readonly preview: (phases: readonly Phase[] | null) => void;
  /** Keeps an edit and remembers it for undo. @param label as in `UndoStep.label` */
  readonly keep: (phases: readonly Phase[], label: string) => void;
  /** Back to what Loadstone finds. */
  readonly reset: () => void;
}

interface Draft {
  readonly of: PhaseReport;
  readonly phases: readonly Phase[];
}

/** Edits of the phases of a run: shown at once, kept by the engine, taken back by undo. */
export function usePhaseEditor(run: Run, report: PhaseReport): PhaseEditor {
  const layer = useQueryLayer();
  const { recordStep } = useActions();
  const [draft, setDraft] = useState<Draft | null>(null);
  const [problem, setProblem] = useState<WireError | null>(null);
  const alive = useRef(true);
  useEffect(() => {
    alive.current = true;
    return () => {
      alive.current = false;
    };
  }, []);

  const save = useCallback(
    (spans: readonly PhaseSpan[], label: string) => {
      const before = editedSpans(report.phases);
      setProblem(null);
      writePhases(layer, run.id, spans).then(
        () =>
          recordStep({
            label,
            runId: run.id,
            undo: () => writePhases(layer, run.id, before),
            redo: () => writePhases(layer, run.id, spans),
          }),
        (error: unknown) => {
          if (!alive.current) return;
          setDraft(null);
          setProblem(toWireError(error));
        },
      );
    },
    [layer, run.id, report, recordStep],
  );

  return {
    // The draft of a report that was answered anew is history.
    phases: draft?.of === report ? draft.phases : report.phases,
    problem,
    preview: useCallback((phases) => setDraft(phases === null ? null : { of: report, phases }), [report]),
    keep: useCallback(
      (phases, label) => {
        setDraft({ of: report, phases });
        save(editedSpans(phases), label);
      },
      [report, save],
    ),
    reset: useCallback(() => save([], 'resetting the phases'), [save]),
  };
}

/** Answers that are about samples, whatever phases they lie in. */
const ABOUT_SAMPLES = /^(latency|k6|runs|sources|labels)\.|^diagnostics\.(intervals|modes|corrected)$/;

const touchedByPhases = (method: string): boolean => !ABOUT_SAMPLES.test(method);

/** @param spans none: as Loadstone finds them */
async function writePhases(layer: QueryLayer, runId: number, spans: readonly PhaseSpan[]): Promise<void> {
  if (spans.length === 0) await layer.change('phases.reset', { runId }, touchedByPhases);
  else await layer.change('phases.set', { runId, phases: [...spans] }, touchedByPhases);
}
