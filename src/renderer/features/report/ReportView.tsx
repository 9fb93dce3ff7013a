import './report.css';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { toWireError, type WireError } from '#shared/contract/errors.ts';
import { useEngineQuery, useQueryLayer } from '../../data/use-query.ts';
import { makeReport, wishAtHand } from '../../panels/findings/make-report.ts';
import { useActions, useAppState, useAppStore } from '../../state/use-store.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { ProgressLine } from '../../ui/ProgressLine.tsx';
import { ReportScreen } from './ReportScreen.tsx';
import { OpenReportContext, type OpenReport } from './use-report-edit.ts';

/** The report that was opened last, else the one that was changed last, else how to make one. */
export function ReportView(): ReactNode {
  const openId = useAppState((state) => state.report.openId);
  const list = useEngineQuery('reports.list', {});
  const { openReport } = useActions();
  const known = list.data?.some(({ id }) => id === openId) ?? false;
  const latest = list.data?.[0]?.id ?? null;

  useEffect(() => {
    if (list.data !== null && !known && latest !== null) openReport(latest);
  }, [list.data, known, latest, openReport]);

  if (list.data === null) {
    return (
      <div className="report__none">
        {list.error === null ? (
          <ProgressLine label="Reports are being read" value={null} thickness={2} />
        ) : (
          <ErrorNote title="The reports could not be read" error={list.error} onRetry={list.retry} />
        )}
      </div>
    );
  }
  if (latest === null) return <NoReport />;
  if (openId === null || !known) return null;
  return <LoadedReport key={openId} id={openId} />;
}

function LoadedReport({ id }: { readonly id: number }): ReactNode {
  const draft = useAppState((state) => state.report.drafts[id]);
  const readOnly = useAppState((state) => state.workspace.info?.readOnly === true);
  const { loadReport, editReport, endTyping } = useActions();
  const answer = useEngineQuery('reports.get', { id });

  useEffect(() => {
    if (answer.data !== null && !answer.isPrevious) loadReport(answer.data);
  }, [answer.data, answer.isPrevious, loadReport]);

  const edits = draft?.edits ?? null;
  const open = useMemo(
    (): OpenReport | null =>
      edits === null
        ? null
        : {
            id,
            edits,
            readOnly,
            edit: (label, change, typing) => editReport(id, label, change, typing),
            endTyping,
          },
    [id, edits, readOnly, editReport, endTyping],
  );
  if (open === null || draft === undefined) {
    return (
      <div className="report__none">
        {answer.error === null ? (
          <ProgressLine label="The report is being read" value={null} thickness={2} />
        ) : (
          <ErrorNote title="The report could not be read" error={answer.error} onRetry={answer.retry} />
        )}
      </div>
    );
  }
  return (
    <OpenReportContext value={open}>
      <ReportScreen draft={draft} />
    </OpenReportContext>
  );
}

function NoReport(): ReactNode {
  const store = useAppStore();
  const layer = useQueryLayer();
  const readOnly = useAppState((state) => state.workspace.info?.readOnly === true);
  const wish = useAppState((state) => wishAtHand(state) !== null);
  const [failure, setFailure] = useState<WireError | null>(null);

  function make(): void {
    const about = wishAtHand(store.getState());
    setFailure(null);
    if (about !== null)
      makeReport(about, store, layer).catch((error: unknown) => setFailure(toWireError(error)));
  }

  return (
    <div className="report__none">
      <EmptyState
        title="No report yet"
        actions={
          wish && (
            <Button variant="primary" disabled={readOnly} onClick={make}>
              Make a report
            </Button>
          )
        }
      >
        {!wish
          ? 'Drop result files, profiles or heap snapshots anywhere on the window. A report presents what was found in them.'
          : readOnly
            ? 'The workspace can only be read: save a copy of it to make a report.'
            : 'A report presents the findings of a run, or of a comparison, as pages: you edit and sign them, and hand out a PDF.'}
      </EmptyState>
      {failure !== null && <ErrorNote title="The report could not be made" error={failure} onRetry={make} />}
    </div>
  );
}
