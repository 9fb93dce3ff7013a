import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ReportFormat } from '#shared/model/report.ts';
import { useAppState } from '../../state/use-store.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { ProgressLine } from '../../ui/ProgressLine.tsx';
import type { Exporting } from './use-export.ts';

const formatWords: Readonly<Record<ReportFormat, string>> = {
  pdf: 'PDF',
  html: 'HTML',
  markdown: 'Markdown',
  json: 'JSON',
};

/** How far an export is, and what came of the last one. */
export function ExportState({ exporting }: { readonly exporting: Exporting }): ReactNode {
  const { running, token, saved, failure, cancel, dismiss } = exporting;
  const progress = useAppState((state) => state.report.progress[token]);
  if (running !== null) {
    const known = progress !== undefined && progress.total > 0;
    return (
      <span className="report__export">
        <span className="text-2 small" role="status">
          {progress === undefined ? `Writing ${formatWords[running]}` : progress.step}
        </span>
        <span className="report__export-line">
          <ProgressLine
            label={`Writing ${formatWords[running]}`}
            value={known ? progress.done / progress.total : null}
            thickness={2}
          />
        </span>
        <Button size="small" variant="ghost" onClick={cancel}>
          Cancel
        </Button>
      </span>
    );
  }
  if (failure !== null) {
    const { message, hint = '' } = failure.error;
    return (
      <span className="report__export bad small" role="alert" title={`${message} ${hint}`}>
        <span className="ellipsis">
          {formatWords[failure.format]} was not written: {message} {hint}
        </span>
        <IconButton label="Close message" onClick={dismiss}>
          <X />
        </IconButton>
      </span>
    );
  }
  return (
    <span className="report__export text-2 small" role="status">
      {saved !== null && <span className="ellipsis">{saved} was written</span>}
    </span>
  );
}
