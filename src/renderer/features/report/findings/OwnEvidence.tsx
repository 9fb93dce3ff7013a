import { Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { findingEvidenceKinds } from '#shared/model/finding.ts';
import type { PrintedFinding } from '#shared/model/report-findings.ts';
import type { OwnFinding } from '#shared/model/report.ts';
import { evidenceKindWords } from '../../../panels/findings/severity-words.ts';
import { Button } from '../../../ui/Button.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { changedOwn } from '../report-edits.ts';
import { useOpenReport } from '../use-report-edit.ts';
import { freshKey } from './fresh-key.ts';

type Evidence = OwnFinding['evidence'];

/** What a finding of a person rests on, in words; pictures are attached to it as well. */
export function OwnEvidence({
  own,
  shown,
}: {
  readonly own: OwnFinding;
  readonly shown: readonly PrintedFinding[];
}): ReactNode {
  const { readOnly, edit, endTyping } = useOpenReport();

  function change(evidence: Evidence, typing?: string): void {
    edit(
      `changing the evidence of ${own.title}`,
      (now) => changedOwn(now, shown, own.id, { evidence }),
      typing,
    );
  }

  function changeOne(id: string, part: Partial<Evidence[number]>, typing?: string): void {
    change(
      own.evidence.map((each) => (each.id === id ? { ...each, ...part } : each)),
      typing,
    );
  }

  return (
    <div className="field">
      <span className="field-label">Evidence, as it was typed</span>
      <div className="own-rows">
        {own.evidence.map((each, index) => (
          <div key={each.id} className="own-row">
            <div className="own-row__fields">
              <select
                className="field__select"
                aria-label={`Kind of evidence ${index + 1}`}
                value={each.kind}
                disabled={readOnly}
                onChange={(event) => {
                  const kind = findingEvidenceKinds.find((value) => value === event.target.value);
                  if (kind !== undefined) changeOne(each.id, { kind });
                }}
              >
                {findingEvidenceKinds.map((kind) => (
                  <option key={kind} value={kind}>
                    {evidenceKindWords[kind]}
                  </option>
                ))}
              </select>
              <input
                className="field__input"
                aria-label={`Evidence ${index + 1}`}
                placeholder="What was seen, with its figures"
                value={each.label}
                readOnly={readOnly}
                maxLength={300}
                onChange={(event) =>
                  changeOne(each.id, { label: event.target.value }, `${own.id} ${each.id}`)
                }
                onBlur={endTyping}
              />
            </div>
            <IconButton
              label={`Remove evidence ${index + 1}`}
              disabled={readOnly}
              onClick={() => change(own.evidence.filter(({ id }) => id !== each.id))}
            >
              <X />
            </IconButton>
          </div>
        ))}
        <div>
          <Button
            size="small"
            icon={<Plus />}
            disabled={readOnly || own.evidence.length >= 50}
            onClick={() =>
              change([...own.evidence, { id: freshKey(), kind: 'load', label: '', figures: [] }])
            }
          >
            Add evidence
          </Button>
        </div>
      </div>
    </div>
  );
}
