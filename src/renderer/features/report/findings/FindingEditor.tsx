import './finding-editor.css';
import { useId, type ReactNode } from 'react';
import {
  findingConfidences,
  findingSeverities,
  type FindingConfidence,
  type FindingSeverity,
} from '#shared/model/finding.ts';
import type { PrintedFinding } from '#shared/model/report-findings.ts';
import { confidenceWords, severityWords } from '../../../panels/findings/severity-words.ts';
import { Button } from '../../../ui/Button.tsx';
import { Segmented } from '../../../ui/Segmented.tsx';
import { changedOwn, isOwn, isReworded, reworded, withoutWording, type Wording } from '../report-edits.ts';
import { useOpenReport } from '../use-report-edit.ts';
import { ChangedFigures } from './ChangedFigures.tsx';
import { EvidenceList } from './EvidenceList.tsx';
import { Field } from './Field.tsx';
import { OptionList } from './OptionList.tsx';
import { OwnEvidence } from './OwnEvidence.tsx';
import { OwnOptions } from './OwnOptions.tsx';

const MAX_LINE = 300;
const MAX_TEXT = 10_000;

interface FindingEditorProps {
  readonly finding: PrintedFinding;
  /** All findings in the order in which they stand. */
  readonly shown: readonly PrintedFinding[];
}

/** What one finding says, in the words of the person who presents it. */
export function FindingEditor({ finding, shown }: FindingEditorProps): ReactNode {
  const { edits, readOnly, edit, endTyping } = useOpenReport();
  const own = edits.ownFindings.find(({ id }) => id === finding.id) ?? null;

  function say(field: string, words: Wording, typed: boolean): void {
    edit(
      `changing the ${field} of ${finding.title}`,
      (now) => reworded(now, shown, finding.id, words),
      typed ? `${finding.id} ${field}` : undefined,
    );
  }

  /** A finding needs a title: an empty one is the engine's again, or stays what it was. */
  function sayTitle(text: string): void {
    const blank = text.trim() === '';
    if (blank && own !== null) return;
    say('title', { title: blank ? null : text }, true);
  }

  return (
    <div className="finding-editor">
      <ChangedFigures finding={finding} />
      <Field
        label="Title"
        name="title"
        value={finding.title}
        readOnly={readOnly}
        maxLength={MAX_LINE}
        onChange={sayTitle}
        onRest={endTyping}
      />
      <Choice label="Severity">
        <Segmented<FindingSeverity>
          label="Severity"
          value={finding.severity}
          options={findingSeverities.map((value) => ({ value, label: severityWords[value] }))}
          onChange={(severity) => {
            if (!readOnly) say('severity', { severity }, false);
          }}
        />
      </Choice>
      <Choice label="Confidence" hint={finding.confidenceReason}>
        <Segmented<FindingConfidence>
          label="Confidence"
          value={finding.confidence}
          options={findingConfidences.map((value) => ({ value, label: confidenceWords[value] }))}
          onChange={(confidence) => {
            if (!readOnly) say('confidence', { confidence }, false);
          }}
        />
      </Choice>
      <Field
        label="Statement"
        value={finding.statement}
        readOnly={readOnly}
        maxLength={MAX_TEXT}
        rows={3}
        onChange={(statement) => say('statement', { statement }, true)}
        onRest={endTyping}
      />
      {own !== null && (
        <Field
          label="Why so sure"
          value={own.confidenceReason}
          readOnly={readOnly}
          maxLength={MAX_TEXT}
          onChange={(confidenceReason) =>
            edit(
              `changing the confidence of ${finding.title}`,
              (now) => changedOwn(now, shown, finding.id, { confidenceReason }),
              `${finding.id} reason`,
            )
          }
          onRest={endTyping}
        />
      )}
      {own === null ? <EvidenceList finding={finding} /> : <OwnEvidence own={own} shown={shown} />}
      <Field
        label="What is not known"
        value={finding.unknowns.join('\n')}
        readOnly={readOnly}
        maxLength={MAX_TEXT}
        rows={2}
        hint="One point per line"
        onChange={(text) => say('unknowns', { unknowns: linesOf(text) }, true)}
        onRest={() => {
          endTyping();
          const filled = finding.unknowns.filter((line) => line.trim() !== '');
          if (filled.length < finding.unknowns.length) say('unknowns', { unknowns: filled }, true);
        }}
      />
      {own === null ? (
        <OptionList finding={finding} shown={shown} />
      ) : (
        <OwnOptions own={own} finding={finding} shown={shown} />
      )}
      {!isOwn(finding.id) && isReworded(edits, finding.id) && (
        <div>
          <Button
            size="small"
            disabled={readOnly}
            onClick={() =>
              edit(`going back to Loadstone’s words for ${finding.title}`, (now) =>
                withoutWording(now, shown, finding.id),
              )
            }
          >
            Back to Loadstone’s words
          </Button>
        </div>
      )}
    </div>
  );
}

/** At most as many as a report takes. */
function linesOf(text: string): string[] {
  return text === '' ? [] : text.split('\n').slice(0, 50);
}

function Choice({
  label,
  hint = '',
  children,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly children: ReactNode;
}): ReactNode {
  const id = useId();
  return (
    <div className="field" aria-describedby={hint === '' ? undefined : id} role="group" aria-label={label}>
      <span className="field-label">{label}</span>
      {children}
      {hint !== '' && (
        <span id={id} className="field__hint">
          {hint}
        </span>
      )}
    </div>
  );
}
