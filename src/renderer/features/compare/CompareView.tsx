import './compare.css';
import { useCallback, useMemo, useRef, useState, type ReactNode, type RefObject } from 'react';
import type { Comparison, MetricVerdict } from '#shared/model/comparison.ts';
import { useQueryLayer } from '../../data/use-query.ts';
import { marginOf } from '../../state/compare-draft.ts';
import { comparisonRequest } from '../../state/compare-slice.ts';
import { useActions, useAppState } from '../../state/use-store.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { ComparabilityPanel } from './ComparabilityPanel.tsx';
import { CompareBar } from './CompareBar.tsx';
import { CompareGates } from './CompareGates.tsx';
import { CompareHeader } from './CompareHeader.tsx';
import { DetailPanel } from './DetailPanel.tsx';
import { EmptySides } from './EmptySides.tsx';
import { MarginDialog } from './MarginDialog.tsx';
import { Sides } from './Sides.tsx';
import { comparisonName } from './side-words.ts';
import { TrendPanel } from './TrendPanel.tsx';
import { UnpairedBar } from './UnpairedBar.tsx';
import { useComparison, type ComparisonAnswer } from './use-comparison.ts';
import { compareDuration, overlaid, rowsOf, worstLabel } from './verdict-order.ts';
import { VerdictPanel, type VerdictPanelHandle } from './VerdictPanel.tsx';

/** Baseline against candidate: whether they can be compared, what changed, and why that is said. */
export function CompareView(): ReactNode {
  const draft = useAppState((state) => state.compare.draft);
  const runs = useAppState((state) => state.workspace.runs);
  const { setCompareMargin } = useActions();
  const request = useMemo(() => comparisonRequest(draft), [draft]);
  const answer = useComparison(request);
  const panel = useRef<VerdictPanelHandle>(null);
  const [margin, setMargin] = useState<{ readonly label: string | null } | null>(null);
  const askMargin = useCallback((label: string | null) => setMargin({ label }), []);
  const names = (ids: readonly number[]): readonly string[] =>
    ids.flatMap((id) => runs.filter((run) => run.id === id).map((run) => run.name));
  const copyable = request !== null && (answer.comparison !== null || answer.provisional.length > 0);
  return (
    <div className="compare">
      <CompareHeader
        suggestedName={
          request === null
            ? 'New comparison'
            : comparisonName(names(draft.baseline.runIds), names(draft.candidate.runIds))
        }
        request={request}
        onCopy={
          copyable
            ? async () => {
                await navigator.clipboard.writeText(panel.current?.text() ?? '');
              }
            : null
        }
      />
      <CompareBar answer={answer} onMargin={askMargin} />
      <div className="compare__sides">
        <Sides comparison={answer.comparison} />
        {request !== null && <CompareGates request={request} comparison={answer.comparison} />}
      </div>
      {request === null ? <EmptySides /> : <Body answer={answer} panel={panel} onMargin={askMargin} />}
      {margin !== null && (
        <MarginDialog
          label={margin.label}
          margin={marginOf(draft, margin.label)}
          isOwn={draft.margins.some((own) => own.label === margin.label)}
          onSet={(next) => setCompareMargin(margin.label, next)}
          onClose={() => setMargin(null)}
        />
      )}
    </div>
  );
}

interface BodyProps {
  readonly answer: ComparisonAnswer;
  readonly panel: RefObject<VerdictPanelHandle | null>;
  readonly onMargin: (label: string | null) => void;
}

const NONE: readonly MetricVerdict[] = [];
const VIEWS = [
  { value: 'verdicts', label: 'Verdicts' },
  { value: 'trend', label: 'Trend' },
] as const;

