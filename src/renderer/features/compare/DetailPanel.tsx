import './detail.css';
import { useMemo, useState, type ReactNode } from 'react';
import type { ComparedRun, Comparison, MetricVerdict } from '#shared/model/comparison.ts';
import type { TimeSpan } from '#shared/model/filter.ts';
import { useNewCrosshair } from '../../charts/use-crosshair.tsx';
import { ProfileDifferenceLink } from '../../panels/profiles/ProfileDifferenceLink.tsx';
import { runById } from '../../state/selectors.ts';
import { useAppState } from '../../state/use-store.ts';
import { Button } from '../../ui/Button.tsx';
import { formatElapsed, type DurationScale } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import { Segmented } from '../../ui/Segmented.tsx';
import { CurvesPanel } from './CurvesPanel.tsx';
import { ErrorsPanel } from './ErrorsPanel.tsx';
import { FiguresRow } from './FiguresRow.tsx';
import { HeatMapsPanel } from './HeatMapsPanel.tsx';
import { PairedPanel } from './PairedPanel.tsx';
import { RunChoice } from './RunChoice.tsx';
import { ShiftPanel } from './ShiftPanel.tsx';
import { pooledRuns, shownRunsText, whyNotTogether, type ShownSide } from './shown-side.ts';
import { useDetailRun, type DetailRun } from './use-detail-run.ts';
import { useDistributions } from './use-distributions.ts';
import { VerdictChip } from './VerdictChip.tsx';
import { VerdictFacts } from './VerdictFacts.tsx';
import { marginText } from './verdict-words.ts';

const VIEWS = [
  { value: 'distributions', label: 'Distributions' },
  { value: 'heat-maps', label: 'Heat maps' },
  { value: 'errors', label: 'Errors' },
] as const;
type DetailView = (typeof VIEWS)[number]['value'];

interface DetailPanelProps {
  readonly comparison: Comparison;
  /** The verdict that is looked at: of the chosen transaction and metric. */
  readonly verdict: MetricVerdict;
  /** Of the same transaction, all metrics. */
  readonly verdicts: readonly MetricVerdict[];
  readonly duration: DurationScale;
  readonly provisional: boolean;
  readonly onMargin: (label: string | null) => void;
}

