import './labels-dialog.css';
import { useDeferredValue, useState, type ReactNode } from 'react';
import {
  BUILTIN_LABEL_RULE,
  MAX_LABEL_RULES,
  labelRulesDocument,
  parseLabelRules,
  type LabelPreview,
  type LabelRule,
} from '#shared/model/label-rules.ts';
import { toWireError, type WireError } from '#shared/contract/errors.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { numberFormat } from '../../ui/number-format.ts';
import { RuleRow } from './RuleRow.tsx';
import { isUsable, moved, NEW_RULE } from './rule-list.ts';

const SHOWN_GROUPS = 100;

interface LabelsDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  /** @returns whether it was done */
  readonly onApply: (rules: readonly LabelRule[]) => Promise<boolean>;
}

/** Rules that turn many names into few labels, with what they would do; for all runs of the workspace. */
export function LabelsDialog({ open, onClose, onApply }: LabelsDialogProps): ReactNode {
  const { data, error, retry } = useEngineQuery('labels.rules', open ? {} : null);
  if (!open) return null;
  if (error !== null) {
    return (
      <Dialog open onClose={onClose} title="Clean up labels" size="large">
        <ErrorNote title="The rules could not be read" error={error} onRetry={retry} />
      </Dialog>
    );
  }
  return data === null ? null : <RulesForm stored={data} onClose={onClose} onApply={onApply} />;
}

interface RulesFormProps extends Omit<LabelsDialogProps, 'open'> {
  readonly stored: readonly LabelRule[];
}

function RulesForm({ stored, onClose, onApply }: RulesFormProps): ReactNode {
  const [rules, setRules] = useState<readonly LabelRule[]>(
    stored.length === 0 ? [BUILTIN_LABEL_RULE] : stored,
  );
  const [problem, setProblem] = useState<WireError | null>(null);
  const [busy, setBusy] = useState(false);
  const usable = useDeferredValue(rules.filter(isUsable));
  const preview = useEngineQuery('labels.preview', {
    rules: [...usable],
    runId: null,
    limit: SHOWN_GROUPS,
  });

  async function apply(chosen: readonly LabelRule[]): Promise<void> {
    setBusy(true);
    const done = await onApply(chosen);
    setBusy(false);
    if (done) onClose();
  }

  async function paste(): Promise<void> {
    try {
      setRules(parseLabelRules(await navigator.clipboard.readText(), 'the clipboard'));
      setProblem(null);
    } catch (error) {
      setProblem(toWireError(error));
    }
  }

  const change = (at: number, rule: LabelRule): void =>
    setRules(rules.map((old, place) => (place === at ? rule : old)));
  return (
    <Dialog
      open
      onClose={onClose}
      title="Clean up labels"
      note="for all runs of this workspace, and those to come"
      size="large"
      actions={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button disabled={busy || stored.length === 0} onClick={() => void apply([])}>
            Restore the names of the files
          </Button>
          <Button variant="primary" disabled={busy || usable.length === 0} onClick={() => void apply(usable)}>
            Apply
          </Button>
        </>
      }
    >
      <div className="labels-dialog">
        <p>
          Names with numbers in them make a transaction for each number. Rules are applied from top to bottom;
          what they make one label counts as one transaction, exactly. Nothing is lost: without rules the
          names are back.
        </p>
        <ul className="labels-dialog__rules" aria-label="Rules">
          {rules.map((rule, at) => (
            <RuleRow
              key={at}
              rule={rule}
              changed={
                isUsable(rule)
                  ? (preview.data?.changedByRule[rules.slice(0, at).filter(isUsable).length] ?? null)
                  : null
              }
              isFirst={at === 0}
              onChange={(next) => change(at, next)}
              onRemove={() => setRules(rules.filter((_, place) => place !== at))}
              onMoveUp={() => setRules(moved(rules, at, at - 1))}
            />
          ))}
        </ul>
        <div className="labels-dialog__tools">
          <Button
            size="small"
            disabled={rules.length >= MAX_LABEL_RULES}
            onClick={() => setRules([...rules, NEW_RULE])}
          >
            Add a rule
          </Button>
          <Button
            size="small"
            variant="ghost"
            onClick={() => void navigator.clipboard.writeText(labelRulesDocument(usable))}
          >
            Copy rules
          </Button>
          <Button size="small" variant="ghost" onClick={() => void paste()}>
            Paste rules
          </Button>
        </div>
        {problem !== null && <ErrorNote title="The clipboard holds no rules" error={problem} />}
        {preview.error !== null && (
          <ErrorNote title="These rules cannot be used" error={preview.error} onRetry={preview.retry} />
        )}
        {preview.data !== null && preview.error === null && <Preview preview={preview.data} />}
      </div>
    </Dialog>
  );
}

function Preview({ preview }: { readonly preview: LabelPreview }): ReactNode {
  const { runs, groups, groupCount } = preview;
  return (
    <>
      <table aria-label="Labels by run">
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col" className="is-number">
              Names in the file
            </th>
            <th scope="col" className="is-number">
              Labels now
            </th>
            <th scope="col" className="is-number">
              Labels then
            </th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.runId}>
              <th scope="row" className="ellipsis">
                {run.name}
                {run.keptApart > 0 && (
                  <span className="text-3">
                    {' '}
                    a report: {numberFormat.count(run.keptApart)} rows stay apart
                  </span>
                )}
              </th>
              <td className="is-number">{numberFormat.count(run.names)}</td>
              <td className="is-number">{numberFormat.count(run.labelsBefore)}</td>
              <td className="is-number">{numberFormat.count(run.labelsAfter)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {groups.length === 0 ? (
        <p>No name would change.</p>
      ) : (
        <table aria-label="What becomes of the names">
          <thead>
            <tr>
              <th scope="col">Label</th>
              <th scope="col" className="is-number">
                Names
              </th>
              <th scope="col" className="is-number">
                Samples
              </th>
              <th scope="col">For example</th>
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <tr key={`${group.runId} ${group.kind} ${group.label}`}>
                <th scope="row" className="ellipsis" title={group.label}>
                  {group.label}
                </th>
                <td className="is-number">{numberFormat.count(group.names)}</td>
                <td className="is-number">{numberFormat.count(group.samples)}</td>
                <td className="ellipsis text-2" title={group.examples.join('\n')}>
                  {group.examples[0]}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {groupCount > groups.length && (
        <p>
          … and {numberFormat.count(groupCount - groups.length)} more labels that differ from their names.
        </p>
      )}
    </>
  );
}
