import { useEffect, useState, type ReactNode } from 'react';
import type { PrintedFinding } from '#shared/model/report-findings.ts';
import type { ReportDraft, ReportTab } from '../../state/report-slice.ts';
import { useActions, useAppState } from '../../state/use-store.ts';
import { QueryBody } from '../../panels/query-body/QueryBody.tsx';
import { FindingsTab } from './findings/FindingsTab.tsx';
import { PicturesTab } from './pictures/PicturesTab.tsx';
import { anchorOf } from './preview/page-map.ts';
import { Preview } from './preview/Preview.tsx';
import { usePreview } from './preview/use-preview.ts';
import { ReportBar } from './ReportBar.tsx';
import { ReportHeader } from './ReportHeader.tsx';
import { SettingsTab } from './settings/SettingsTab.tsx';
import { findingsToken, useReportFindings, type ShownFindings } from './use-report-findings.ts';
import { useOpenReport } from './use-report-edit.ts';
import { StepNote } from './StepNote.tsx';

const NO_FINDINGS: readonly PrintedFinding[] = [];

/** The editor at the left, the pages as they will be printed at the right. */
export function ReportScreen({ draft }: { readonly draft: ReportDraft }): ReactNode {
  const { id, edits } = useOpenReport();
  const tab = useAppState((state) => state.report.tab);
  const chosenId = useAppState((state) => state.report.chosen);
  const { chooseFinding, setReportTab } = useActions();
  const answer = useReportFindings(id, edits);
  const preview = usePreview();
  const [page, setPage] = useState(0);
  const findings = answer.data?.findings ?? NO_FINDINGS;
  const printed = findings.filter(({ status }) => status !== 'dismissed');
  const chosen = printed.find((finding) => finding.id === chosenId) ?? printed[0] ?? null;

  // A finding that was left out or taken away gives its place to the first: from then on that one is meant.
  const meant = chosen?.id ?? null;
  useEffect(() => {
    if (chosenId !== null && meant !== null && meant !== chosenId) chooseFinding(meant);
  }, [chosenId, meant, chooseFinding]);

  const failed = answer.error !== null && answer.data === null;
  return (
    <div className="report">
      <ReportHeader draft={draft} />
      <ReportBar preview={preview} page={page} onPage={setPage} />
      <div className="report__editor">
        {tab === 'settings' ? (
          <SettingsTab />
        ) : (
          <QueryBody
            subject="The list of findings"
            loading={answer.status === 'loading'}
            error={answer.error}
            onRetry={answer.retry}
          >
            {answer.data === null ? (
              failed ? null : (
                <StepNote token={findingsToken(id)} />
              )
            ) : (
              <Tab tab={tab} findings={answer.data} chosen={chosen} />
            )}
          </QueryBody>
        )}
      </div>
      <Preview
        preview={preview}
        findings={printed}
        chosen={tab === 'findings' ? chosen : null}
        anchor={anchorOfTab(tab, chosen)}
        followed={chosenId !== null || tab === 'pictures'}
        page={page}
        onPage={setPage}
        onChoose={(findingId) => {
          chooseFinding(findingId);
          setReportTab('findings');
        }}
      />
    </div>
  );
}

/** Where what is edited begins in the document. */
function anchorOfTab(tab: ReportTab, chosen: PrintedFinding | null): string | null {
  if (tab === 'pictures') return 'pictures';
  return tab === 'findings' && chosen !== null ? anchorOf(chosen) : null;
}

interface TabProps {
  readonly tab: 'findings' | 'pictures';
  readonly findings: ShownFindings;
  readonly chosen: PrintedFinding | null;
}

function Tab({ tab, findings, chosen }: TabProps): ReactNode {
  return tab === 'findings' ? (
    <FindingsTab findings={findings} chosen={chosen} />
  ) : (
    <PicturesTab findings={findings.findings} />
  );
}
