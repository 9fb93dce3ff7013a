import type { ReactNode } from 'react';
import { MIN_PLATEAU_MS, phaseNames } from '#shared/model/phases.ts';
import type { Run } from '#shared/model/run.ts';
import { phaseOfTime } from '../../panels/phases/phase-of-time.ts';
import { usePhases } from '../../panels/phases/use-phases.ts';
import { spanLabel } from '../../panels/timeline/span-label.ts';
import { useActions, useAppState } from '../../state/use-store.ts';
import { formatSpan } from '../../ui/duration-format.ts';

interface FiguresBasisProps {
  readonly run: Run;
  /** Samples of the selection; null while not known. */
  readonly samples: number | null;
}

/** Which time the figures of the screen are of; while they are of the whole run, the way to its steady phase. */
export function FiguresBasis({ run, samples }: FiguresBasisProps): ReactNode {
  const span = useAppState((state) => state.selection.time);
  const { setTime } = useActions();
  const { report } = usePhases(run);
  if (span !== null) {
    const phase = report === null ? null : phaseOfTime(report.phases, span);
    const name = phase === null ? '' : `${phaseNames[phase]}: `;
    return (
      <span className="overview__basis" role="status">
        Figures use {name}
        {spanLabel(span, run.durationMs, samples)}
      </span>
    );
  }
  const steady = report?.steady ?? null;
  if (steady === null && report?.phases.some(({ kind }) => kind === 'unjudged') === true) {
    return (
      <span className="overview__basis" title={report.note ?? undefined}>
        Figures use the whole run: too short to judge, {MIN_PLATEAU_MS / 60_000} min are needed
      </span>
    );
  }
  if (steady === null || (steady.fromMs <= 0 && steady.toMs >= run.durationMs)) return null;
  return (
    <button type="button" className="text-button overview__basis" onClick={() => setTime(steady)}>
      Use the steady phase, {formatSpan(steady.toMs - steady.fromMs)}
    </button>
  );
}
