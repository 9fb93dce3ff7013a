import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { toWireError, type WireError } from '#shared/contract/errors.ts';
import type { ProfileInfo } from '#shared/model/profile.ts';
import { useEngineQuery, useQueryLayer } from '../../data/use-query.ts';
import { useActions, useAppState } from '../../state/use-store.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { TextField } from '../../ui/TextField.tsx';

/** Asks which run a profile belongs to, whenever it is asked for. */
export function LinkDialogHost(): ReactNode {
  const linking = useAppState((state) => state.profile.linking);
  const { data } = useEngineQuery('profiles.list', linking === null ? null : {});
  const info = data?.find(({ id }) => id === linking);
  return info === undefined ? null : <LinkDialog key={info.id} info={info} />;
}

function LinkDialog({ info }: { readonly info: ProfileInfo }): ReactNode {
  const layer = useQueryLayer();
  const runs = useAppState((state) => state.workspace.runs);
  const { linkProfile } = useActions();
  const [runId, setRunId] = useState<number | null>(info.link?.runId ?? null);
  const [byClock, setByClock] = useState(info.link?.by !== 'person');
  const [typed, setTyped] = useState(info.link === null ? '0' : String(info.link.offsetMs / 1000));
  const [error, setError] = useState<WireError | null>(null);
  const offset = Number(typed.trim().replace(',', '.').replace('−', '-'));
  const wrong = !byClock && (typed.trim() === '' || !Number.isFinite(offset) || Math.abs(offset) > 1e8);
  const close = (): void => linkProfile(null);

  function save(event: SyntheticEvent): void {
    event.preventDefault();
    if (wrong) return;
    layer
      .change(
        'profiles.link',
        { profileId: info.id, runId, offsetMs: byClock || runId === null ? null : offset * 1000 },
        (method) => method.startsWith('profiles.'),
      )
      .then(close, (failure: unknown) => setError(toWireError(failure)));
  }

  return (
    <Dialog
      open
      onClose={close}
      title="Link the profile to a run"
      note={info.name}
      size="small"
      actions={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button variant="primary" disabled={wrong} onClick={save}>
            Save
          </Button>
        </>
      }
    >
      <form className="profile-form" onSubmit={save}>
        <label>
          <span>Taken during</span>
          <select
            value={runId ?? ''}
            onChange={(event) => setRunId(event.target.value === '' ? null : Number(event.target.value))}
          >
            <option value="">no run</option>
            {runs.map((run) => (
              <option key={run.id} value={run.id}>
                {run.name}
              </option>
            ))}
          </select>
        </label>
        <fieldset disabled={runId === null}>
          <legend className="visually-hidden">Where it begins in the run</legend>
          <label className="profile-form__choice">
            <input type="radio" name="offset" checked={byClock} onChange={() => setByClock(true)} />
            <span>
              It begins where the clocks say
              {info.startedAtUs === null && (
                <span className="text-2">: with the run, the file has no instant</span>
              )}
            </span>
          </label>
          <label className="profile-form__choice">
            <input type="radio" name="offset" checked={!byClock} onChange={() => setByClock(false)} />
            <span>It begins after</span>
            <TextField
              label="Seconds after the start of the run"
              size="small"
              inputMode="decimal"
              value={typed}
              problem={wrong ? 'Seconds, also below 0' : null}
              onChange={(text) => {
                setTyped(text);
                setByClock(false);
              }}
            />
            <span>s of the run</span>
          </label>
        </fieldset>
        <p className="text-2 small">
          With a run, weights can be shown per request, and differences compare what one request costs.
        </p>
        {error !== null && <ErrorNote title="The profile could not be linked" error={error} />}
      </form>
    </Dialog>
  );
}
