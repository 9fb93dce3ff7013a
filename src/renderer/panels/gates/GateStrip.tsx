import './gate-strip.css';
import { Ellipsis } from 'lucide-react';
import { memo, useState, type ReactNode } from 'react';
import type { GateLimit, GateResult } from '#shared/model/gates.ts';
import { useActions } from '../../state/use-store.ts';
import { Button } from '../../ui/Button.tsx';
import { classes } from '../../ui/class-names.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { ProgressLine } from '../../ui/ProgressLine.tsx';
import { StatusIcon } from '../../ui/StatusIcon.tsx';
import { GateDetails, type GateTransactions } from './GateDetails.tsx';
import { GateSummary } from './GateSummary.tsx';
import { keyFigure, outcomeStatus, outcomeWords, overallWords, worstGatesFirst } from './gate-words.ts';
import type { GatesAnswer } from './use-gates.ts';

/** Cells beside the overall one; further gates stand in its list. */
const MAX_CELLS = 7;

interface GateStripProps {
  /** The run that is judged. */
  readonly runId: number;
  readonly answer: GatesAnswer;
  readonly transactions: GateTransactions | null;
  /** Where another run can be judged: how to choose it. */
  readonly runChoice?: ReactNode;
}

/**
 * How the run keeps its gates: the outcome, then a cell for each gate, the worst first. Rendered apart from the figures: its
 * popups must not cost a moving brush anything.
 */
export const GateStrip = memo(function GateStrip({
  runId,
  answer,
  transactions,
  runChoice = null,
}: GateStripProps): ReactNode {
  const { evaluation, loading, error } = answer;
  const failed = error !== null && !loading;
  const sorted = worstGatesFirst(evaluation?.results ?? []);
  // A place for "more" is worth it only for two.
  const cells = sorted.length <= MAX_CELLS + 1 ? sorted : sorted.slice(0, MAX_CELLS);
  return (
    <section className="gate-strip" aria-label="Gates" aria-busy={loading} data-pane="gates">
      {loading && (
        <div className="gate-strip__progress">
          <ProgressLine label="The gates are being judged" value={null} thickness={2} />
        </div>
      )}
      <div className={classes('gate-strip__cells', evaluation !== null && (loading || failed) && 'is-old')}>
        {evaluation !== null && (
          <GateCell
            className="gate-cell--all"
            name={overallWords(evaluation).title}
            outcome={evaluation.results.length === 0 ? null : evaluation.outcome}
            figure={overallWords(evaluation).figure}
            label="All gates"
          >
            {(close) => (
              <GateSummary
                runId={runId}
                evaluation={evaluation}
                baseline={answer.baseline}
                transactions={closing(transactions, close)}
              />
            )}
          </GateCell>
        )}
        {evaluation === null && !failed && <p className="gate-strip__waiting text-2">Gates: being judged</p>}
        {cells.map((result) => (
          <GateCell
            key={result.id}
            name={result.name}
            outcome={result.outcome}
            figure={figureOf(result, evaluation?.limits ?? [])}
            proposed={result.proposed}
            label={`Gate ${result.name}`}
          >
            {(close) => <GateDetails result={result} transactions={closing(transactions, close)} />}
          </GateCell>
        ))}
        {sorted.length > cells.length && evaluation !== null && (
          <GateCell
            name={`${sorted.length - cells.length} more`}
            outcome={null}
            figure={moreWords(sorted.slice(cells.length))}
            label="Further gates"
          >
            {(close) => (
              <GateSummary
                runId={runId}
                evaluation={{ ...evaluation, results: sorted.slice(cells.length) }}
                baseline={null}
                transactions={closing(transactions, close)}
              />
            )}
          </GateCell>
        )}
        {failed && <Failure answer={answer} />}
      </div>
      {runChoice}
      <StripMenu runId={runId} />
    </section>
  );
});

