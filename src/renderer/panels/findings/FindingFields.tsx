import type { ReactNode } from 'react';
import { findingSeverities, type FindingSeverity } from '#shared/model/finding.ts';
import type { FindingDraft } from '../../charts/chart-panel/picture-taker.tsx';
import { severityWords } from './severity-words.ts';

interface FindingFieldsProps {
  readonly finding: FindingDraft;
  readonly onChange: (finding: FindingDraft) => void;
}

/** What a finding says, before it is made. */
export function FindingFields({ finding, onChange }: FindingFieldsProps): ReactNode {
  return (
    <>
      <label>
        Finding
        <input
          type="text"
          aria-label="Finding"
          autoFocus
          maxLength={300}
          value={finding.title}
          onChange={(event) => onChange({ ...finding, title: event.target.value })}
        />
      </label>
      <label>
        What it rests on
        <textarea
          aria-label="What it rests on"
          rows={4}
          maxLength={10_000}
          value={finding.statement}
          onChange={(event) => onChange({ ...finding, statement: event.target.value })}
        />
      </label>
      <label>
        Severity
        <select
          value={finding.severity}
          onChange={(event) => onChange({ ...finding, severity: event.target.value as FindingSeverity })}
        >
          {findingSeverities.map((severity) => (
            <option key={severity} value={severity}>
              {severityWords[severity]}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}
