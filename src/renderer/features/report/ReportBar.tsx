import { ChevronDown, ChevronLeft, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import type { PreviewMode } from '../../state/report-slice.ts';
import { useActions, useAppState } from '../../state/use-store.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { ExportState } from './ExportState.tsx';
import { spreadOf } from './preview/page-map.ts';
import type { PreviewAnswer } from './preview/use-preview.ts';
import { useExport } from './use-export.ts';
import { useOpenReport } from './use-report-edit.ts';

interface ReportBarProps {
  readonly preview: PreviewAnswer;
  readonly page: number;
  readonly onPage: (page: number) => void;
}

/** What the report is about, which pages are shown, and how it leaves the window. */
export function ReportBar({ preview, page, onPage }: ReportBarProps): ReactNode {
  const { setPreviewMode, setReportTab } = useActions();
  const exporting = useExport();
  const { mode, pages, pdfMissing } = preview;
  const modes: readonly { readonly value: PreviewMode; readonly label: string }[] =
    pdfMissing === null
      ? [
          { value: 'one', label: 'One page' },
          { value: 'two', label: 'Two pages' },
          { value: 'web', label: 'Web page' },
        ]
      : [{ value: 'web', label: 'Web page' }];
  return (
    <div className="report__bar" data-pane="selection">
      <button
        type="button"
        className="report__about"
        title="Choose what the report is about"
        onClick={() => setReportTab('settings')}
      >
        <Sides />
      </button>
      <span className="panel-header__space" />
      <ExportState exporting={exporting} />
      <Segmented label="Preview" value={mode} options={modes} onChange={setPreviewMode} />
      {mode !== 'web' && pages !== null && (
        <PageTurner page={page} count={pages.count} shown={mode === 'two' ? 2 : 1} onPage={onPage} />
      )}
      <Menu
        align="end"
        trigger={
          <Button size="small" disabled={exporting.running !== null}>
            Export as
            <ChevronDown />
          </Button>
        }
        entries={[
          { kind: 'action', id: 'html', label: 'HTML, one file', onSelect: () => exporting.start('html') },
          { kind: 'action', id: 'markdown', label: 'Markdown', onSelect: () => exporting.start('markdown') },
          {
            kind: 'action',
            id: 'json',
            label: 'JSON, for programs',
            onSelect: () => exporting.start('json'),
          },
        ]}
      />
      <Button
        size="small"
        variant="primary"
        disabled={exporting.running !== null || pdfMissing !== null}
        title={pdfMissing ?? undefined}
        onClick={() => exporting.start('pdf')}
      >
        Export PDF
      </Button>
    </div>
  );
}

function Sides(): ReactNode {
  const { edits } = useOpenReport();
  const runs = useAppState((state) => state.workspace.runs);
  const names = (ids: readonly number[]): string => {
    const [first] = runs.filter(({ id }) => ids.includes(id));
    if (first === undefined) return 'no run';
    return ids.length > 1 ? `${first.name} and ${ids.length - 1} more` : first.name;
  };
  const { baseline, candidate, profileIds, baselineProfileIds, seriesIds } = edits.subject;
  const attached = [
    counted(profileIds.length + baselineProfileIds.length, 'profile', 'profiles'),
    counted(seriesIds.length, 'series of snapshots', 'series of snapshots'),
  ].filter((part) => part !== null);
  const isAttachedOnly = candidate.length === 0 && attached.length > 0;
  if (baseline.length === 0 || isAttachedOnly)
    return (
      <>
        <span className="text-3">About</span>{' '}
        <b className="ellipsis">{isAttachedOnly ? attached.join(', ') : names(candidate)}</b>
      </>
    );
  return (
    <>
      <span className="text-3">Compared</span>
      <span className="report__side report__side--a" role="img" aria-label="Baseline">
        A
      </span>
      <b className="ellipsis">{names(baseline)}</b>
      <span className="report__side report__side--b" role="img" aria-label="Candidate">
        B
      </span>
      <b className="ellipsis">{names(candidate)}</b>
    </>
  );
}

function counted(count: number, one: string, many: string): string | null {
  return count === 0 ? null : `${count} ${count === 1 ? one : many}`;
}

interface PageTurnerProps {
  readonly page: number;
  readonly count: number;
  readonly shown: 1 | 2;
  readonly onPage: (page: number) => void;
}

function PageTurner({ page, count, shown, onPage }: PageTurnerProps): ReactNode {
  const first = spreadOf(page, shown, count);
  const last = Math.min(first + shown, count);
  const words =
    last - first > 1 ? `Pages ${first + 1} and ${last} of ${count}` : `Page ${first + 1} of ${count}`;
  return (
    <span className="report__pages">
      <IconButton label="Pages before" disabled={first === 0} onClick={() => onPage(first - shown)}>
        <ChevronLeft />
      </IconButton>
      <span className="figure" role="status">
        {words}
      </span>
      <IconButton label="Pages after" disabled={last >= count} onClick={() => onPage(first + shown)}>
        <ChevronRight />
      </IconButton>
    </span>
  );
}