/** Why a transaction has its verdict: its two distributions, how they differ, and when. */
export function DetailPanel(props: DetailPanelProps): ReactNode {
  const { comparison, verdict, verdicts, duration, provisional, onMargin } = props;
  const runs = useAppState((state) => state.workspace.runs);
  const crosshair = useNewCrosshair();
  const [view, setView] = useState<DetailView>('distributions');
  const [brush, setBrush] = useState<{ readonly span: TimeSpan | null; readonly settled: TimeSpan | null }>({
    span: null,
    settled: null,
  });
  const [places, setPlaces] = useState<readonly [number, number]>([0, 0]);
  const comparedA = comparison.baseline[places[0]] ?? comparison.baseline[0];
  const comparedB = comparison.candidate[places[1]] ?? comparison.candidate[0];
  const runA = runById(runs, comparedA?.runId ?? null);
  const runB = runById(runs, comparedB?.runId ?? null);
  const sideA = useDetailRun(runA, comparedA, verdict.label, brush.settled);
  const sideB = useDetailRun(runB, comparedB, verdict.candidateLabel ?? verdict.label, brush.settled);
  const [together, setTogether] = useState(false);
  const whyNot = whyNotTogether(comparison.baseline, runs) ?? whyNotTogether(comparison.candidate, runs);
  const all = together && whyNot === null;
  const shownA = useShownSide(sideA, all ? comparison.baseline : null, verdict.label, brush.settled);
  const shownB = useShownSide(
    sideB,
    all ? comparison.candidate : null,
    verdict.candidateLabel ?? verdict.label,
    brush.settled,
  );
  const runsWords = (pooled: boolean): string | null =>
    shownRunsText(comparison.baseline, comparison.candidate, places, pooled);
  const distributions = useDistributions(shownA, shownB, verdict.margin.ratio, brush.settled);
  const name = verdict.label ?? 'All counted samples';
  const { settled } = brush;
  return (
    <section className="detail" aria-label="Details" data-pane="details">
      <header className="panel-header detail__header">
        <h2 className="ellipsis" title={name}>
          {name}
        </h2>
        <VerdictChip verdict={verdict.verdict} provisional={provisional} />
        <span className="detail__sentence ellipsis" title={verdict.sentence}>
          {verdict.sentence}
        </span>
        {settled !== null && (
          <span className="detail__brush">
            Charts: {formatElapsed(settled.fromMs)}–{formatElapsed(settled.toMs)} only; verdicts keep their
            windows
            <Button size="small" variant="ghost" onClick={() => setBrush({ span: null, settled: null })}>
              Show all
            </Button>
          </span>
        )}
        <span className="panel-header__space" />
        <VerdictFacts verdict={verdict} duration={duration} basis={basisOf(verdict)} />
        <ProfileDifferenceLink
          baselineRunIds={comparison.baseline.map(({ runId }) => runId)}
          candidateRunIds={comparison.candidate.map(({ runId }) => runId)}
        />
        <RunChoice
          comparison={comparison}
          places={places}
          onPlaces={setPlaces}
          together={together}
          onTogether={setTogether}
          whyNot={whyNot}
        />
        {verdict.metric !== 'errorRate' && (
          <Button
            size="small"
            onClick={() => onMargin(verdict.label)}
            title="Set the margin of this transaction"
          >
            Margin {marginText(verdict.margin, verdict.metric)}
          </Button>
        )}
        <Segmented label="Details" value={view} options={VIEWS} onChange={setView} />
      </header>
      {view === 'distributions' && (
        <div className="detail__charts">
          <CurvesPanel
            sideA={shownA}
            sideB={shownB}
            shownRuns={runsWords(all)}
            metric={verdict.metric}
            crosshair={crosshair}
            name={name}
          />
          <ShiftPanel
            answer={distributions}
            sideA={shownA}
            shownRuns={runsWords(all)}
            margin={verdict.margin.ratio}
            duration={duration}
            crosshair={crosshair}
            name={name}
          />
          <PairedPanel
            sideA={sideA}
            sideB={sideB}
            span={brush.span}
            onBrush={(span, moving) => setBrush((now) => ({ span, settled: moving ? now.settled : span }))}
            crosshair={crosshair}
            shownRuns={runsWords(false)}
            name={name}
          />
        </div>
      )}
      {view === 'heat-maps' && (
        <HeatMapsPanel
          sideA={sideA}
          sideB={sideB}
          crosshair={crosshair}
          shownRuns={runsWords(false)}
          name={name}
        />
      )}
      {view === 'errors' && <ErrorsPanel sideA={sideA} sideB={sideB} shownRuns={runsWords(false)} />}
      <FiguresRow
        verdicts={verdicts}
        shown={verdict.metric}
        distributions={distributions.data}
        duration={duration}
      />
    </section>
  );
}

/** @param all runs of the side, where distributions take several together */
function useShownSide(
  one: DetailRun | null,
  all: readonly ComparedRun[] | null,
  label: string | null,
  span: TimeSpan | null,
): ShownSide {
  return useMemo(
    () => ({ one, all: all === null || all.length < 2 ? null : pooledRuns(all, label, span) }),
    [one, all, label, span],
  );
}

function basisOf({ samples, blocks, mde }: MetricVerdict): string {
  const [a, b] = samples;
  const parts = [`n ${numberFormat.count(a)} and ${numberFormat.count(b)}`];
  const [blocksA, blocksB] = blocks;
  if (blocksA !== null && blocksB !== null)
    parts.push(blocksA === blocksB ? `${blocksA} time blocks each` : `${blocksA} and ${blocksB} time blocks`);
  if (mde !== null) parts.push(`smallest detectable ${numberFormat.percent(mde)}`);
  return parts.join(', ');
}
