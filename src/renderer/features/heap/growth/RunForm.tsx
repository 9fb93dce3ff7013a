import { useState, type ReactNode } from 'react';
import type { HeapSeries } from '#shared/model/heap.ts';
import { useAppState } from '../../../state/use-store.ts';
import { Button } from '../../../ui/Button.tsx';
import { formatInstant } from '../../../ui/instant-format.ts';
import { TextField } from '../../../ui/TextField.tsx';
import type { SeriesEdit } from './use-series-edit.ts';

interface RunFormProps {
  readonly series: HeapSeries;
  readonly edit: SeriesEdit;
  readonly onClose: () => void;
}

const MAX_SECONDS = 1e8;

/** The load test under which the snapshots were taken, and how far the clock of the process was ahead of its clock. */
export function RunForm({ series, edit, onClose }: RunFormProps): ReactNode {
  const runs = useAppState((state) => state.workspace.runs);
  const [runId, setRunId] = useState(series.runId);
  const [offset, setOffset] = useState(String(series.clockOffsetMs / 1000));
  const seconds = parseSeconds(offset);
  return (
    <form
      className="run-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (seconds === null) return;
        edit.change({ runId, clockOffsetMs: Math.round(seconds * 1000) }, 'linking a run');
        onClose();
      }}
    >
      <fieldset>
        <legend>Taken during this run: its completed samples are the requests</legend>
        <label>
          <input type="radio" name="run" checked={runId === null} onChange={() => setRunId(null)} />
          None
        </label>
        {runs.map((run) => (
          <label key={run.id} title={run.startedAtUs === null ? undefined : formatInstant(run.startedAtUs)}>
            <input
              type="radio"
              name="run"
              checked={runId === run.id}
              disabled={run.startedAtUs === null}
              onChange={() => setRunId(run.id)}
            />
            <span className="ellipsis">{run.name}</span>
          </label>
        ))}
      </fieldset>
      {runs.length === 0 && (
        <p className="heap-form__note">The workspace has no runs: drop the results of the load test.</p>
      )}
      <label>
        Clock of the process ahead by, s{' '}
        <TextField
          label="Clock of the process ahead by, in seconds"
          size="small"
          value={offset}
          onChange={setOffset}
          problem={seconds === null ? 'A number of seconds, also negative' : null}
        />
      </label>
      <div className="heap-form__actions">
        <Button size="small" variant="ghost" onClick={onClose}>
          Cancel
        </Button>
        <Button size="small" variant="primary" type="submit" disabled={seconds === null}>
          Apply
        </Button>
      </div>
    </form>
  );
}

function parseSeconds(text: string): number | null {
  const value = Number(text.trim().replace('−', '-').replace(',', '.'));
  return text.trim() === '' || !Number.isFinite(value) || Math.abs(value) > MAX_SECONDS ? null : value;
}
