import type { ReactNode } from 'react';
import { comparedMetrics, type Comparison } from '#shared/model/comparison.ts';
import { useActions, useAppState } from '../../state/use-store.ts';
import { Button } from '../../ui/Button.tsx';
import { numberFormat } from '../../ui/number-format.ts';
import { ProgressLine } from '../../ui/ProgressLine.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import type { ComparisonAnswer } from './use-comparison.ts';
import { marginText, metricNames } from './verdict-words.ts';

const METRICS = comparedMetrics.map((value) => ({ value, label: metricNames[value] }));

interface CompareBarProps {
  readonly answer: ComparisonAnswer;
  readonly onMargin: (label: string | null) => void;
}

/** What is judged, by how much it must change, and how far the computation is. */
export function CompareBar({ answer, onMargin }: CompareBarProps): ReactNode {
  const metric = useAppState((state) => state.compare.metric);
  const margin = useAppState((state) => state.compare.draft.margin);
  const own = useAppState((state) => state.compare.draft.margins.length);
  const { setComparedMetric } = useActions();
  return (
    <div className="compare__bar" data-pane="compare-bar">
      <span className="text-3">Metric</span>
      <Segmented label="Metric" value={metric} options={METRICS} onChange={setComparedMetric} />
      <Button size="small" onClick={() => onMargin(null)} title="How large a change must be to matter">
        <span className="text-3">Margin</span> {marginText(margin, 'p95')}
        {own > 0 && <span className="text-3">and {own === 1 ? '1 of its own' : `${own} of their own`}</span>}
      </Button>
      <span className="panel-header__space" />
      <Progress answer={answer} />
      {answer.comparison !== null && <Samples comparison={answer.comparison} />}
    </div>
  );
}

function Samples({ comparison }: { readonly comparison: Comparison }): ReactNode {
  const count = (runs: Comparison['baseline']): string =>
    numberFormat.count(runs.reduce((sum, run) => sum + run.samples, 0));
  return (
    <span className="figure">
      <span className="side-a">{count(comparison.baseline)}</span> and{' '}
      <span className="side-b">{count(comparison.candidate)}</span> samples
    </span>
  );
}

function Progress({ answer }: { readonly answer: ComparisonAnswer }): ReactNode {
  const { loading, progress, cancelled } = answer;
  if (cancelled)
    return (
      <span className="compare__progress" role="status">
        Stopped.
        <Button size="small" onClick={answer.resume}>
          Compare
        </Button>
      </span>
    );
  if (!loading) return null;
  const words =
    progress === null
      ? 'Comparing'
      : `${numberFormat.count(progress.done)} of ${numberFormat.count(progress.total)}`;
  return (
    <span className="compare__progress">
      <span className="figure text-2" role="status">
        {words}
      </span>
      <span className="compare__progress-line">
        <ProgressLine
          label="The comparison is being computed"
          value={progress === null || progress.total === 0 ? null : progress.done / progress.total}
          text={words}
        />
      </span>
      <Button size="small" variant="ghost" onClick={answer.cancel}>
        Cancel
      </Button>
    </span>
  );
}
