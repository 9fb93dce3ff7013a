import './preview.css';
import type { ReactNode } from 'react';
import type { PrintedFinding } from '#shared/model/report-findings.ts';
import { classes } from '../../../ui/class-names.ts';
import { ErrorNote } from '../../../ui/ErrorNote.tsx';
import { ProgressLine } from '../../../ui/ProgressLine.tsx';
import { useAppState } from '../../../state/use-store.ts';
import { StepNote } from '../StepNote.tsx';
import { HtmlPage } from './HtmlPage.tsx';
import { PdfPages } from './PdfPages.tsx';
import type { PreviewAnswer } from './use-preview.ts';

interface PreviewProps {
  readonly preview: PreviewAnswer;
  /** Those that are printed. */
  readonly findings: readonly PrintedFinding[];
  /** The finding that is edited; null: something else is. */
  readonly chosen: PrintedFinding | null;
  /** Where what is edited begins in the document; null: nowhere. */
  readonly anchor: string | null;
  /** A person chose it: its page comes into view. */
  readonly followed: boolean;
  readonly page: number;
  readonly onPage: (page: number) => void;
  readonly onChoose: (findingId: string) => void;
}

/** The report as it will be printed. Pages before stay, dimmed, until the next are there. */
export function Preview(props: PreviewProps): ReactNode {
  const { preview, findings, chosen, anchor, followed, page, onPage, onChoose } = props;
  const { mode, pages, html, isOld, error, retry, pdfMissing, token } = preview;
  const hasContent = mode === 'web' ? html !== null : pages !== null;
  return (
    <section className="preview" aria-label="Preview" aria-busy={isOld} data-pane="report-preview">
      {isOld && <PreviewProgress token={token} />}
      {pdfMissing !== null && (
        <p className="preview__note" role="note">
          Shown as a web page. {pdfMissing}
        </p>
      )}
      <div className={classes('preview__content', isOld && hasContent && 'is-old')}>
        {mode === 'web'
          ? html !== null && <HtmlPage html={html} chosen={followed ? chosen : null} onChoose={onChoose} />
          : pages !== null && (
              <PdfPages
                pages={pages}
                pagesShown={mode === 'two' ? 2 : 1}
                page={page}
                onPage={onPage}
                findings={findings}
                anchor={anchor}
                followed={followed}
                onChoose={onChoose}
              />
            )}
      </div>
      {!hasContent && error === null && (
        <div className="preview__waiting">
          <StepNote token={token} />
        </div>
      )}
      {error !== null && !isOld && (
        <div className="preview__error">
          <ErrorNote title="The report could not be shown" error={error} onRetry={retry} />
        </div>
      )}
    </section>
  );
}

function PreviewProgress({ token }: { readonly token: string }): ReactNode {
  const progress = useAppState((state) => state.report.progress[token]);
  const isPrinting = progress !== undefined && progress.total > 0 && progress.done < progress.total;
  return (
    <div className="preview__progress">
      <ProgressLine
        label="The preview is being made"
        value={isPrinting ? progress.done / progress.total : null}
        thickness={2}
      />
    </div>
  );
}
