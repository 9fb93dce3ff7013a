import './findings.css';
import { memo, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { toWireError, type WireError } from '#shared/contract/errors.ts';
import type { Finding } from '#shared/model/finding.ts';
import type { Run } from '#shared/model/run.ts';
import { useEngineQuery, useQueryLayer } from '../../data/use-query.ts';
import { useActions, useAppState, useAppStore } from '../../state/use-store.ts';
import { Button } from '../../ui/Button.tsx';
import { classes } from '../../ui/class-names.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { numberFormat } from '../../ui/number-format.ts';
import { PanelHeader } from '../../ui/PanelHeader.tsx';
import { QueryBody } from '../query-body/QueryBody.tsx';
import { findingTarget } from './finding-target.ts';
import { makeReport } from './make-report.ts';
import { SeverityMark } from './SeverityMark.tsx';
import { confidenceWords } from './severity-words.ts';
import { useOpenTarget } from './use-open-target.ts';
import { useRunFindings } from './use-run-findings.ts';

const NONE: readonly Finding[] = [];

interface FindingsPanelProps {
  readonly run: Run;
  /** Runs that it is held against; null: not known yet. */
  readonly baseline: readonly number[] | null;
  /** Controls in the header. */
  readonly children?: ReactNode;
}

/** What Loadstone finds in a run, what matters most first. Enter shows the evidence. */
export const FindingsPanel = memo(function FindingsPanel({
  run,
  baseline,
  children,
}: FindingsPanelProps): ReactNode {
  const answer = useRunFindings(run.id, baseline);
  const findings = answer.data?.findings ?? NONE;
  return (
    <section className="findings" aria-label="Findings" data-pane="findings">
      <PanelHeader title="Findings" note={answer.data === null ? null : noteOf(findings)}>
        {children}
        <MakeReport runId={run.id} baseline={baseline} />
      </PanelHeader>
      <div className="findings__body">
        <QueryBody
          subject="The list of findings"
          loading={answer.status === 'loading' || (baseline === null && answer.data === null)}
          error={answer.error}
          onRetry={answer.retry}
        >
          {answer.data === null ? null : findings.length === 0 ? (
            <p className="findings__none">
              Nothing stands out. {notMeasuredText(answer.data.notMeasured.length)}
            </p>
          ) : (
            <FindingRows findings={findings} />
          )}
        </QueryBody>
      </div>
    </section>
  );
});

function noteOf(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'none';
  const high = findings.filter(({ severity }) => severity === 'high').length;
  const count = numberFormat.count(findings.length);
  return `${count}, ${high === 0 ? 'none' : numberFormat.count(high)} high`;
}

function notMeasuredText(count: number): string {
  if (count === 0) return '';
  return count === 1
    ? 'One thing could not be looked at.'
    : `${count} things could not be looked at; a report lists them.`;
}

function FindingRows({ findings }: { readonly findings: readonly Finding[] }): ReactNode {
  const id = useId();
  const openTarget = useOpenTarget();
  const list = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const at = Math.min(active, findings.length - 1);

  function open(index: number): void {
    const finding = findings[index];
    if (finding === undefined) return;
    const target = findingTarget(finding.evidence, scopeOf(finding));
    // The transactions of a run that is just being removed: the list will be another one at once.
    if (target !== null) openTarget(target).catch(() => undefined);
  }

  function move(to: number): void {
    const index = Math.min(Math.max(to, 0), findings.length - 1);
    setActive(index);
    list.current?.children[index]?.scrollIntoView({ block: 'nearest' });
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: findings.length - 1,
    };
    const to = steps[event.key];
    if (to !== undefined) move(to);
    else if (event.key === 'Enter') open(at);
    else return;
    event.preventDefault();
  }

  return (
    <div
      ref={list}
      className="findings__rows"
      role="listbox"
      aria-label="Findings, Enter shows the evidence"
      aria-activedescendant={`${id}-${at}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      {findings.map((finding, index) => (
        <div
          key={finding.id}
          id={`${id}-${index}`}
          className={classes('findings__row', index === at && 'is-active')}
          role="option"
          aria-selected={index === at}
          title={`${finding.title}\n${finding.statement}`}
          onClick={() => setActive(index)}
          onDoubleClick={() => open(index)}
        >
          <SeverityMark severity={finding.severity} />
          <span className="findings__text">
            <b>{finding.title}</b> <span className="text-2">{finding.evidence[0]?.label ?? ''}</span>
          </span>
          <span className="findings__confidence">
            {confidenceWords[finding.confidence].toLowerCase()} confidence
          </span>
        </div>
      ))}
    </div>
  );
}

function scopeOf({ affected }: Finding) {
  const { runIds, span, transactions } = affected;
  return { runIds, span, transactions: transactions.map(({ label }) => label) };
}

function MakeReport({
  runId,
  baseline,
}: {
  readonly runId: number;
  readonly baseline: readonly number[] | null;
}): ReactNode {
  const store = useAppStore();
  const layer = useQueryLayer();
  const readOnly = useAppState((state) => state.workspace.info?.readOnly === true);
  const reports = useEngineQuery('reports.list', {});
  const { openReport, setView } = useActions();
  const [failure, setFailure] = useState<WireError | null>(null);
  const [busy, setBusy] = useState(false);

  function make(): void {
    setBusy(true);
    setFailure(null);
    makeReport({ candidate: [runId], baseline: baseline ?? [] }, store, layer)
      .catch((error: unknown) => setFailure(toWireError(error)))
      .finally(() => setBusy(false));
  }

  const known = reports.data?.find(({ subject }) => subject.candidate.includes(runId));
  if (known !== undefined) {
    return (
      <Button
        size="small"
        variant="ghost"
        title={known.name}
        onClick={() => {
          openReport(known.id);
          setView('report');
        }}
      >
        Open report
      </Button>
    );
  }
  return (
    <>
      <Button
        size="small"
        variant="ghost"
        disabled={readOnly || busy || baseline === null}
        title={readOnly ? 'The workspace can only be read.' : 'Findings as pages, to be edited and signed'}
        onClick={make}
      >
        Make report
      </Button>
      {failure !== null && (
        <div className="findings__failure">
          <ErrorNote title="The report could not be made" error={failure} onRetry={make} />
        </div>
      )}
    </>
  );
}