/** `failed, 3 of 14 over 200 ms, conditional` but for the outcome, which stands in front. */
function figureOf(result: GateResult, limits: readonly GateLimit[]): string {
  const parts = [keyFigure(result, limits)];
  if (result.enforcement === 'conditional') parts.push('conditional');
  if (result.proposed) parts.push('proposed');
  return parts.join(', ');
}

/** Sorted by outcome, so that the first is the worst. */
function moreWords(results: readonly GateResult[]): string {
  const worst = results[0]?.outcome ?? 'passed';
  const count = results.filter(({ outcome }) => outcome === worst).length;
  return count === results.length ? `all ${outcomeWords[worst]}` : `${count} ${outcomeWords[worst]}`;
}

/** Whoever picks a transaction wants to see it: the popup closes. */
function closing(transactions: GateTransactions | null, close: () => void): GateTransactions | null {
  if (transactions === null) return null;
  return {
    isLabel: transactions.isLabel,
    onPick: (label) => {
      close();
      transactions.onPick(label);
    },
  };
}

interface GateCellProps {
  readonly name: string;
  /** Null: it stands for something else than a gate. */
  readonly outcome: GateResult['outcome'] | null;
  readonly figure: string;
  readonly label: string;
  readonly proposed?: boolean;
  readonly className?: string;
  readonly children: (close: () => void) => ReactNode;
}

function GateCell({
  name,
  outcome,
  figure,
  label,
  proposed = false,
  className,
  children,
}: GateCellProps): ReactNode {
  const [open, setOpen] = useState(false);
  // The overall cell says its outcome in its name.
  const word = outcome === null || className !== undefined ? null : outcomeWords[outcome];
  return (
    <Popover
      label={label}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button
          type="button"
          className={classes(
            'gate-cell',
            outcome !== null && `gate-cell--${outcome}`,
            proposed && 'is-proposed',
            className,
          )}
          title={`${name}: ${word === null ? figure : `${word}, ${figure}`}`}
        >
          <span className="gate-cell__name">
            {outcome !== null && <StatusIcon status={outcomeStatus[outcome]} />}
            <span className="ellipsis">{name}</span>
          </span>
          <span className="gate-cell__figure ellipsis">
            {word !== null && <span className="gate-cell__word">{word}, </span>}
            {figure}
          </span>
        </button>
      }
    >
      {children(() => setOpen(false))}
    </Popover>
  );
}

function Failure({ answer: { error, retry } }: { readonly answer: GatesAnswer }): ReactNode {
  if (error === null) return null;
  return (
    <div className="gate-strip__error" role="alert">
      <StatusIcon status="bad" />
      <span className="ellipsis" title={`${error.message} ${error.hint ?? ''}`}>
        The gates could not be judged: {error.message}
      </span>
      <Popover
        label="Why the gates could not be judged"
        trigger={
          <Button size="small" variant="ghost">
            Details
          </Button>
        }
      >
        <ErrorNote title="The gates could not be judged" error={error} onRetry={retry} />
      </Popover>
      <Button size="small" onClick={retry}>
        Try again
      </Button>
    </div>
  );
}

function StripMenu({ runId }: { readonly runId: number }): ReactNode {
  const { openGates } = useActions();
  return (
    <Menu
      align="end"
      trigger={
        <button type="button" className="icon-button gate-strip__more" aria-label="Gates: more">
          <Ellipsis />
        </button>
      }
      entries={[
        {
          kind: 'action',
          id: 'edit',
          label: 'Edit gates…',
          onSelect: () => openGates({ kind: 'editor', runId, propose: false }),
        },
        {
          kind: 'action',
          id: 'propose',
          label: 'Propose limits from this run…',
          onSelect: () => openGates({ kind: 'editor', runId, propose: true }),
        },
        {
          kind: 'action',
          id: 'baselines',
          label: 'Name this run as baseline…',
          onSelect: () => openGates({ kind: 'baselines', runId }),
        },
      ]}
    />
  );
}
