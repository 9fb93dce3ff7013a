import './finding-list.css';
import { CircleCheckBig, GripVertical, Plus } from 'lucide-react';
import { useId, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import type { PrintedFinding } from '#shared/model/report-findings.ts';
import { SeverityMark } from '../../../panels/findings/SeverityMark.tsx';
import { Button } from '../../../ui/Button.tsx';
import { classes } from '../../../ui/class-names.ts';
import { numberFormat } from '../../../ui/number-format.ts';
import { PanelHeader } from '../../../ui/PanelHeader.tsx';

const ROW = 27;

interface FindingListProps {
  /** Those that are printed, in their order. */
  readonly findings: readonly PrintedFinding[];
  readonly chosenId: string | null;
  readonly readOnly: boolean;
  readonly onChoose: (findingId: string) => void;
  /** @param to place among the findings, from 0 */
  readonly onMove: (findingId: string, to: number) => void;
  /** Puts the keyboard into the editor of the finding. */
  readonly onEdit: () => void;
  readonly onAdd: () => void;
}

interface Drag {
  readonly id: string;
  readonly from: number;
  readonly startY: number;
  readonly to: number;
}

/** The findings in the order in which they are printed. Alt and an arrow key, or the grip, move one. */
export function FindingList(props: FindingListProps): ReactNode {
  const { findings, chosenId, readOnly, onChoose, onMove, onEdit, onAdd } = props;
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const at = Math.max(
    0,
    findings.findIndex((finding) => finding.id === chosenId),
  );
  const signedCount = findings.filter(({ status }) => status === 'signed').length;

  function choose(index: number): void {
    const finding = findings[Math.min(Math.max(index, 0), findings.length - 1)];
    if (finding === undefined) return;
    onChoose(finding.id);
    document.getElementById(`${id}-${finding.id}`)?.scrollIntoView({ block: 'nearest' });
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey) return;
    const finding = findings[at];
    if (finding === undefined) return;
    if (event.altKey) {
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      if (step === 0) return;
      if (!readOnly) onMove(finding.id, at + step);
    } else if (event.key === 'ArrowDown') choose(at + 1);
    else if (event.key === 'ArrowUp') choose(at - 1);
    else if (event.key === 'Home') choose(0);
    else if (event.key === 'End') choose(findings.length - 1);
    else if (event.key === 'Enter') onEdit();
    else return;
    event.preventDefault();
  }

  function press(event: PointerEvent, finding: PrintedFinding, index: number): void {
    if (readOnly || event.button !== 0) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ id: finding.id, from: index, startY: event.clientY, to: index });
  }

  function move(event: PointerEvent): void {
    if (drag === null) return;
    const to = drag.from + Math.round((event.clientY - drag.startY) / ROW);
    setDrag({ ...drag, to: Math.min(Math.max(to, 0), findings.length - 1) });
  }

  function drop(): void {
    if (drag === null) return;
    setDrag(null);
    if (drag.to !== drag.from) onMove(drag.id, drag.to);
  }

  return (
    <section className="finding-list" aria-label="Findings of the report" data-pane="report-findings">
      <PanelHeader
        title="Findings"
        note={`${numberFormat.count(findings.length)}, ${signedCount === 0 ? 'none' : numberFormat.count(signedCount)} signed`}
      >
        <Button size="small" variant="ghost" icon={<Plus />} disabled={readOnly} onClick={onAdd}>
          Add own
        </Button>
      </PanelHeader>
      <div
        ref={list}
        className="finding-list__rows"
        role="listbox"
        aria-label="Findings, in the order of the report"
        aria-description="Alt and an arrow key move a finding, Enter edits it"
        aria-activedescendant={findings.length === 0 ? undefined : `${id}-${findings[at]?.id ?? ''}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        {findings.map((finding, index) => (
          <div
            key={finding.id}
            id={`${id}-${finding.id}`}
            className={classes(
              'finding-list__row',
              finding.id === chosenId && 'is-chosen',
              drag?.id === finding.id && 'is-dragged',
              drag !== null &&
                drag.to === index &&
                drag.to !== drag.from &&
                (drag.to > drag.from ? 'is-below' : 'is-above'),
            )}
            role="option"
            aria-selected={finding.id === chosenId}
            aria-label={labelOf(finding)}
            title={finding.title}
            onClick={() => onChoose(finding.id)}
            onDoubleClick={onEdit}
          >
            <span
              className="finding-list__grip"
              onPointerDown={(event) => press(event, finding, index)}
              onPointerMove={move}
              onPointerUp={drop}
              onPointerCancel={() => setDrag(null)}
            >
              <GripVertical aria-hidden="true" />
            </span>
            <SeverityMark severity={finding.severity} />
            <span className="finding-list__title">{finding.title}</span>
            <StateMark finding={finding} />
          </div>
        ))}
      </div>
    </section>
  );
}

function StateMark({ finding }: { readonly finding: PrintedFinding }): ReactNode {
  if (finding.status === 'signed')
    return (
      <span className="finding-list__signed" title={`Signed by ${finding.signature?.by ?? ''}`}>
        <CircleCheckBig aria-hidden="true" />
      </span>
    );
  return finding.changes.length > 0 ? <span className="finding-list__changed">changed</span> : null;
}

function labelOf(finding: PrintedFinding): string {
  const state =
    finding.status === 'signed'
      ? 'signed'
      : finding.changes.length > 0
        ? 'figures have changed since it was signed'
        : 'not signed';
  return `${finding.severity === 'info' ? 'Note' : finding.severity}: ${finding.title}, ${state}`;
}
