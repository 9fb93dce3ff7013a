import './saved-selections.css';
import { Bookmark, Trash2 } from 'lucide-react';
import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { toWireError, type WireError } from '#shared/contract/errors.ts';
import type { SavedSelection } from '#shared/model/drill-down.ts';
import type { Transaction } from '#shared/model/run.ts';
import { useEngineQuery, useQueryLayer } from '../../data/use-query.ts';
import { QueryBody } from '../../panels/query-body/QueryBody.tsx';
import { missingText, portableSelection, usableSelection } from '../../panels/selection/saved-selection.ts';
import { isNarrowed } from '../../state/selectors.ts';
import { useActions, useAppState } from '../../state/use-store.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { TextField } from '../../ui/TextField.tsx';

const NONE: readonly SavedSelection[] = [];
const touchesList = (method: string): boolean => method === 'selections.list';

interface SavedSelectionsProps {
  /** Of the open run: a saved selection names them. */
  readonly transactions: readonly Transaction[];
}

/** Selections with a name: to keep the present one, to use one again, on this run or another. */
export function SavedSelections({ transactions }: SavedSelectionsProps): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      label="Saved selections"
      align="end"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="small" variant="ghost" icon={<Bookmark />}>
          Saved
        </Button>
      }
    >
      <SavedList transactions={transactions} onDone={() => setOpen(false)} />
    </Popover>
  );
}

interface SavedListProps extends SavedSelectionsProps {
  readonly onDone: () => void;
}

function SavedList({ transactions, onDone }: SavedListProps): ReactNode {
  const layer = useQueryLayer();
  const answer = useEngineQuery('selections.list', {});
  const selection = useAppState((state) => state.selection);
  const readOnly = useAppState((state) => state.workspace.info?.readOnly === true);
  const { setSelection } = useActions();
  const [name, setName] = useState('');
  const [note, setNote] = useState<string | null>(null);
  const [failure, setFailure] = useState<WireError | null>(null);
  const saved = answer.data ?? NONE;
  const taken = saved.some((other) => other.name === name.trim());

  function apply(chosen: SavedSelection): void {
    const usable = usableSelection(chosen.selection, transactions);
    if (usable === null) {
      setNote(`None of the transactions of “${chosen.name}” is in this run.`);
      return;
    }
    setSelection(usable.selection);
    if (usable.missing.length === 0) onDone();
    else setNote(`Applied. ${missingText(usable.missing)}`);
  }

  function keep(work: Promise<unknown>, after: () => void): void {
    setFailure(null);
    setNote(null);
    work.then(after, (error: unknown) => setFailure(toWireError(error)));
  }

  function save(event: SyntheticEvent): void {
    event.preventDefault();
    const wanted = name.trim();
    if (wanted === '') return;
    const params = { name: wanted, selection: portableSelection(selection.settled, transactions) };
    keep(layer.change('selections.save', params, touchesList), () => setName(''));
  }

  return (
    <div className="saved-selections">
      <QueryBody
        subject="The list of saved selections"
        loading={answer.status === 'loading'}
        error={answer.error}
        onRetry={answer.retry}
      >
        {saved.length === 0 ? (
          <p className="text-2">No selection has been saved in this workspace.</p>
        ) : (
          <ul aria-label="Saved selections">
            {saved.map((one) => (
              <li key={one.id}>
                <button type="button" className="saved-selections__name ellipsis" onClick={() => apply(one)}>
                  {one.name}
                </button>
                <IconButton
                  label={`Remove ${one.name}`}
                  disabled={readOnly}
                  onClick={() =>
                    keep(layer.change('selections.remove', { id: one.id }, touchesList), () => undefined)
                  }
                >
                  <Trash2 />
                </IconButton>
              </li>
            ))}
          </ul>
        )}
      </QueryBody>
      {note !== null && (
        <p className="saved-selections__note text-2" role="status">
          {note}
        </p>
      )}
      {failure !== null && <ErrorNote title="The saved selections could not be changed" error={failure} />}
      <form onSubmit={save}>
        <TextField
          label="Name of the selection"
          placeholder={isNarrowed(selection.settled) ? 'Save this selection as…' : 'Nothing is selected'}
          size="small"
          maxLength={200}
          disabled={readOnly || !isNarrowed(selection.settled)}
          value={name}
          onChange={setName}
        />
        <Button
          size="small"
          type="submit"
          disabled={readOnly || name.trim() === '' || !isNarrowed(selection.settled)}
        >
          {taken ? 'Replace' : 'Save'}
        </Button>
      </form>
    </div>
  );
}
