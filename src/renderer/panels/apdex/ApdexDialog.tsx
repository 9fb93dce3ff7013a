import './apdex.css';
import { X } from 'lucide-react';
import { useId, useMemo, useState, type ReactNode } from 'react';
import { apdexModes, type ApdexMode } from '#shared/model/statistics.ts';
import { useAppState } from '../../state/use-store.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { TextField } from '../../ui/TextField.tsx';
import {
  draftOf,
  matchingLabels,
  readT,
  settingsOf,
  T_PROBLEM,
  type ApdexDraft,
  type ThresholdDraft,
} from './threshold-draft.ts';
import { useApdexEditor } from './use-apdex.ts';

const FORM = 'apdex-form';
const MAX_SUGGESTED = 20;

const modeLabels: Readonly<Record<ApdexMode, string>> = {
  spec: 'Specification, up to 4T',
  jmeter: 'JMeter, up to 3T',
};

interface ApdexDialogProps {
  /** Labels of the run. */
  readonly labels: readonly string[];
  /** Labels that are to have a threshold of their own. */
  readonly chosen: readonly string[];
  readonly onClose: () => void;
}

/** What the Apdex is judged by, in the whole workspace: T, thresholds of single transactions, and what is tolerated. */
export function ApdexDialog({ labels, chosen, onClose }: ApdexDialogProps): ReactNode {
  const { settings, busy, problem, save } = useApdexEditor();
  const readOnly = useAppState((state) => state.workspace.info?.readOnly === true);
  const [draft, setDraft] = useState<ApdexDraft>(() => draftOf(settings, chosen));
  const next = settingsOf(draft);
  const canSave = next !== null && !busy && !readOnly;
  const setThresholds = (thresholds: readonly ThresholdDraft[]): void => setDraft({ ...draft, thresholds });

  async function apply(): Promise<void> {
    if (canSave && (await save(next))) onClose();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title="Apdex"
      note="of all runs of this workspace"
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={FORM} disabled={!canSave}>
            Use these thresholds
          </Button>
        </>
      }
    >
      <form
        id={FORM}
        className="apdex-form"
        onSubmit={(event) => {
          event.preventDefault();
          void apply();
        }}
      >
        {problem !== null && <ErrorNote title="The thresholds were not kept" error={problem} />}
        {readOnly && (
          <p className="text-2">The workspace cannot be written: its thresholds stay as they are.</p>
        )}
        <ThresholdField
          name="T, ms"
          label="T of the Apdex, ms"
          typed={draft.typed}
          onTyped={(typed) => setDraft({ ...draft, typed })}
        />
        <div className="apdex-form__row">
          <span>Tolerated</span>
          <Segmented
            label="What is tolerated"
            value={draft.mode}
            options={apdexModes.map((value) => ({ value, label: modeLabels[value] }))}
            onChange={(mode) => setDraft({ ...draft, mode })}
          />
        </div>
        <fieldset className="apdex-form__own">
          <legend>Transactions with a T of their own</legend>
          <AddThreshold labels={labels} draft={draft} onAdd={setThresholds} />
          {draft.thresholds.map(({ label, typed }, index) => (
            <div key={label} className="apdex-form__threshold">
              <ThresholdField
                name={label}
                label={`T of ${label}, ms`}
                typed={typed}
                onTyped={(text) => setThresholds(draft.thresholds.with(index, { label, typed: text }))}
              />
              <IconButton
                label={`${label} has no T of its own`}
                onClick={() => setThresholds(draft.thresholds.toSpliced(index, 1))}
              >
                <X />
              </IconButton>
            </div>
          ))}
        </fieldset>
      </form>
    </Dialog>
  );
}

interface ThresholdFieldProps {
  readonly name: string;
  readonly label: string;
  readonly typed: string;
  readonly onTyped: (typed: string) => void;
}

function ThresholdField({ name, label, typed, onTyped }: ThresholdFieldProps): ReactNode {
  return (
    <label className="apdex-form__row">
      <span className="ellipsis" title={name}>
        {name}
      </span>
      <TextField
        label={label}
        size="small"
        inputMode="decimal"
        value={typed}
        problem={readT(typed) === null ? T_PROBLEM : null}
        onChange={onTyped}
      />
    </label>
  );
}

interface AddThresholdProps {
  readonly labels: readonly string[];
  readonly draft: ApdexDraft;
  readonly onAdd: (thresholds: readonly ThresholdDraft[]) => void;
}

/** A label is typed or picked; a run may have a hundred thousand, so that only those that fit are offered. */
function AddThreshold({ labels, draft, onAdd }: AddThresholdProps): ReactNode {
  const list = useId();
  const [typed, setTyped] = useState('');
  const known = useMemo(() => new Set(labels), [labels]);
  const offered = useMemo(
    () => matchingLabels(labels, typed, draft.thresholds, MAX_SUGGESTED),
    [labels, typed, draft.thresholds],
  );
  const label = known.has(typed) ? typed : offered.length === 1 && typed !== '' ? offered[0]! : null;
  const canAdd = label !== null && !draft.thresholds.some((threshold) => threshold.label === label);

  function add(): void {
    if (!canAdd) return;
    onAdd([{ label, typed: draft.typed }, ...draft.thresholds]);
    setTyped('');
  }

  return (
    <div className="apdex-form__row">
      <TextField
        label="Transaction that gets a T of its own"
        placeholder="Name of a transaction"
        size="small"
        list={list}
        value={typed}
        onChange={setTyped}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          add();
        }}
      />
      <Button size="small" disabled={!canAdd} onClick={add}>
        Add
      </Button>
      <datalist id={list}>
        {offered.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
    </div>
  );
}
