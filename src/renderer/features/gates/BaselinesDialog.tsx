import './gates-editor.css';
import { useState, type ReactNode } from 'react';
import { toWireError } from '#shared/contract/errors.ts';
import type { EngineMethod } from '#shared/contract/engine.ts';
import type { NamedBaseline } from '#shared/model/gates.ts';
import type { Run } from '#shared/model/run.ts';
import { useEngineQuery, useQueryLayer } from '../../data/use-query.ts';
import { useAppState } from '../../state/use-store.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { formatInstant } from '../../ui/instant-format.ts';
import { TextField } from '../../ui/TextField.tsx';
import type { Failure } from './use-gates-file.ts';

interface BaselinesDialogProps {
  /** The run that is to be named; null: none in particular. */
  readonly runId: number | null;
  readonly onClose: () => void;
}

const aboutBaselines = (method: EngineMethod): boolean => method.startsWith('baselines.');
const FORM = 'baselines-form';
const MAX_NAME = 200;

/** Runs that others are compared with, by the names of their scenarios. */
export function BaselinesDialog({ runId, onClose }: BaselinesDialogProps): ReactNode {
  const layer = useQueryLayer();
  const { data, error, retry } = useEngineQuery('baselines.list', {});
  const runs = useAppState((state) => state.workspace.runs);
  const selected = useAppState((state) => state.selection.runId);
  const readOnly = useAppState((state) => state.workspace.info?.readOnly === true);
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState(runId ?? selected ?? runs[0]?.id ?? null);
  const [busy, setBusy] = useState(false);
  const [notice, setNotice] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const trimmed = name.trim();
  const replaced = data?.find((baseline) => baseline.name === trimmed);

  async function attempt(title: string, done: string, job: () => Promise<unknown>): Promise<void> {
    setBusy(true);
    setFailure(null);
    setNotice(null);
    try {
      await job();
      setNotice(done);
    } catch (problem) {
      setFailure({ title, error: toWireError(problem) });
    } finally {
      setBusy(false);
    }
  }

  async function set(id: number): Promise<void> {
    await attempt(
      'The baseline could not be named',
      `${nameOf(runs, id)} is the baseline of ${trimmed}.`,
      async () => {
        await layer.change('baselines.set', { name: trimmed, runId: id }, aboutBaselines);
        setName('');
      },
    );
  }

  function remove(baseline: NamedBaseline): void {
    void attempt('The baseline could not be removed', `${baseline.name} has no baseline any more.`, () =>
      layer.change('baselines.remove', { name: baseline.name }, aboutBaselines),
    );
  }

  const canSet = trimmed !== '' && chosen !== null && !busy && !readOnly;
  return (
    <Dialog
      open
      onClose={onClose}
      title="Baselines"
      note="runs that others are compared with, by scenario"
      actions={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button variant="primary" type="submit" form={FORM} disabled={!canSet}>
            Name as baseline
          </Button>
        </>
      }
    >
      <div className="baselines-dialog">
        {error !== null && (
          <ErrorNote title="The baselines could not be read" error={error} onRetry={retry} />
        )}
        {data !== null &&
          (data.length === 0 ? (
            <p className="text-2">No run is named yet. Gates against a baseline cannot tell until one is.</p>
          ) : (
            <BaselineTable baselines={data} runs={runs} locked={busy || readOnly} onRemove={remove} />
          ))}
        <form
          id={FORM}
          onSubmit={(event) => {
            event.preventDefault();
            if (canSet) void set(chosen);
          }}
        >
          <label>
            Scenario
            <TextField
              label="Scenario"
              placeholder="for example checkout"
              autoFocus
              maxLength={MAX_NAME}
              value={name}
              onChange={setName}
            />
          </label>
          <label>
            Run
            <select
              className="gate-select"
              aria-label="Run that becomes the baseline"
              value={chosen ?? ''}
              onChange={(event) => setChosen(Number(event.target.value))}
            >
              {runs.map((run) => (
                <option key={run.id} value={run.id}>
                  {run.name}
                </option>
              ))}
            </select>
          </label>
          <p role="status">
            {readOnly
              ? 'The workspace can only be read.'
              : replaced === undefined
                ? notice
                : `Takes the place of ${nameOf(runs, replaced.runId)}.`}
          </p>
        </form>
        {failure !== null && <ErrorNote title={failure.title} error={failure.error} />}
      </div>
    </Dialog>
  );
}

interface BaselineTableProps {
  readonly baselines: readonly NamedBaseline[];
  readonly runs: readonly Run[];
  readonly locked: boolean;
  readonly onRemove: (baseline: NamedBaseline) => void;
}

function BaselineTable({ baselines, runs, locked, onRemove }: BaselineTableProps): ReactNode {
  return (
    <table aria-label="Baselines">
      <thead>
        <tr>
          <th scope="col">Scenario</th>
          <th scope="col">Run</th>
          <th scope="col">Started</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {baselines.map((baseline) => {
          const startedAtUs = runs.find(({ id }) => id === baseline.runId)?.startedAtUs ?? null;
          return (
            <tr key={baseline.name}>
              <th scope="row">{baseline.name}</th>
              <td>{nameOf(runs, baseline.runId)}</td>
              <td className="text-2">{startedAtUs === null ? '–' : formatInstant(startedAtUs)}</td>
              <td>
                <Button
                  size="small"
                  variant="ghost"
                  disabled={locked}
                  aria-label={`Remove the baseline of ${baseline.name}`}
                  onClick={() => onRemove(baseline)}
                >
                  Remove
                </Button>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function nameOf(runs: readonly Run[], id: number): string {
  return runs.find((run) => run.id === id)?.name ?? 'a run that is gone';
}