function Body({ answer, panel, onMargin }: BodyProps): ReactNode {
  const { comparison, provisional, loading, error } = answer;
  const metric = useAppState((state) => state.compare.metric);
  const chosen = useAppState((state) => state.compare.chosen);
  const runs = useAppState((state) => state.workspace.runs);
  const margin = useAppState((state) => state.compare.draft.margin.ratio);
  const { chooseCompared } = useActions();
  const openVerdict = useOpenVerdict(comparison);
  const [view, setView] = useState<(typeof VIEWS)[number]['value']>('verdicts');

  const verdicts = useMemo(
    () => (loading ? overlaid(comparison?.verdicts ?? NONE, provisional) : (comparison?.verdicts ?? NONE)),
    [comparison, provisional, loading],
  );
  const { rows, headline } = useMemo(() => rowsOf(verdicts, metric), [verdicts, metric]);
  const known = chosen === null ? headline !== null : rows.some((row) => row.label === chosen);
  const label = chosen !== undefined && known ? chosen : worstLabel(rows);
  const verdict = label === null ? headline : (rows.find((row) => row.label === label) ?? null);
  const duration = useMemo(() => {
    const ids = [...(comparison?.baseline ?? []), ...(comparison?.candidate ?? [])].map((run) => run.runId);
    const ticks = runs.filter((run) => ids.includes(run.id)).map((run) => run.clockTickMs);
    return compareDuration(rows, Math.max(0, ...ticks) || 1);
  }, [rows, runs, comparison]);

  if (error !== null && comparison === null)
    return (
      <div className="compare__none">
        <ErrorNote title="The runs could not be compared" error={error} onRetry={answer.retry} />
      </div>
    );
  const switcher =
    runs.length > 2 ? <Segmented label="View" value={view} options={VIEWS} onChange={setView} /> : null;
  return (
    <>
      <div className="compare__middle" aria-busy={loading}>
        <ComparabilityPanel checks={comparison?.checks ?? null} stopped={answer.cancelled} />
        {view === 'trend' && runs.length > 2 ? (
          <TrendPanel metric={metric} label={label} controls={switcher} />
        ) : (
          <VerdictPanel
            ref={panel}
            rows={rows}
            headline={headline}
            metric={metric}
            margin={margin}
            duration={duration}
            provisional={loading}
            waiting={comparison === null}
            chosen={label}
            onChoose={chooseCompared}
            onOpen={openVerdict}
            onMargin={onMargin}
            controls={switcher}
          >
            {error !== null && (
              <div className="verdicts__foot bad" role="alert">
                <span>{error.message} These are the verdicts from before the last change.</span>
                <Button size="small" onClick={answer.retry}>
                  Try again
                </Button>
              </div>
            )}
            {comparison !== null && <UnpairedBar comparison={comparison} />}
          </VerdictPanel>
        )}
      </div>
      {comparison !== null && verdict !== null ? (
        <DetailPanel
          // Another pair of runs, or another transaction, is another page: a brushed span of one means nothing there.
          key={`${sidesKey(comparison)} ${verdict.label ?? ''}`}
          comparison={comparison}
          verdict={verdict}
          verdicts={verdicts.filter((other) => other.label === verdict.label)}
          duration={duration}
          provisional={loading}
          onMargin={onMargin}
        />
      ) : (
        <div />
      )}
    </>
  );
}

function sidesKey({ baseline, candidate }: Comparison): string {
  return [...baseline, ...candidate]
    .map((run) => `${run.runId}:${run.window.fromMs}-${run.window.toMs}`)
    .join();
}

/** Shows that transaction of both runs in the explorer: the candidate's run, held against the baseline's. */
function useOpenVerdict(comparison: Comparison | null): (verdict: MetricVerdict) => void {
  const layer = useQueryLayer();
  const mapping = useAppState((state) => state.compare.draft.mapping);
  const { selectRun, setTransactions, setAgainst, setView } = useActions();
  return useCallback(
    (verdict) => {
      const runId = comparison?.candidate[0]?.runId;
      const baselineRunId = comparison?.baseline[0]?.runId;
      if (runId === undefined || baselineRunId === undefined) return;
      const name = verdict.candidateLabel ?? verdict.label;
      const asked = layer.ask('runs.transactions', { runId });
      const show = (ids: readonly number[] | null): void => {
        selectRun(runId);
        setTransactions(ids);
        setAgainst(runId === baselineRunId ? null : { runId, baselineRunId, mapping });
        setView('explorer');
      };
      asked.result.then(
        (transactions) => {
          const ids = transactions.filter(({ label }) => label === name).map(({ id }) => id);
          show(ids.length === 0 ? null : ids);
        },
        // Without names the run is opened as a whole; what failed is said by the view that needs it.
        () => show(null),
      );
    },
    [comparison, mapping, layer, selectRun, setTransactions, setAgainst, setView],
  );
}
