import './findings-tab.css';
import { useRef, type ReactNode } from 'react';
import type { PrintedFinding } from '#shared/model/report-findings.ts';
import { useActions } from '../../../state/use-store.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { isOwn, moved, withOwnFinding } from '../report-edits.ts';
import type { ShownFindings } from '../use-report-findings.ts';
import { useOpenReport } from '../use-report-edit.ts';
import { FindingEditor } from './FindingEditor.tsx';
import { FindingFooter } from './FindingFooter.tsx';
import { FindingList } from './FindingList.tsx';
import { freshKey } from './fresh-key.ts';
import { LeftOut } from './LeftOut.tsx';

interface FindingsTabProps {
  readonly findings: ShownFindings;
  readonly chosen: PrintedFinding | null;
}

/** The list of findings, and the one that is edited. */
export function FindingsTab({ findings: { findings, lost }, chosen }: FindingsTabProps): ReactNode {
  const { readOnly, edit } = useOpenReport();
  const { chooseFinding } = useActions();
  const editor = useRef<HTMLDivElement>(null);
  const printed = findings.filter(({ status }) => status !== 'dismissed');
  const dismissed = findings.filter(({ status }) => status === 'dismissed');

  function add(): void {
    const key = freshKey();
    edit('adding a finding', (now) => withOwnFinding(now, findings, key));
    chooseFinding(`own:${key}`);
    // Once its editor is there.
    requestAnimationFrame(() => focusTitle(true));
  }

  function focusTitle(select: boolean): void {
    const title = editor.current?.querySelector<HTMLInputElement>('[data-field="title"]');
    title?.focus();
    if (select) title?.select();
  }

  return (
    <div className="findings-tab">
      <FindingList
        findings={printed}
        chosenId={chosen?.id ?? null}
        readOnly={readOnly}
        onChoose={chooseFinding}
        onMove={(id, to) => {
          const title = findings.find((finding) => finding.id === id)?.title ?? 'a finding';
          // Also where it was merely the first: it stays the one that is meant.
          chooseFinding(id);
          edit(`moving ${title}`, (now) => moved(now, findings, id, to));
        }}
        onEdit={() => focusTitle(false)}
        onAdd={add}
      />
      <LeftOut dismissed={dismissed} lost={lost} shown={findings} />
      {chosen === null ? (
        <div className="findings-tab__none">
          <EmptyState title="Nothing stands out in these runs">
            Loadstone found nothing to report. Add a finding of your own, or let the report say so as it is.
          </EmptyState>
        </div>
      ) : (
        <>
          <section
            ref={editor}
            // A finding is another form: a text that is half typed belongs to the one before.
            key={chosen.id}
            className="findings-tab__editor"
            aria-label={isOwn(chosen.id) ? 'Your finding' : 'Finding'}
            data-pane="report-editor"
          >
            <FindingEditor finding={chosen} shown={findings} />
          </section>
          <FindingFooter finding={chosen} shown={findings} />
        </>
      )}
    </div>
  );
}
